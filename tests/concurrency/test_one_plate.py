"""Two keepers order plates for the same wall at the same moment: no niche ever gets two."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cemetery.errors import NothingToPlate
from cemetery.models import Plate
from cemetery.operations import replace_unit_plate
from cemetery.queries import batches
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.cemetery.wall import add_wall

ROUNDS = 8


@pytest.fixture
def rivals(context):
    home = world.make_home()
    keeper = world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    wall = add_wall(home, keeper.actor(), rows=ROUNDS)
    unit_ids = [unit.id for unit in batches.lock_units(wall.site_id, "", [])]
    db.session.rollback()
    return wall, unit_ids


def most_working_plates() -> int:
    """Of any one niche."""
    query = (
        select(func.count())
        .where(Plate.unit_id.is_not(None), Plate.revoked_at.is_(None))
        .group_by(Plate.unit_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    return db.session.scalar(query) or 0


def together(app, *acts):
    """Each act in a thread of its own, round after round at the same moment."""
    barrier = Barrier(len(acts))

    def run(act):
        answers = []
        for number in range(1, ROUNDS + 1):
            with app.app_context():
                barrier.wait(timeout=30)
                try:
                    answers.append(act(number))
                except NothingToPlate as refusal:
                    answers.append(type(refusal))
        return answers

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_two_orders_for_one_row_one_gets_all_and_the_other_is_told(app, rivals):
    wall, _niches = rivals

    def order(row):
        return wall.order(rows=[row]).total

    for answers in zip(*together(app, order, order), strict=True):
        assert sorted(map(str, answers)) == ["5", str(NothingToPlate)]
    assert most_working_plates() == 1


def test_reissues_and_replacements_at_once_leave_one_plate_each(app, rivals):
    wall, unit_ids = rivals
    wall.order(zone="")

    def reissue(row):
        return wall.order(rows=[row], reissue=True).total

    def replace(row):
        for unit_id in unit_ids[::4]:
            replace_unit_plate(unit_id=unit_id, by=wall.keeper)
        return row

    together(app, reissue, reissue, replace)
    assert most_working_plates() == 1
    counted = select(func.count(Plate.id)).where(Plate.revoked_at.is_(None))
    assert db.session.scalar(counted) == ROUNDS * 5
