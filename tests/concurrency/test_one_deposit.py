"""Two at once on deposits: one niche for one of them, one renewal of one end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cemetery.errors import UnitTaken
from cemetery.keeping.errors import TermFeeChanged
from cemetery.keeping.kinds import RelocateReason
from cemetery.keeping.models import DepositRenewal
from cemetery.keeping.operations import move_deposit, renew_deposit
from cemetery.models import Unit
from kernel.db import db
from kernel.errors import Refusal
from tests.ashes.scene import Scene as Ashes
from tests.keeping import scene as of_keeping


def both(app, *acts: Callable[[], object]) -> list[object]:
    """Done at the same moment; the refusals, None where it was done."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            together.wait(timeout=30)
            try:
                act()
            except Refusal as refusal:
                return type(refusal)
            return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.fixture
def two(context):
    """Two families with a niche each, and two free ones."""
    first = of_keeping.make_scene()
    case, certificate = first.ashes.another()
    other = Ashes(first.ashes.home, first.ashes.keeper, case, certificate, first.ashes.units)
    second = of_keeping.Scene(other, other.deposit(unit=1).number)
    units, by = [unit.id for unit in first.ashes.units], first.ashes.keeper
    shown = first.agreed(12)
    db.session.rollback()

    def move(number: str, unit: int) -> Callable[[], object]:
        return lambda: move_deposit(
            number=number,
            unit_id=units[unit],
            reason=RelocateReason.FAMILY,
            told=of_keeping.TOLD,
            by=by,
        )

    def renew() -> object:
        return renew_deposit(number=first.number, months=12, agreed=shown, by=by)

    return first.number, second.number, move, renew


def taken() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Unit.taken).order_by(Unit.row, Unit.number)))


@pytest.mark.parametrize("_round", range(5))
def test_of_two_who_want_one_niche_one_has_it(app, two, _round):
    first, second, move, _renew = two
    said = both(app, move(first, 2), move(second, 2))
    assert sorted(said, key=str) == sorted([None, UnitTaken], key=str)
    assert taken() in ([0, 1, 1, 0], [1, 0, 1, 0])


@pytest.mark.parametrize("_round", range(3))
def test_of_two_moves_of_one_deposit_nothing_is_left_behind(app, two, _round):
    first, _second, move, _renew = two
    assert both(app, move(first, 2), move(first, 3)) == [None, None]
    assert sum(taken()) == 2


def test_who_would_change_places_never_wait_for_each_other(app, two):
    first, second, move, _renew = two
    assert both(app, move(first, 1), move(second, 0)) == [UnitTaken, UnitTaken]
    assert taken() == [1, 1, 0, 0]


def test_of_two_renewals_that_were_shown_the_same_one_is_made(app, two):
    _first, _second, _move, renew = two
    assert sorted(both(app, renew, renew), key=str) == sorted([None, TermFeeChanged], key=str)
    db.session.rollback()
    assert db.session.scalar(select(func.count(DepositRenewal.id))) == 1
