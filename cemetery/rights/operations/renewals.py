"""The end of a term: who is told, how, what came of it, and the next term. It ends nothing."""

import uuid
from datetime import date

from cemetery.rights.errors import ContactUnsaid
from cemetery.rights.fees import offer_fees
from cemetery.rights.granting import add_term, agree, ensure_renewable, ensure_years
from cemetery.rights.kinds import Reached, Way
from cemetery.rights.models import Right, RightContact, RightNotice
from cemetery.rights.notices import text_notice
from cemetery.rights.queries.renewals import (
    get_notice,
    list_due,
    list_notices,
    list_open_notices,
)
from cemetery.rights.queries.rights import get_right_by_id, lock_living, lock_right_by_id
from cemetery.rights.rules import ways_of
from cemetery.texting import RIGHT
from funeral.queries.cases import get_case_by_id
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.texts.telling import note_told

MOST_AT_ONCE = 200
IN_VAIN = {Reached.NOT_REACHED, Reached.SENT_BACK}


@operation(_("列出到期要通知的家属"))
def make_notices(*, day: date, by: Actor) -> int:
    """The steps of the ladder that have come by this day, and the texts of those that ask for one.
    How many were made, at most 200."""
    made = 0
    for right_id, days in list_due(day, MOST_AT_ONCE):
        right = get_right_by_id(right_id)
        # A later step replaces those nobody has done yet.
        for before in list_open_notices(right):
            before.done_at, before.done_by = clock.now(), str(by)
        notice = RightNotice(
            institution_id=right.institution_id,
            right_id=right.id,
            until=right.until,
            days=days,
            due_on=day,
            made_at=clock.now(),
        )
        db.session.add(notice)
        db.session.flush()
        if Way.SMS in ways_of(days):
            text_notice(right, notice)
        made += 1
    return made


@operation(_("登记到期短信送达"))
def note_notice_delivered(*, notice_id: uuid.UUID, by: Actor) -> RightNotice:
    """An attempt of which no answer came yet. It does the notice only where its step asks for no
    more than a text; else somebody still calls."""
    notice = get_notice(notice_id)
    right = lock_right_by_id(notice.right_id)
    right.contacts.append(
        RightContact(
            institution_id=right.institution_id,
            way=Way.SMS,
            reached=Reached.WAITING,
            words=str(_("到期短信已送达持证人的手机。")),
            happened_at=clock.now(),
            noted_by=str(by),
        )
    )
    if notice.done_at is None and ways_of(notice.days) == (Way.SMS,):
        notice.done_at, notice.done_by = clock.now(), str(by)
    return notice


@operation(_("登记联系家属"))
def record_contact(
    *,
    number: str,
    way: Way,
    reached: Reached,
    words: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Right:
    """An attempt and what came of it; the notices of the present end are then done.

    A letter that comes back begins the search for a family nobody can reach, and so does a visit in
    vain or, after the end of the term, a step of which no way reached it; an answer ends it.
    Nothing else follows: the right stays. Raises RightOver, ContactUnsaid.
    """
    right = lock_living(number)
    if not words.strip():
        raise ContactUnsaid
    right.contacts.append(
        RightContact(
            institution_id=right.institution_id,
            way=way,
            reached=reached,
            words=words.strip(),
            happened_at=clock.now(),
            noted_by=str(by),
        )
    )
    if reached is Reached.REACHED:
        right.unreachable_since = None
        note_told(RIGHT, right.id, by)
    elif right.unreachable_since is None and _is_missed(right):
        right.unreachable_since = clock.today()
    for notice in list_open_notices(right):
        notice.done_at, notice.done_by = clock.now(), str(by)
    return right


def _is_missed(right: Right) -> bool:
    """By the last attempt, or by all ways of the step that has come last."""
    last = right.contacts[-1]
    if last.reached == Reached.SENT_BACK:
        return True
    if last.reached != Reached.NOT_REACHED:
        return False
    if last.way == Way.VISIT:
        return True
    steps = [each for each in list_notices(right) if each.until == right.until]
    if not steps or right.days_over <= 0:
        return False
    tried = {
        each.way
        for each in right.contacts
        if each.reached in IN_VAIN and each.happened_at >= steps[-1].made_at
    }
    return set(ways_of(steps[-1].days)) <= tried


@operation(_("续期"))
def renew_right(
    *,
    number: str,
    years: int,
    agreed: str,
    by: Actor,
    receipt: str = "",
    idempotency_key: str | None = None,
) -> Right:
    """A new term from the old end on, however long ago that was, at the fees that were shown.

    Who comes to renew is no longer looked for.
    Raises RightOver, RenewalTooEarly, YearsOutOfRange, FeesChanged, ReceiptMissing.
    """
    right = lock_living(number)
    ensure_renewable(right)
    case = get_case_by_id(right.case_id) if right.case_id else None
    offer = offer_fees(right.unit, case, ensure_years(years), right.until)
    add_term(right, agree(offer, agreed, receipt), receipt, by)
    right.unreachable_since = None
    return right
