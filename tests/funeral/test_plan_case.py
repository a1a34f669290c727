"""安排日程: the farewell and the cremation after it, both or neither."""

from datetime import timedelta

import pytest

from funeral.errors import AlreadyCremated, AlreadyPlanned, NoSuchHall, TimeTaken, TooEarly
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_case, plan_farewell
from funeral.queries.schedule import cremation_of, farewell_of, list_free_times
from kernel import clock
from tests import world
from tests.funeral import desk


def plan(home, case, starts_at, **changed):
    asked = {
        "number": case.number,
        "hall_class": HallClass.SMALL,
        "cremator_type": CrematorType.FLAT,
        "starts_at": starts_at,
        "by": home.clerk,
    }
    return plan_case(**(asked | changed))


def test_the_cremation_follows_the_farewell(home):
    made = plan(home, world.open_case(home), world.tomorrow_at(9))
    assert farewell_of(made).starts_at == world.tomorrow_at(9)
    assert cremation_of(made).starts_at == world.tomorrow_at(9, 35)
    assert made.told_at is not None


def test_a_family_without_a_ceremony_takes_no_hall(home):
    made = plan(home, world.open_case(home), world.tomorrow_at(9), hall_class=HallClass.NONE)
    assert farewell_of(made) is None
    assert cremation_of(made).starts_at == world.tomorrow_at(9)


def test_a_taken_time_offers_the_nearest_free_ones_on_the_page(home, clerk):
    """Two small halls are full at nine; what was typed stays, and an alternative is taken."""
    for _ in range(2):
        plan(home, world.open_case(home), world.tomorrow_at(9))
    case = world.open_case(home)
    asked = {"hall_class": "small", "cremator_type": "flat"}
    path = f"/cases/{case.number}/plan"
    page = clerk.post(path, data=asked | {"starts_at": world.tomorrow_at(9).isoformat()}).text
    assert "这个时间刚刚被预约。下面是最近的空闲时间，您填写的内容都还在。" in page
    assert "最近的空闲" in page
    nearest = world.tomorrow_at(10)
    assert nearest.isoformat() in page
    said = desk.send(clerk, path, **asked, starts_at=nearest.isoformat())
    assert "日程已安排" in said


def test_no_free_time_is_in_the_past_or_taken(home):
    plan(home, world.open_case(home), world.tomorrow_at(9))
    plan(home, world.open_case(home), world.tomorrow_at(9))
    day = clock.local(world.tomorrow_at(9)).date()
    starts = [p.starts_at for p in list_free_times(home.id, day, HallClass.SMALL, "flat")]
    assert world.tomorrow_at(9) not in starts
    assert world.tomorrow_at(8) in starts
    assert min(starts) > clock.now()


def test_the_past_cannot_be_planned(home):
    with pytest.raises(TooEarly):
        plan(home, world.open_case(home), clock.now() - timedelta(minutes=1))


def test_a_class_the_home_does_not_have_is_refused(home):
    with pytest.raises(NoSuchHall):
        plan(home, world.open_case(home), world.tomorrow_at(9), hall_class=HallClass.LARGE)


def test_a_case_is_planned_once(home):
    case = world.open_case(home)
    plan(home, case, world.tomorrow_at(9))
    with pytest.raises(AlreadyPlanned):
        plan(home, case, world.tomorrow_at(11))


def test_nobody_is_planned_outside_the_opening_hours(home):
    """The hall opens at six and needs half an hour to be set up."""
    with pytest.raises(TimeTaken) as refused:
        plan_farewell(
            institution_id=home.id,
            hall_class=HallClass.SMALL,
            cremator_type=CrematorType.FLAT,
            starts_at=world.tomorrow_at(6),
            by=home.clerk,
        )
    assert refused.value.alternatives[0] == world.tomorrow_at(6, 30)


def test_the_page_shows_free_times_with_their_cremation(home, clerk):
    case = world.open_case(home)
    year, month, day = desk.three(clock.today() + timedelta(days=1))
    query = f"hall_class=small&cremator_type=flat&day={year}&day={month}&day={day}"
    page = desk.read(clerk, f"/cases/{case.number}/plan?{query}")
    assert "06:30 火化 07:05" in page
    nonsense = "hall_class=x&cremator_type=y&day=a&day=b&day=c"
    assert "安排日程" in desk.read(clerk, f"/cases/{case.number}/plan?{nonsense}")


@pytest.mark.parametrize(
    "starts_at",
    [
        *("soon", "2026-13-01", "2026-12-01T09:00"),
        *("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "9999-12-31T00:00:00+00:00"),
    ],
)
def test_a_time_no_page_of_ours_offers_is_refused_calmly(home, clerk, starts_at):
    asked = {"hall_class": "small", "cremator_type": "flat", "starts_at": starts_at}
    said = desk.send(clerk, f"/cases/{world.open_case(home).number}/plan", **asked)
    assert "这个时间刚刚被预约。" in said


@pytest.mark.parametrize("changed", [{"hall_class": "palace"}, {"cremator_type": "pyre"}])
def test_a_class_nobody_has_heard_of_is_refused_calmly(home, clerk, changed):
    asked = {"hall_class": "small", "cremator_type": "flat"} | changed
    asked["starts_at"] = world.tomorrow_at(9).isoformat()
    said = desk.send(clerk, f"/cases/{world.open_case(home).number}/plan", **asked)
    assert "本馆没有这种告别厅或火化机，请另选。" in said


def test_who_was_cremated_is_not_planned_again(home):
    case = world.open_case(home)
    world.cremate(home, case)
    with pytest.raises(AlreadyCremated):
        plan(home, case, world.tomorrow_at(9))
