"""What people change about texts: sent anew, told by telephone, who sends, who wants none."""

import uuid
from datetime import date, timedelta

from sqlalchemy import String, update

from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.phones import normalise_phone
from kernel.texts import queries
from kernel.texts.errors import (
    DeclinedAlready,
    SignatureMissing,
    TextForgotten,
    TextTold,
    TextUnderWay,
    TextUnsendable,
)
from kernel.texts.kinds import TextState
from kernel.texts.models import TextDecline, TextMessage, TextTerms, phone_index
from kernel.texts.writing import why_unsent

# Of one transaction, so that no lock is held for long.
AT_ONCE = 500
# How long a text that a person has sent anew is tried.
TRIED = timedelta(days=1)


@operation(_("再发一次短信"))
def send_text_again(
    *, text_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> TextMessage:
    """Under a new number, since the gateway has done with the old one.

    Raises TextUnderWay, TextTold, TextForgotten, TextUnsendable.
    """
    text = _lock_open(text_id)
    if text.phone is None:
        raise TextForgotten
    why = why_unsent(text)
    if why:
        raise TextUnsendable(why=why.label)
    now = clock.now()
    text.attempt, text.tries, text.state = text.attempt + 1, 0, TextState.WAITING.value
    text.reason, text.settled_at, text.sent_at, text.next_at = "", None, None, now
    text.useful_until = max(text.useful_until, now + TRIED)
    return text


@operation(_("改用电话告知"))
def tell_by_telephone(
    *, text_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> TextMessage:
    """Somebody called the family, which knows now. Raises TextUnderWay, TextTold."""
    text = _lock_open(text_id)
    text.told_at, text.told_by = clock.now(), str(by)
    return text


@operation(_("规定是否发短信"))
def lay_down_text_terms(
    *,
    institution_id: uuid.UUID,
    sends: bool,
    signature: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> TextTerms:
    """For all texts of an institution. Raises SignatureMissing."""
    if not signature.strip():
        raise SignatureMissing
    terms = queries.find_terms(institution_id) or TextTerms(institution_id=institution_id)
    terms.sends, terms.signed_as = sends, signature.strip()
    terms.laid_down_at, terms.laid_down_by = clock.now(), str(by)
    db.session.add(terms)
    return terms


@operation(_("登记家属不收短信"))
def decline_texts(
    *, institution_id: uuid.UUID, phone: str, by: Actor, idempotency_key: str | None = None
) -> TextDecline:
    """Raises DeclinedAlready and the refusals of kernel.people.phones."""
    number = normalise_phone(phone)
    if queries.find_decline(institution_id, number):
        raise DeclinedAlready
    decline = TextDecline(
        institution_id=institution_id,
        phone=number,
        phone_index=phone_index(number),
        noted_at=clock.now(),
        noted_by=str(by),
    )
    db.session.add(decline)
    return decline


@operation(_("家属又愿意收短信"))
def allow_texts(
    *, decline_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> TextDecline:
    decline = queries.lock_decline(decline_id)
    decline.ended_at = decline.ended_at or clock.now()
    return decline


@operation(_("删除过期短信的个人信息"))
def forget_texts(*, day: date, by: Actor) -> int:
    """Of those to be forgotten by this day, at most 500. How many."""
    ids = queries.list_forgettable(day, AT_ONCE)
    # Core, not ORM: thousands of a rush, and nothing is left to say of them.
    db.session.connection().execute(
        update(TextMessage)
        .where(TextMessage.id.in_(ids))
        .values(phone=None, facts=None, phone_index=TextMessage.id.cast(String))
    )
    return len(ids)


def _lock_open(text_id: uuid.UUID) -> TextMessage:
    text = queries.lock_text(text_id)
    if text.told_at:
        raise TextTold
    if not text.is_open:
        raise TextUnderWay
    return text
