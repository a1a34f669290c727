"""What a move on the board frees goes to who waits, before the mover can give it to another."""

import pytest

from booking.models import WaitingEntry
from booking.operations import join_waiting_list
from funeral.errors import TimeTaken
from funeral.kinds import CrematorType, HallClass
from funeral.operations import move_occupancy, plan_case
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, farewell_of, list_free_times
from kernel import clock
from kernel.db import db
from kernel.people.actors import family as by_family
from tests import world
from tests.booking.drafts import booked, draft_of

pytestmark = pytest.mark.usefixtures("context")


def test_the_hall_a_move_frees_is_offered_in_the_same_step(home):
    """Seven to nine is full; the last farewell of the morning moves to the afternoon."""
    day = clock.day_of(world.tomorrow_at(9))
    moved = None
    while free := [
        each
        for each in list_free_times(home.id, day, HallClass.SMALL, CrematorType.FLAT)
        if each.starts_at <= world.tomorrow_at(9)
    ]:
        moved = booked(home, by=home.clerk, starts_at=free[-1].starts_at)
    wish = {"from_time": clock.local(world.tomorrow_at(6)).time()}
    wish["to_time"] = clock.local(world.tomorrow_at(9)).time()
    entry = join_waiting_list(
        draft_id=draft_of(home, starts_at=None),
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        day=day,
        by=by_family("f"),
        **wish,
    )
    plan = get_plan(moved.plan_id)
    farewell = farewell_of(plan)
    freed = farewell.starts_at
    cremation = next(each for each in plan.occupancies if each is not farewell)
    for occupancy, hour in ((cremation, 16), (farewell, 14)):
        move_occupancy(
            occupancy_id=occupancy.id,
            resource_id=occupancy.resource_id,
            starts_at=world.tomorrow_at(hour),
            version=plan.version,
            reason="家属要求",
            despite_told=True,
            by=home.clerk,
        )
    db.session.expire_all()
    offered = get_plan(db.session.get(WaitingEntry, entry.id).offered_plan_id)
    assert farewell_of(offered).resource_id == farewell.resource_id
    assert begin_of(offered) <= freed
    with pytest.raises(TimeTaken):
        plan_case(
            number=world.open_case(home).number,
            hall_class=HallClass.SMALL,
            cremator_type=CrematorType.FLAT,
            starts_at=freed,
            by=home.clerk,
        )
