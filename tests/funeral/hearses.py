"""Hearses and drivers of a home, and a trip from the order to the way back."""

import uuid
from datetime import time, timedelta
from decimal import Decimal

from funeral import operations
from funeral.kinds import ResourceKind
from funeral.models import FuneralCase, Resource, TransferOrder
from kernel import clock
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.staff import Staff
from tests import world


def make_hearse(home: world.Home, name: str = "1号灵车") -> Resource:
    return operations.add_resource(
        institution_id=home.id,
        kind=ResourceKind.HEARSE,
        variety="",
        name=name,
        opens=time(0),
        closes=time(23, 59),
        setup_minutes=0,
        use_minutes=120,
        cleanup_minutes=0,
        by=SETUP,
    )


def make_driver(home: world.Home, login: str = "jy-driver") -> Staff:
    return world.make_staff(login, Role.DRIVER, home.id)


def order(home: world.Home, case: FuneralCase, minutes: int = 30) -> TransferOrder:
    return operations.order_transfer(
        institution_id=home.id,
        case_number=case.number,
        plan_id=None,
        pick_up_from="鱼岳镇某小区2栋",
        contact="",
        wanted_at=clock.now() + timedelta(minutes=minutes),
        by=home.clerk,
    )


def assigned(home: world.Home, case: FuneralCase, hearse: Resource, driver: Staff) -> TransferOrder:
    return operations.assign_transfer(
        order_id=order(home, case).id, hearse_id=hearse.id, driver_id=driver.id, by=home.clerk
    )


def leave(order_id: uuid.UUID, by: Actor, reading: int) -> None:
    operations.start_trip(order_id=order_id, odometer=Decimal(reading), by=by)


def come_back(order_id: uuid.UUID, by: Actor, reading: Decimal) -> None:
    """Empty."""
    operations.end_trip(order_id=order_id, odometer=reading, empty_reason="空车", by=by)


def give_up(home: world.Home, order_id: uuid.UUID) -> None:
    operations.cancel_transfer(order_id=order_id, reason="另派车", by=home.clerk)


def start(trip: TransferOrder, driver: Staff, odometer: str = "1000") -> TransferOrder:
    return operations.start_trip(order_id=trip.id, odometer=Decimal(odometer), by=driver.actor())


def end(
    trip: TransferOrder, driver: Staff, odometer: str = "1018.6", reason: str = ""
) -> TransferOrder:
    return operations.end_trip(
        order_id=trip.id, odometer=Decimal(odometer), empty_reason=reason, by=driver.actor()
    )


def pick_up(home: world.Home, trip: TransferOrder, case: FuneralCase, driver: Staff) -> None:
    """From the arrival to the wristband."""
    operations.arrive_at_pick_up(order_id=trip.id, by=driver.actor())
    operations.pick_up_remains(order_id=trip.id, wristband=world.tag(home, case), by=driver.actor())
