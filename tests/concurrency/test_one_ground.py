"""Two lay out the same ground, or one closes what another fills: always one way or the other."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from cemetery.errors import NoFreeUnit, UnitTaken
from cemetery.ground import operations
from cemetery.ground.errors import UnitInUse, UnitsExist, UnitsInUse
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import uses, zones
from cemetery.ground.queries.sites import get_zone
from cemetery.models import Unit
from kernel.db import db
from kernel.errors import Refusal
from tests.ground.conftest import lay, make_ground

ROUNDS = 12


def race(app, *acts: Callable[[int], object], rounds: int = ROUNDS) -> list[list[str]]:
    """Each act in its own thread, round after round; the name of what each came to."""
    together = Barrier(len(acts))

    def run(act: Callable[[int], object]) -> list[str]:
        answers = []
        for number in range(1, rounds + 1):
            with app.app_context():
                together.wait(timeout=30)
                try:
                    act(number)
                except Refusal as refusal:
                    answers.append(type(refusal).__name__)
                else:
                    answers.append("done")
        return answers

    with ThreadPoolExecutor(len(acts)) as threads:
        return [list(pair) for pair in zip(*threads.map(run, acts), strict=True)]


@pytest.fixture
def ground(context):
    made = make_ground()
    zone = made.zone(units=UnitRange(1, ROUNDS, 1, 2))
    units = [made.unit(zone, row).id for row in range(1, ROUNDS + 1)]
    zone_id = zone.id
    db.session.rollback()
    return made.keeper, zone_id, units


def extending(ground) -> Callable[[int], object]:
    keeper, zone_id, _units = ground
    size = UnitSize()
    return lambda number: operations.extend_zone(
        zone_id=zone_id, units=UnitRange(100 + number, 100 + number, 1, 9), size=size, by=keeper
    )


def closing(ground) -> Callable[[int], object]:
    keeper, zone_id, _units = ground
    return lambda row: operations.take_out_of_use(
        zone_id=zone_id, units=UnitRange(row, row, 1, 2), reason="渗水", by=keeper
    )


def laying(ground) -> Callable[[int], object]:
    keeper, _zone_id, units = ground
    return lambda row: lay(unit_id=units[row - 1], family_id=units[0], by=keeper)


def test_of_two_who_extend_a_zone_one_does_and_one_is_told(app, ground):
    pairs = race(app, extending(ground), extending(ground))
    assert all(Counter(pair) == {"done": 1, UnitsExist.__name__: 1} for pair in pairs)
    assert db.session.scalar(select(func.count(Unit.id)).where(Unit.row > 100)) == 9 * ROUNDS


def test_without_our_look_the_database_still_refuses(app, ground, monkeypatch):
    monkeypatch.setattr(zones, "has_units", lambda _zone_id, _units: False)
    monkeypatch.setattr(zones, "lock_zone", get_zone)
    pairs = race(app, extending(ground), extending(ground), rounds=4)
    assert all(Counter(pair) == {"done": 1, UnitsExist.__name__: 1} for pair in pairs)


def test_a_unit_is_closed_or_filled_never_both(app, ground):
    pairs = race(app, closing(ground), laying(ground))
    allowed = (["done", UnitTaken.__name__], ["done", NoFreeUnit.__name__])
    assert all(pair in (*allowed, [UnitInUse.__name__, "done"]) for pair in pairs)
    both = select(func.count(Unit.id)).where(Unit.in_use.is_(False), Unit.taken > 0)
    assert db.session.scalar(both) == 0


def test_without_our_look_at_ashes_the_database_still_refuses(app, ground, monkeypatch):
    keeper, _zone_id, units = ground
    with app.app_context():
        lay(unit_id=units[0], family_id=units[0], by=keeper)
    seen = uses.lock_range
    monkeypatch.setattr(
        uses,
        "lock_range",
        lambda *asked: [replace(each, family_id=None, taken=0) for each in seen(*asked)],
    )
    with app.app_context(), pytest.raises(UnitsInUse) as refused:
        closing(ground)(1)
    assert isinstance(refused.value.__cause__, IntegrityError)
