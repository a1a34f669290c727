"""What hall and furnace are taken for: a longer farewell, an infectious body, and their turn."""

from datetime import timedelta

import pytest

from funeral.errors import (
    DedicatedCrematorNeeded,
    FarewellForbidden,
    NoDedicatedCremator,
    OutOfTurn,
    TimeTaken,
)
from funeral.kinds import DeathKind, HallClass, Purpose, ResourceKind
from funeral.models import Resource
from funeral.operations import change_resource, move_occupancy, record_death_kind
from funeral.queries.schedule import cremation_of, farewell_of, list_resources
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import desk, places
from tests.funeral.test_plan_case import plan


def keep(home, resource: Resource, uses) -> None:
    """Minutes of its own for a purpose."""
    change_resource(
        resource_id=resource.id,
        name=resource.name,
        site=resource.site,
        capacity=resource.capacity,
        uses=uses,
        by=home.clerk,
    )


@pytest.fixture
def dedicated(home):
    """The third cremator, a collecting one, is kept for infection: 90 minutes to clean up."""
    cremator = list_resources(home.id, ResourceKind.CREMATOR)[2]
    keep(home, cremator, {Purpose.INFECTIOUS_CREMATION: (0, 60, 90)})
    return cremator


def case_of(home, kind):
    case = world.open_case(home)
    record_death_kind(number=case.number, death_kind=kind, by=home.clerk)
    return case


def none_at(home, case, hour):
    return plan(home, case, world.tomorrow_at(hour), hall_class=HallClass.NONE)


def test_an_infectious_body_is_planned_at_the_dedicated_cremator_with_its_clean_up(home, dedicated):
    """Though another type was asked for: the home keeps one furnace for it."""
    cremation = cremation_of(none_at(home, case_of(home, DeathKind.INFECTIOUS_A), 9))
    assert cremation.resource_id == dedicated.id
    assert cremation.purpose == Purpose.INFECTIOUS_CREMATION
    assert cremation.occupies.upper == world.tomorrow_at(11, 30)
    with pytest.raises(TimeTaken):
        none_at(home, case_of(home, DeathKind.INFECTIOUS_A), 11)


def test_without_a_dedicated_cremator_it_is_not_planned_at_all(home):
    with pytest.raises(NoDedicatedCremator):
        none_at(home, case_of(home, DeathKind.INFECTIOUS_A), 9)


def test_no_hall_is_taken_where_the_law_forbids_a_farewell(home, dedicated):
    with pytest.raises(FarewellForbidden):
        plan(home, case_of(home, DeathKind.INFECTIOUS_A), world.tomorrow_at(9))


def test_a_cremation_planned_before_the_kind_was_known_is_flagged_and_moved(home, clerk, dedicated):
    case = case_of(home, DeathKind.NATURAL)
    planned = none_at(home, case, 9)
    cremation = cremation_of(planned)
    path = f"/board?day={clock.day_of(cremation.starts_at).isoformat()}"
    assert "死亡情形已更改" not in desk.read(clerk, path)
    record_death_kind(
        number=case.number, death_kind=DeathKind.INFECTIOUS_A, reason="化验结果", by=home.clerk
    )
    assert "死亡情形已更改，请重新安排火化" in desk.read(clerk, path)
    asked = {"occupancy_id": cremation.id, "by": home.clerk, "despite_told": True, "reason": "x"}
    with pytest.raises(DedicatedCrematorNeeded):
        move_occupancy(
            resource_id=cremation.resource_id,
            starts_at=world.tomorrow_at(10),
            version=planned.version,
            **asked,
        )
    moved = move_occupancy(
        resource_id=dedicated.id,
        starts_at=world.tomorrow_at(9),
        version=planned.version,
        **asked,
    )
    assert moved.purpose == Purpose.INFECTIOUS_CREMATION
    assert moved.occupies.upper == world.tomorrow_at(11, 30)
    assert "死亡情形已更改" not in desk.read(clerk, path)


def test_the_desk_asks_for_a_longer_farewell_where_a_hall_has_minutes_for_it(home, clerk):
    case = world.open_case(home)
    path = f"/cases/{case.number}/plan"
    assert "较长的告别仪式" not in desk.read(clerk, path)
    for hall in list_resources(home.id, ResourceKind.HALL):
        keep(home, hall, {Purpose.LONG_FAREWELL: (30, 60, 20)})
    year, month, day = desk.three(clock.day_of(world.tomorrow_at(9)))
    query = f"hall_class=small&cremator_type=flat&day={year}&day={month}&day={day}"
    assert "09:00 火化 10:15" in desk.read(clerk, f"{path}?{query}&long_farewell=y")
    asked = {"hall_class": "small", "cremator_type": "flat", "long_farewell": "y"}
    desk.send(clerk, path, **asked, starts_at=world.tomorrow_at(9).isoformat())
    db.session.refresh(case)
    farewell = farewell_of(case.plan)
    assert farewell.purpose == Purpose.LONG_FAREWELL
    assert farewell.ends_at == world.tomorrow_at(10)
    assert farewell.occupies.upper == world.tomorrow_at(10, 20)


def test_the_hearse_is_back_before_the_farewell(home):
    case = world.open_case(home)
    planned = plan(home, case, world.tomorrow_at(9))
    hearse = places.add(home, ResourceKind.HEARSE, "灵车一号")
    asked = {"purpose": Purpose.TRANSFER, "number": case.number}
    with pytest.raises(OutOfTurn) as refused:
        places.reserve(home, hearse, world.tomorrow_at(8, 1), **asked)
    assert "接运要在告别仪式以前结束" in str(refused.value)
    trip = places.reserve(home, hearse, world.tomorrow_at(8), **asked)
    for occupancy, starts_at in (
        (trip, world.tomorrow_at(8, 15)),
        (farewell_of(planned), world.tomorrow_at(8, 45)),
    ):
        with pytest.raises(OutOfTurn):
            move_occupancy(
                occupancy_id=occupancy.id,
                resource_id=occupancy.resource_id,
                starts_at=starts_at,
                version=planned.version,
                despite_told=True,
                by=home.clerk,
            )


def test_a_preparation_is_over_before_the_furnace(home):
    case = world.open_case(home)
    planned = plan(home, case, world.tomorrow_at(9))
    table = list_resources(home.id, ResourceKind.PREPARATION_ROOM)[0]
    asked = {"purpose": Purpose.PREPARATION, "number": case.number}
    with pytest.raises(OutOfTurn):
        places.reserve(home, table, world.tomorrow_at(9), **asked)
    places.reserve(home, table, cremation_of(planned).starts_at - timedelta(hours=1), **asked)


def test_staff_read_what_is_in_the_way(home, clerk):
    """Two halls are taken; a family is only told that the time is gone."""
    numbers = [world.open_case(home).number for _ in range(2)]
    for number in numbers:
        plan(home, world.open_case(home), world.tomorrow_at(9), number=number)
    path = f"/cases/{world.open_case(home).number}/plan"
    asked = {"hall_class": "small", "cremator_type": "flat"}
    said = desk.send(clerk, path, **asked, starts_at=world.tomorrow_at(9).isoformat())
    assert (
        f"占用的是：1号厅 09:00–09:20（{numbers[0]}）、2号厅 09:00–09:20（{numbers[1]}）。" in said
    )
