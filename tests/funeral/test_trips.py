"""接运: an order, a hearse, a driver; the moments in order, kilometres from the odometer alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funeral import operations
from funeral.errors import WristbandUnknown
from funeral.errors import trips as errors
from funeral.kinds import CustodyStep
from funeral.queries.custody import last_event, step_of
from funeral.queries.trips import (
    TripState,
    find_trip_km,
    get_order,
    list_trips_of_case,
    list_trips_of_driver,
    state_of,
)
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import desk, hearses
from tests.visitor import visit


@pytest.fixture
def case(home):
    return world.open_case(home)


@pytest.fixture
def hearse(home):
    return hearses.make_hearse(home)


@pytest.fixture
def driver(home):
    return hearses.make_driver(home)


@pytest.fixture
def trip(home, case, hearse, driver):
    return hearses.assigned(home, case, hearse, driver)


def test_a_trip_goes_from_the_order_to_its_kilometres(home, case, trip, driver):
    states = [state_of(trip)]
    hearses.start(trip, driver, "1000")
    states.append(state_of(trip))
    operations.arrive_at_pick_up(order_id=trip.id, by=driver.actor())
    states.append(state_of(trip))
    operations.pick_up_remains(order_id=trip.id, wristband=world.tag(home, case), by=driver.actor())
    states.append(state_of(trip))
    assert find_trip_km(case.id) is None, "not before it is back"
    hearses.end(trip, driver, "1018.6")
    assert [*states, state_of(trip)] == [
        TripState.ASSIGNED,
        TripState.LEFT,
        TripState.ARRIVED,
        TripState.PICKED_UP,
        TripState.BACK,
    ]
    assert find_trip_km(case.id) == Decimal("18.6")
    assert step_of(last_event(case.id)) is CustodyStep.PICKED_UP


def test_an_empty_trip_needs_a_reason_and_counts_for_no_case(case, trip, driver):
    hearses.start(trip, driver)
    with pytest.raises(errors.EmptyReasonMissing):
        hearses.end(trip, driver)
    hearses.end(trip, driver, reason="家属已自行送来")
    assert trip.empty_reason == "家属已自行送来"
    assert find_trip_km(case.id) is None


def test_a_wristband_scanned_on_another_page_counts_as_picked_up(home, case, trip, driver):
    hearses.start(trip, driver)
    world.scan(home, case, CustodyStep.PICKED_UP, place="县人民医院")
    hearses.end(trip, driver)
    assert find_trip_km(case.id) == Decimal("18.6")


def test_the_wristband_of_another_body_is_refused_and_undone(home, case, trip, driver):
    other = world.open_case(home)
    token = world.tag(home, other)
    hearses.start(trip, driver)
    operations.arrive_at_pick_up(order_id=trip.id, by=driver.actor())
    with pytest.raises(errors.OtherBody):
        operations.pick_up_remains(order_id=trip.id, wristband=token, by=driver.actor())
    assert last_event(other.id) is None
    nobodys = "7K3M9QXZ7K3M9QXZ"
    with pytest.raises(WristbandUnknown):
        operations.pick_up_remains(order_id=trip.id, wristband=nobodys, by=driver.actor())


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "-NaN", "Infinity", "-Infinity", "-1", "1e30",
                                   "10000000", "12.34"])  # fmt: skip
def test_a_reading_no_odometer_shows_is_refused(trip, driver, typed):
    with pytest.raises(errors.OdometerWrong):
        hearses.start(trip, driver, typed)
    assert get_order(trip.id).left_at is None


def test_an_odometer_never_runs_backwards(home, case, trip, driver, hearse):
    hearses.start(trip, driver, "1000")
    for typed in ("999.9", "1000"):
        with pytest.raises(errors.OdometerBackwards):
            hearses.end(trip, driver, typed, reason="空车")
    with pytest.raises(errors.TripTooLong):
        hearses.end(trip, driver, "7000.1", reason="空车")
    hearses.end(trip, driver, "1020", reason="空车")
    again = hearses.assigned(home, case, hearse, driver)
    with pytest.raises(errors.OdometerBackwards):
        hearses.start(again, driver, "1019.9")
    hearses.start(again, driver, "1020")


def test_moments_come_in_order_and_once(case, trip, driver, home):
    by = driver.actor()
    with pytest.raises(errors.NotLeft):
        operations.arrive_at_pick_up(order_id=trip.id, by=by)
    with pytest.raises(errors.NotLeft):
        hearses.end(trip, driver)
    hearses.start(trip, driver)
    with pytest.raises(errors.AlreadyLeft):
        hearses.start(trip, driver)
    with pytest.raises(errors.NotArrived):
        operations.pick_up_remains(order_id=trip.id, wristband=world.tag(home, case), by=by)
    hearses.pick_up(home, trip, case, driver)
    with pytest.raises(errors.AlreadyArrived):
        operations.arrive_at_pick_up(order_id=trip.id, by=by)
    with pytest.raises(errors.AlreadyPickedUp):
        operations.pick_up_remains(order_id=trip.id, wristband=world.tag(home, case), by=by)
    hearses.end(trip, driver)
    with pytest.raises(errors.AlreadyBack):
        hearses.end(trip, driver, "1030")


def test_pressing_a_button_twice_records_once(trip, driver):
    for _ in range(2):
        operations.start_trip(
            order_id=trip.id, odometer=Decimal(5), by=driver.actor(), idempotency_key="once"
        )
    assert get_order(trip.id).odometer_start == Decimal(5)


def test_one_hearse_and_one_driver_are_on_one_trip(home, case, trip, driver, hearse):
    second = hearses.make_driver(home, "jy-driver-2")
    hearses.start(trip, driver)
    same_hearse = hearses.assigned(home, case, hearse, second)
    with pytest.raises(errors.HearseOut):
        hearses.start(same_hearse, second)
    same_driver = hearses.assigned(home, case, hearses.make_hearse(home, "2号灵车"), driver)
    with pytest.raises(errors.DriverOut):
        hearses.start(same_driver, driver)
    hearses.end(trip, driver, reason="空车")
    hearses.start(same_driver, driver)


def test_only_the_assigned_driver_or_the_desk_records(home, trip, driver):
    other = hearses.make_driver(home, "jy-driver-2")
    with pytest.raises(errors.NotYourTrip):
        hearses.start(trip, other)
    operations.start_trip(order_id=trip.id, odometer=Decimal(7), by=home.clerk)
    assert get_order(trip.id).left_at is not None


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"pick_up_from": " "}, errors.PickUpPlaceMissing),
        ({"case_number": None}, errors.ForNobody),
        ({"minutes": -31}, errors.WantedInPast),
        ({"minutes": 31 * 24 * 60}, errors.WantedTooFar),
    ],
)
def test_an_order_that_cannot_be_driven_is_refused(home, case, changed, refusal):
    minutes = changed.pop("minutes", 30)
    asked = {
        "institution_id": home.id,
        "case_number": case.number,
        "plan_id": None,
        "pick_up_from": "县人民医院",
        "contact": "",
        "wanted_at": clock.now() + timedelta(minutes=minutes),
        "by": home.clerk,
    }
    with pytest.raises(refusal):
        operations.order_transfer(**(asked | changed))


def test_nobody_is_sent_for_who_is_in_the_house(home, case):
    world.receive(home, case)
    with pytest.raises(errors.AlreadyInHouse):
        hearses.order(home, case)


def test_only_our_hearses_and_drivers_are_sent(home, case, hearse, driver):
    wanted = hearses.order(home, case)
    hall = world.list_resources(home.id, world.ResourceKind.HALL)[0]
    for resource, person, refusal in (
        (hall, driver, errors.NotAHearse),
        (hearse, home.second, errors.NotADriver),
    ):
        with pytest.raises(refusal):
            operations.assign_transfer(
                order_id=wanted.id, hearse_id=resource.id, driver_id=person.id, by=home.clerk
            )
    with pytest.raises(errors.NobodyAssigned):
        hearses.start(wanted, driver)


def test_an_order_is_cancelled_with_a_reason_until_the_hearse_left(home, case, trip, driver):
    with pytest.raises(errors.CancelOrderReasonMissing):
        operations.cancel_transfer(order_id=trip.id, reason="", by=home.clerk)
    gone = hearses.order(home, case)
    operations.cancel_transfer(order_id=gone.id, reason="家属自己送来", by=home.clerk)
    with pytest.raises(errors.OrderCancelled):
        hearses.start(gone, driver)
    hearses.start(trip, driver)
    with pytest.raises(errors.AlreadyLeft):
        operations.cancel_transfer(order_id=trip.id, reason="家属自己送来", by=home.clerk)


def test_an_order_for_a_booking_is_found_by_the_case_opened_later(home, hearse, driver):
    start = world.tomorrow_at(9)
    plan = operations.plan_farewell(
        institution_id=home.id,
        hall_class=world.HallClass.NONE,
        cremator_type=world.CrematorType.FLAT,
        starts_at=start,
        by=home.clerk,
    )
    asked = operations.order_transfer(
        institution_id=home.id,
        case_number=None,
        plan_id=plan.id,
        pick_up_from="县人民医院",
        contact="王先生 13800138000",
        wanted_at=clock.now() + timedelta(hours=1),
        by=home.clerk,
    )
    operations.assign_transfer(
        order_id=asked.id, hearse_id=hearse.id, driver_id=driver.id, by=home.clerk
    )
    hearses.start(asked, driver)
    operations.arrive_at_pick_up(order_id=asked.id, by=driver.actor())
    with pytest.raises(errors.NoCaseYet):
        operations.pick_up_remains(order_id=asked.id, wristband="x", by=driver.actor())
    assert [each.id for each in list_trips_of_driver(driver.id, clock.today())] == [asked.id]
    stored = db.session.execute(world.select(world.func.count()).select_from(type(asked)))
    assert stored.scalar_one() == 1


def test_the_driver_walks_through_the_trip_on_its_phone(app, home, case, trip, driver):
    phone = visit(app, "jy-driver")
    assert phone.get("/cases").status_code == 403
    page = desk.read(phone, "/trips")
    assert "张三" in page
    assert "鱼岳镇某小区2栋" in page
    path = f"/trips/{trip.id}"
    assert "13800138000" in desk.read(phone, path)
    assert "请填写里程表读数" in words_of(phone.post(f"{path}/start", data={"odometer": ""}))
    assert "最多一位小数" in words_of(phone.post(f"{path}/start", data={"odometer": "NaN"}))
    desk.send(phone, f"{path}/start", odometer="1000")
    desk.send(phone, f"{path}/arrive")
    wrong = words_of(phone.post(f"{path}/pick-up", data={"wristband": "nothing"}))
    assert "接到遗体" in wrong
    desk.send(phone, f"{path}/pick-up", wristband=world.tag(home, case))
    assert "18.6 公里" in desk.send(phone, f"{path}/end", odometer="1018.6")
    assert "13800138000" not in desk.read(phone, path), "no longer needed"
    hearses.make_driver(home, "jy-driver-2")
    assert visit(app, "jy-driver-2").get(path).status_code == 403


def test_the_desk_orders_and_the_kilometres_wait_for_the_admission(
    home, case, hearse, driver, clerk
):
    soon = clock.local(clock.now() + timedelta(hours=1))
    asked = {
        "pick_up_from": "县人民医院",
        "wanted_on": desk.three(soon.date()),
        "wanted_at": f"{soon:%H:%M}",
    }
    path = f"/transfer/new?case={case.number}"
    assert desk.beside(clerk, path, "pick_up_from", **(asked | {"pick_up_from": ""}))
    desk.send(clerk, path, **asked)
    [ordered] = list_trips_of_case(case.id)
    assert "请选择灵车" in desk.beside(clerk, f"/transfer/{ordered.id}", "hearse_id")
    sent = desk.send(clerk, f"/transfer/{ordered.id}", hearse_id=hearse.id, driver_id=driver.id)
    assert "已派车" in sent
    trip = get_order(ordered.id)
    hearses.start(trip, driver)
    hearses.pick_up(home, trip, case, driver)
    hearses.end(trip, driver)
    assert 'value="18.6"' in clerk.get(f"/cases/{case.number}/receive").text
    assert "18.6" in desk.read(clerk, "/transfer?all=1")


def words_of(answer) -> str:
    return desk.words(answer.text)
