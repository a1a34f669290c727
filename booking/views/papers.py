"""Printing a booking's paper; the button stands on the desk's booking page."""

from flask import url_for
from flask.typing import ResponseReturnValue

from booking import operations, queries
from booking.views.blueprint import booking
from booking.views.steps import STAFF
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@booking.post("/bookings/<code>/slip")
@open_to(*STAFF)
def print_booking_slip(code: str) -> ResponseReturnValue:
    found, form = queries.get_booking(code), Form()
    return form.act_and_return(
        lambda: operations.print_booking_slip(
            code=found.code, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("booking.get_booking", code=found.code),
        _("预约单已交给打印机。"),
    )
