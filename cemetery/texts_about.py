"""Where the records behind texts are shown, and who hears that one was delivered."""

import uuid

from flask import url_for

from cemetery.queries import find_deposit_number
from cemetery.rights.operations import note_notice_delivered
from cemetery.rights.queries import find_number
from cemetery.texting import ASHES, DEPOSIT, RIGHT, VISIT, VISIT_REQUEST
from cemetery.visits.queries.bookings import find_code
from kernel.i18n import _
from kernel.people import actors
from kernel.texts.known import About

REPORTER = actors.job("text_reports")


def _visit(booking_id: uuid.UUID) -> str | None:
    code = find_code(booking_id)
    return url_for("visits.get_visit", code=code) if code else None


def _right(right_id: uuid.UUID) -> str | None:
    number = find_number(right_id)
    return url_for("rights.get_right", number=number) if number else None


def _ashes(portion_id: uuid.UUID) -> str:
    return url_for("uncollected.get_uncollected", portion_id=portion_id)


def _deposit(deposit_id: uuid.UUID) -> str | None:
    number = find_deposit_number(deposit_id)
    return url_for("cemetery.get_deposit", number=number) if number else None


def _nowhere(_request_id: uuid.UUID) -> None:
    """Of a request that was refused nothing is left but its text."""


def _notice_delivered(_right_id: uuid.UUID, cause: str) -> None:
    note_notice_delivered(notice_id=uuid.UUID(cause.rpartition("/")[2]), by=REPORTER)


TEXTS = {
    VISIT: About(_("祭扫预约"), _visit),
    VISIT_REQUEST: About(_("祭扫排队"), _nowhere),
    RIGHT: About(_("使用权"), _right, _notice_delivered),
    ASHES: About(_("骨灰"), _ashes),
    DEPOSIT: About(_("骨灰寄存"), _deposit),
}
