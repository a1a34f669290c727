"""Two families want the last place of a communal unit at the same moment: for one it is full."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from cemetery import occupancy
from cemetery.ashes.operations import inter_ashes
from cemetery.errors import UnitFull, UnitTaken
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, Unit, UnitKind
from cemetery.queries import find_unit, list_free_units
from kernel.db import db
from kernel.people.actors import SETUP
from tests.ashes.scene import Scene, make_scene

ROUNDS, CAPACITY = 8, 3


@pytest.fixture
def rivals(context):
    """Two families with as many portions as there are units, each unit with one place left."""
    first = make_scene()
    case, certificate = first.another()
    second = Scene(first.home, first.keeper, case, certificate, first.units)
    site = add_site(
        institution_id=first.home.id,
        kind=SiteKind.ECO_AREA,
        name="生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="归园",
        kind=UnitKind.DEEP,
        units=UnitRange(1, 1, 1, ROUNDS),
        size=UnitSize(capacity=CAPACITY),
        communal=True,
        by=SETUP,
    )
    units = [unit.id for unit in list_free_units(first.home.id, "归园")]
    lots = []
    for scene in (first, second):
        parts = [scene.portion(), *scene.divide(2 * ROUNDS - 1)]
        lots.append([scene, [part.id for part in parts[:ROUNDS]]])
        # One of each family lies there already.
        for part, unit_id in zip(parts[ROUNDS:], units, strict=True):
            scene.inter(part, unit_id=unit_id)
    db.session.rollback()
    return units, lots


def race(app, rivals) -> list[tuple[object, object]]:
    units, lots = rivals
    together = Barrier(2)

    def ask(lot) -> list[object]:
        (scene, portions), answers = lot, []
        for unit_id, portion_id in zip(units, portions, strict=True):
            with app.app_context():
                # Both have read the unit, as a page does, before either takes the place.
                find_unit(unit_id)
                together.wait(timeout=30)
                try:
                    answers.append(
                        inter_ashes(
                            portion_id=portion_id,
                            unit_id=unit_id,
                            certificate_number=scene.certificate,
                            by=scene.keeper,
                        ).unit_id
                    )
                except (UnitFull, UnitTaken) as refusal:
                    answers.append(refusal)
        return answers

    with ThreadPoolExecutor(2) as threads:
        return list(zip(*threads.map(ask, lots), strict=True))


def judge(pairs, units, refusal) -> None:
    assert all(sum(isinstance(each, refusal) for each in pair) == 1 for pair in pairs)
    full = db.session.scalars(select(Unit.taken).where(Unit.id.in_(units)))
    assert list(full) == [CAPACITY] * ROUNDS


def test_of_two_families_one_gets_the_last_place(app, rivals):
    judge(race(app, rivals), rivals[0], UnitFull)


def test_without_our_question_for_room_the_database_still_refuses(app, rivals, monkeypatch):
    monkeypatch.setattr(occupancy, "has_room_for", lambda _family: Unit.in_use)
    judge(race(app, rivals), rivals[0], UnitTaken)
