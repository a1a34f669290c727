"""The queue of a day's opening: places are given in batches, and a family may leave it."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Row, text

from cemetery.visits.errors import AnsweredAlready
from cemetery.visits.kinds import Waiting
from cemetery.visits.models import VisitBooking, VisitRequest
from cemetery.visits.queries import requests as queries
from cemetery.visits.queries.terms import get_site, terms_of
from cemetery.visits.texting import text_answers
from kernel import clock, journal, live
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Of one transaction: large enough that its commit costs little, small enough that the next family
# at the desk, who wants the same slot, waits a tenth of a second.
AT_ONCE = 500
ALLOCATE = text(
    "SELECT id, answer, slot, code, persons FROM allocate_visits(:site_id, :day, :opens,"
    " CAST(:moment AS timestamptz), :grace, :most, :unit_most)"
)


@operation(_("分配祭扫名额"))
def allocate_visits(
    *, site_id: uuid.UUID, day: date, by: Actor, most: int = AT_ONCE
) -> list[uuid.UUID]:
    """The next of a day's queue, strictly in order, each granted (a booking of the same id) or
    refused with a reason, and each family's text is written. Which requests; none where nobody's
    turn has come.

    One statement and one commit: killed anywhere, all of it has happened or nothing. Two at once
    would wait for one another at the slots, so that one allocator is for order and not for safety.
    """
    site, terms = get_site(site_id), terms_of(site_id, day)
    asked = {
        "site_id": site_id,
        "day": day,
        "opens": terms.opening_of(day),
        "moment": clock.pretended(),
        "grace": queries.GRACE,
        "most": most,
        "unit_most": terms.per_unit,
    }
    # Core, not ORM: the function of the database is the only one that counts places.
    answers = db.session.connection().execute(ALLOCATE, asked).all()
    for answer in answers:
        _note(answer, site.institution_id, site_id)
    if answers:
        text_answers(site, day, answers)
        live.announce(f"visits/{site_id}")
    return [answer.id for answer in answers]


@operation(_("不再排队"))
def leave_visit_queue(*, token: str, by: Actor, idempotency_key: str | None = None) -> VisitRequest:
    """The place is given up, its people's names and numbers go. Raises AnsweredAlready."""
    request = queries.lock_request(token)
    if request.state == Waiting.LEFT:
        return request
    if request.state != Waiting.WAITING:
        raise AnsweredAlready
    request.state, request.answered_at = Waiting.LEFT.value, clock.now()
    request.name = request.identity_number = request.phone = None
    request.companions = request.number_plates = None
    return request


def _note(answer: Row[Any], institution_id: uuid.UUID, site_id: uuid.UUID) -> None:
    """What the journal keeps of one answer: of whom a booking was made, or why none."""
    key = f"{site_id}-{answer.id}"
    state = Waiting.GRANTED if answer.slot else Waiting.REFUSED
    asked = {"state": [Waiting.WAITING.value, state.value]}
    if answer.answer:
        asked["reason"] = ["", answer.answer]
    journal.note(
        f"{VisitRequest.__tablename__}/{key}", institution_id=[None, str(institution_id)], **asked
    )
    if answer.slot:
        journal.note(
            f"{VisitBooking.__tablename__}/{key}",
            code=[None, answer.code],
            slot_id=[None, str(answer.slot)],
            persons=[None, answer.persons],
        )
