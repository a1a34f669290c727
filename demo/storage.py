"""Hearses, the ladder for the unclaimed, one life that stays longer and one trip of today."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from demo.counties.ladders import RungEntry
from funeral import operations as funeral
from funeral.kinds import AskingParty, ResourceKind
from funeral.queries.schedule import list_resources
from kernel import clock
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.staff import list_staff
from kernel.places import Institution

ODOMETER = Decimal("35210.0")
A_TRIP_KM = Decimal("18.4")
EXTENDED_DAYS = 5


def add_hearses(home: Institution, names: tuple[str, ...]) -> None:
    for name in names:
        funeral.add_resource(
            institution_id=home.id,
            kind=ResourceKind.HEARSE,
            variety="",
            name=name,
            setup_minutes=0,
            use_minutes=120,
            cleanup_minutes=0,
            opens=time(0),
            closes=time(23, 59),
            by=SETUP,
        )


def add_ladder(home: Institution, rungs: tuple[RungEntry, ...]) -> None:
    for position, rung in enumerate(rungs, start=1):
        funeral.add_unclaimed_rung(
            institution_id=home.id,
            position=position,
            after_days=rung.after_days,
            title=rung.title,
            needs_notice=rung.needs_notice,
            needs_police=rung.needs_police,
            offices=rung.offices,
            period_days=rung.period_days,
            legal_basis=rung.legal_basis,
            valid_from=rung.valid_from,
            by=SETUP,
        )


def keep_longer(number: str, extended_at: datetime, clerk: Actor) -> None:
    """An extension that covers today, and what came with the remains."""
    with clock.frozen(extended_at):
        until_on: date = clock.today() + timedelta(days=EXTENDED_DAYS)
        funeral.extend_storage(
            number=number,
            until_on=until_on,
            reason="等候外地亲属（演示）",
            asked_by="演示家属",
            party=AskingParty.FAMILY,
            by=clerk,
        )
        funeral.record_belonging(
            number=number, description="手表（演示）", quantity=1, place="物品柜 1 号", by=clerk
        )


def drive(home: Institution, number: str, wristband: str, clerk: Actor) -> None:
    """There and back within the last hour, so that the admission finds its kilometres."""
    drivers = list_staff(home.id, Role.DRIVER)
    hearses = list_resources(home.id, ResourceKind.HEARSE)
    if not drivers or not hearses:
        return
    driver, now = drivers[0], clock.now()
    with clock.frozen(now - timedelta(minutes=60)):
        order = funeral.order_transfer(
            institution_id=home.id,
            case_number=number,
            plan_id=None,
            pick_up_from="演示小区",
            contact="",
            wanted_at=clock.now() + timedelta(minutes=30),
            by=clerk,
        )
        funeral.assign_transfer(
            order_id=order.id, hearse_id=hearses[0].id, driver_id=driver.id, by=clerk
        )
    order_id, by = order.id, driver.actor()
    with clock.frozen(now - timedelta(minutes=50)):
        funeral.start_trip(order_id=order_id, odometer=ODOMETER, by=by)
    with clock.frozen(now - timedelta(minutes=30)):
        funeral.arrive_at_pick_up(order_id=order_id, by=by)
    with clock.frozen(now - timedelta(minutes=25)):
        funeral.pick_up_remains(order_id=order_id, wristband=wristband, by=by)
    with clock.frozen(now - timedelta(minutes=5)):
        funeral.end_trip(order_id=order_id, odometer=ODOMETER + A_TRIP_KM, empty_reason="", by=by)
