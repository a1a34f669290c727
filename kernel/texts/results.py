"""What became of texts, as the gateway says: columns of their rows, not entries of the journal.

Whoever comes first, the answer or the report, or comes twice: a text only moves on (kinds.FROM).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update

from kernel import clock
from kernel.db import db, transaction
from kernel.texts.gateway import Said
from kernel.texts.kinds import FROM, Because, TextState
from kernel.texts.known import find_about
from kernel.texts.models import TextMessage

# First after so long, then twice as long each time.
SEND_AGAIN, SEND_LATEST = timedelta(seconds=2), timedelta(minutes=10)
ASK_AFTER, ASK_LATEST = timedelta(minutes=10), timedelta(hours=6)
REPORTS_COME = timedelta(days=3)
MOST_DOUBLINGS = 12


@dataclass(frozen=True)
class Result:
    """Of one sending. `said`: None where it is not known whether the gateway has it."""

    text_id: uuid.UUID
    attempt: int
    said: Said | None


def record(results: Collection[Result]) -> None:
    """In the order of the ids, so that two who record at once do not wait in a circle."""
    with transaction():
        for result in sorted(results, key=lambda each: each.text_id):
            if result.said is None:
                _try_later(result)
            else:
                _move(result, result.said)


def give_up() -> int:
    """What would be of no use any more, and what nobody has reported on. How many."""
    now = clock.now()
    late = (TextMessage.state == TextState.WAITING) & (TextMessage.useful_until <= now)
    unheard = (TextMessage.state == TextState.SENT) & (TextMessage.sent_at < now - REPORTS_COME)
    ended = {"state": TextState.GIVEN_UP.value, "next_at": None, "settled_at": now}
    with transaction():
        given_up = 0
        for those, why in ((late, Because.TOO_LATE), (unheard, Because.NO_REPORT)):
            done = update(TextMessage).where(TextMessage.next_at.is_not(None), those)
            found = db.session.connection().execute(done.values(ended | {"reason": why.value}))
            given_up += found.rowcount
        return given_up


def _try_later(result: Result) -> None:
    """Nothing is known of a sending: again with the same number. Of a report: asked again."""
    now = clock.now()
    doubled = func.power(2, func.least(TextMessage.tries, MOST_DOUBLINGS))
    for state, first, latest in (
        (TextState.WAITING, SEND_AGAIN, SEND_LATEST),
        (TextState.SENT, ASK_AFTER, ASK_LATEST),
    ):
        later = (
            update(TextMessage)
            .where(
                TextMessage.id == result.text_id,
                TextMessage.attempt == result.attempt,
                TextMessage.state == state,
            )
            .values(tries=TextMessage.tries + 1, next_at=now + func.least(first * doubled, latest))
        )
        db.session.connection().execute(later)


def _move(result: Result, said: Said) -> None:
    moved = update(TextMessage).where(
        TextMessage.id == result.text_id, TextMessage.state.in_(FROM[said.state])
    )
    # That a phone got it holds for every attempt; that it did not, for that one only.
    if said.state is not TextState.DELIVERED:
        moved = moved.where(TextMessage.attempt == result.attempt)
    told = TextMessage.about_kind, TextMessage.about_id, TextMessage.cause
    changed = moved.values(_values(said, clock.now())).returning(*told)
    found = db.session.connection().execute(changed).first()
    if found and said.state is TextState.DELIVERED:
        _tell(found.about_kind, found.about_id, found.cause)
    elif found is None and said.state is TextState.SENT:
        # That the gateway has it is no news; asked after again.
        _try_later(result)


def _values(said: Said, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "state": said.state.value,
        "reason": said.reason[:200],
        "receipt": func.coalesce(said.receipt or None, TextMessage.receipt),
        "sent_at": func.coalesce(TextMessage.sent_at, now),
    }
    if said.state is TextState.SENT:
        return values | {"tries": 0, "next_at": now + ASK_AFTER}
    return values | {"next_at": None, "settled_at": now}


def _tell(kind: str, about_id: uuid.UUID, cause: str) -> None:
    about = find_about(kind)
    if about and about.delivered:
        about.delivered(about_id, cause)
