"""公示: who is cremated when, and why the order changed, without a name or a booking code."""

from datetime import timedelta

import pytest

from funeral.errors import ReasonHoldsNumber, ReasonNamesPerson
from funeral.kinds import CrematorType, HallClass
from funeral.operations import move_occupancy, plan_case
from funeral.queries.plans import get_plan
from funeral.queries.schedule import cremation_of
from kernel import clock
from tests import world
from tests.booking.drafts import booked
from tests.booking.family import Family, text_of
from tests.visitor import visit

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def home(context):
    home = world.make_home()
    world.publish_tariff(home.id)
    return home


def cremation(booking):
    return cremation_of(get_plan(booking.plan_id))


def page(app, **asked):
    day = clock.day_of(world.tomorrow_at(9)).isoformat()
    return visit(app).get("/order/JY", query_string={"day": day} | asked)


def overtake(home, booking, reason):
    """Before everybody else of the day, on the same cremator."""
    moved = cremation(booking)
    return move_occupancy(
        occupancy_id=moved.id,
        resource_id=moved.resource_id,
        starts_at=world.tomorrow_at(7),
        version=get_plan(booking.plan_id).version,
        reason=reason,
        despite_told=True,
        by=home.clerk,
    )


def in_order(home):
    told = {"hall_class": HallClass.NONE}
    return [
        booked(home, starts_at=world.tomorrow_at(hour), deceased_name=name, **told)
        for hour, name in ((9, "王示兰"), (12, "李示平"))
    ]


def test_the_order_shows_codes_and_times_and_no_names(app, home):
    first, second = in_order(home)
    said = text_of(page(app))
    codes = [get_plan(each.plan_id).order_code for each in (first, second)]
    assert said.index(codes[0]) < said.index(codes[1])
    assert "09:00" in said
    for private in ("王示兰", "李示平", "张小三", first.code, second.code):
        assert private not in page(app).get_data(as_text=True)


def test_a_change_is_published_with_its_reason_and_the_post(app, home):
    first, second = in_order(home)
    overtake(home, second, "二号机检修，改到上午")
    said = text_of(page(app))
    assert "二号机检修，改到上午" in said
    assert "前台" in said
    assert said.count(get_plan(first.plan_id).order_code) == 2
    assert home.clerk.name not in said


@pytest.mark.parametrize(
    ("reason", "refused"),
    [("家属 13800138000 要求", ReasonHoldsNumber), ("李示平家要求提前", ReasonNamesPerson)],
)
def test_a_reason_that_says_who_is_refused(app, home, reason, refused):
    _first, second = in_order(home)
    with pytest.raises(refused):
        overtake(home, second, reason)
    assert "这一天没有改动次序。" in text_of(page(app))


def test_a_reason_may_not_name_a_case_either(home):
    case = world.open_case(home, deceased_name="赵示荣")
    plan_case(
        number=case.number,
        hall_class=HallClass.NONE,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(12),
        by=home.clerk,
    )
    booked(home, starts_at=world.tomorrow_at(9), hall_class="none")
    moved = cremation_of(case.plan)
    with pytest.raises(ReasonNamesPerson):
        move_occupancy(
            occupancy_id=moved.id,
            resource_id=moved.resource_id,
            starts_at=world.tomorrow_at(7),
            version=case.plan.version,
            reason="赵示荣家属要求",
            despite_told=True,
            by=home.clerk,
        )


def test_requests_and_holds_are_not_in_the_order(app, home):
    world.lay_down(home, desk_confirms=True)
    booking = booked(home)
    assert get_plan(booking.plan_id).order_code not in text_of(page(app))


def test_the_family_knows_its_code(app, home):
    world.publish_waiver()
    family = Family(visit(app))
    family.walk()
    path = family.confirm().location
    shown = text_of(family.open(path))
    code = shown.split("公示编号 ")[1].split()[0]
    assert code in text_of(page(app))


def test_only_the_screen_in_the_hall_is_fetched_anew(app, home):
    assert "Refresh" not in page(app).headers
    assert page(app, live="1").headers["Refresh"] == "60"


def test_what_is_asked_wrongly(app, home):
    visitor = visit(app)
    assert visitor.get("/order").location == "/order/JY"
    assert visitor.get("/order/XX").status_code == 404
    assert visitor.get("/order/JY?day=soon").status_code == 200
    for days in (-31, 40):
        day = clock.today() + timedelta(days=days)
        assert visitor.get(f"/order/JY?day={day.isoformat()}").status_code == 404
    world.make_home("DW", "152525")
    assert "DW殡仪馆" in text_of(visitor.get("/order"))
