"""How often and until when a family may book, change and cancel by itself; staff always may."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from booking import queries
from booking.errors import (
    AlreadyAccepted,
    BookedTooOften,
    ChangedTooOften,
    OnTheWay,
    TooLateToCancel,
    TooLateToChange,
)
from booking.models import Booking
from funeral.queries.pick_ups import list_orders_of_plan
from funeral.queries.schedule import begin_of
from funeral.queries.terms import terms_of
from kernel import clock

if TYPE_CHECKING:
    from funeral.models import Plan


@dataclass(frozen=True)
class Limits:
    """Of one booking: until when, how often still, and whether the hearse has left."""

    change_until: datetime
    cancel_until: datetime
    changes: int
    changes_left: int
    on_the_way: bool

    @property
    def may_change(self) -> bool:
        in_time = clock.now() < self.change_until
        return in_time and self.changes_left > 0 and not self.on_the_way

    @property
    def may_cancel(self) -> bool:
        return clock.now() < self.cancel_until and not self.on_the_way


def limits_of(booking: Booking, plan: "Plan") -> Limits:
    """By the terms it was made under. A plan without times has passed."""
    terms = terms_of(booking.institution_id, clock.day_of(booking.confirmed_at))
    begin = begin_of(plan) or clock.now()
    return Limits(
        change_until=begin - terms.change_until,
        cancel_until=begin - terms.cancel_until,
        changes=terms.changes,
        changes_left=max(terms.changes - booking.changes, 0),
        on_the_way=any(order.left_at for order in list_orders_of_plan(plan.id)),
    )


def ensure_may_change(booking: Booking, plan: "Plan") -> None:
    limits = limits_of(booking, plan)
    if limits.on_the_way:
        raise OnTheWay
    if not limits.changes_left:
        raise ChangedTooOften(most=limits.changes)
    if not limits.may_change:
        raise TooLateToChange(until=clock.say_stamp(limits.change_until))


def ensure_may_cancel(booking: Booking, plan: "Plan") -> None:
    limits = limits_of(booking, plan)
    if limits.on_the_way:
        raise OnTheWay
    if not limits.may_cancel:
        raise TooLateToCancel(until=clock.say_stamp(limits.cancel_until))


def ensure_is_request(plan: "Plan") -> None:
    if plan.confirmed_at:
        raise AlreadyAccepted


def ensure_not_too_often(institution_id: uuid.UUID, identity_number: str | None) -> None:
    """Cancelled bookings count: nobody keeps times occupied by booking and cancelling."""
    most = terms_of(institution_id).per_deceased
    if identity_number and queries.count_bookings_for(institution_id, identity_number) >= most:
        raise BookedTooOften(most=most)
