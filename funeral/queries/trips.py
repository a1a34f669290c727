"""Transfer orders: whom they are for, where they stand, how far the hearse drove."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from funeral.models import FuneralCase, TransferOrder
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.pages import Page, page_of

SORTS = {"wanted": TransferOrder.wanted_at, "ordered": TransferOrder.ordered_at}


class TripState(StrEnum):
    """The last recorded moment of a trip."""

    ORDERED = "ordered"
    ASSIGNED = "assigned"
    LEFT = "left"
    ARRIVED = "arrived"
    PICKED_UP = "picked_up"
    BACK = "back"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        """Which tag of the front end it wears."""
        return STATE_TAGS[self]


STATE_LABELS = {
    TripState.ORDERED: _("待派车"),
    TripState.ASSIGNED: _("已派车"),
    TripState.LEFT: _("已出发"),
    TripState.ARRIVED: _("已到达接运地点"),
    TripState.PICKED_UP: _("已接到遗体"),
    TripState.BACK: _("已回馆"),
    TripState.CANCELLED: _("已取消"),
}
STATE_TAGS = {
    TripState.ORDERED: "flagged",
    TripState.ASSIGNED: "waiting",
    TripState.LEFT: "now",
    TripState.ARRIVED: "now",
    TripState.PICKED_UP: "now",
    TripState.BACK: "done",
    TripState.CANCELLED: "plain",
}


@dataclass(frozen=True)
class Trip:
    """An order with its case; `case` None while the booking it was made for has none yet."""

    order: TransferOrder
    case: FuneralCase | None

    @property
    def state(self) -> TripState:
        return state_of(self.order)


def state_of(order: TransferOrder) -> TripState:
    reached = {
        TripState.CANCELLED: order.cancelled_at,
        TripState.BACK: order.back_at,
        TripState.PICKED_UP: order.picked_up_at,
        TripState.ARRIVED: order.arrived_at,
        TripState.LEFT: order.left_at,
        TripState.ASSIGNED: order.hearse_id and order.driver_id,
    }
    return next((state for state, fact in reached.items() if fact), TripState.ORDERED)


def find_finished_trip(case_id: uuid.UUID) -> TransferOrder | None:
    """The latest that brought these remains and is back."""
    query = (
        _of_case(case_id)
        .where(TransferOrder.back_at.is_not(None), TransferOrder.picked_up_at.is_not(None))
        .order_by(TransferOrder.back_at.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def find_trip_km(case_id: uuid.UUID) -> Decimal | None:
    """Kilometres of the latest finished trip that brought these remains; None without one."""
    order = find_finished_trip(case_id)
    return order.kilometres if order else None


def is_ordered(case_id: uuid.UUID) -> bool:
    """A hearse of ours was ordered for these remains and not cancelled."""
    query = _of_case(case_id).where(TransferOrder.cancelled_at.is_(None)).limit(1)
    return db.session.scalar(query) is not None


def list_trips_of_case(case_id: uuid.UUID) -> list[TransferOrder]:
    """Those ordered for the case, or for the booking it came from; the earliest first."""
    return list(db.session.scalars(_of_case(case_id).order_by(TransferOrder.wanted_at)))


def list_orders(
    institution_id: uuid.UUID,
    *,
    open_only: bool = True,
    page: int = 1,
    sort: str = "",
    direction: str = "asc",
) -> Page:
    """By the time that is wanted; `open_only` leaves out what is back or cancelled."""
    query = _with_people().where(TransferOrder.institution_id == institution_id)
    if open_only:
        query = query.where(TransferOrder.back_at.is_(None), TransferOrder.cancelled_at.is_(None))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_trips_of_driver(driver_id: uuid.UUID, day: date) -> list[TransferOrder]:
    """What this person drives on a day, and whatever is still not back from earlier days."""
    start, end = clock.day_range(day)
    query = (
        _with_people()
        .where(
            TransferOrder.driver_id == driver_id,
            TransferOrder.cancelled_at.is_(None),
            TransferOrder.wanted_at < end,
            or_(TransferOrder.wanted_at >= start, TransferOrder.back_at.is_(None)),
        )
        .order_by(TransferOrder.wanted_at)
    )
    return list(db.session.scalars(query))


def with_cases(orders: Iterable[TransferOrder]) -> list[Trip]:
    """Each with its case, found by the order or by the plan it was made for; one question."""
    listed = list(orders)
    query = (
        select(FuneralCase)
        .where(
            or_(
                FuneralCase.id.in_([order.case_id for order in listed]),
                FuneralCase.plan_id.in_([order.plan_id for order in listed if order.plan_id]),
            )
        )
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    found = list(db.session.scalars(query)) if listed else []
    by_case: dict[uuid.UUID | None, FuneralCase] = {case.id: case for case in found}
    by_plan: dict[uuid.UUID | None, FuneralCase] = {
        case.plan_id: case for case in found if case.plan_id
    }
    return [
        Trip(order, by_case.get(order.case_id) or by_plan.get(order.plan_id)) for order in listed
    ]


def get_order(order_id: uuid.UUID) -> TransferOrder:
    order = db.session.scalar(_with_people().where(TransferOrder.id == order_id))
    if order is None:
        raise NotFound
    return order


def lock_order(order_id: uuid.UUID) -> TransferOrder:
    query = select(TransferOrder).filter_by(id=order_id).with_for_update()
    order = db.session.scalar(query.execution_options(populate_existing=True))
    if order is None:
        raise NotFound
    return order


def find_trip_out(
    *, hearse_id: uuid.UUID | None = None, driver_id: uuid.UUID | None = None
) -> TransferOrder | None:
    """The trip this hearse, or this driver, is on just now."""
    mine = (
        TransferOrder.hearse_id == hearse_id if hearse_id else TransferOrder.driver_id == driver_id
    )
    query = select(TransferOrder).where(
        mine, TransferOrder.left_at.is_not(None), TransferOrder.back_at.is_(None)
    )
    return db.session.scalar(query)


def last_reading(hearse_id: uuid.UUID) -> Decimal | None:
    """The highest reading of this hearse's odometer so far, in km."""
    highest = func.greatest(TransferOrder.odometer_start, TransferOrder.odometer_end)
    query = select(func.max(highest)).where(TransferOrder.hearse_id == hearse_id)
    found: Decimal | None = db.session.scalar(query)
    return found


def _of_case(case_id: uuid.UUID) -> Select[TransferOrder]:
    plan = select(FuneralCase.plan_id).where(FuneralCase.id == case_id).scalar_subquery()
    return _with_people().where(
        or_(TransferOrder.case_id == case_id, TransferOrder.plan_id == plan)
    )


def _with_people() -> Select[TransferOrder]:
    return select(TransferOrder).options(
        joinedload(TransferOrder.hearse), joinedload(TransferOrder.driver)
    )
