"""Brakes: whoever guesses wrong five times running waits, and whoever asks for too much at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, null
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock, secrets
from kernel.db import Base, db, transaction
from kernel.errors import Refusal
from kernel.i18n import _

MOST_FAILURES = 5
PAUSE = timedelta(minutes=15)
A_MINUTE = timedelta(minutes=1)


class TooManyAttempts(Refusal):
    message = _("已经连续 %(failures)s 次没有填对，请过 %(minutes)s 分钟再试，或联系殡仪馆。")
    status = 429


class TooMuchAtOnce(Refusal):
    message = _("这里短时间内选过的时间太多了，请过 %(minutes)s 分钟再选，或拨打服务电话。")
    field = "starts_at"
    status = 429


class Attempts(Base):
    """How often in a row one thing was tried in vain; `key` hides what it was.

    For `at_most`: how often it was done, `blocked_until` the end of the span.
    """

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]


@contextmanager
def counted(kind: str, what: str) -> Iterator[None]:
    """Inside: judge what was typed, and raise where it is wrong. Raises TooManyAttempts.

    A try counts before it is judged, so that a hundred at once are still no more than five.
    """
    key = secrets.blind_index(what, context=f"attempts.{kind}")
    with transaction():
        failures, blocked_until = _count(key)
    if blocked_until and failures > MOST_FAILURES:
        minutes = -((clock.now() - blocked_until) // A_MINUTE)
        raise TooManyAttempts(failures=MOST_FAILURES, minutes=minutes)
    yield
    with transaction():
        db.session.connection().execute(delete(Attempts).where(Attempts.key == key))


def at_most(most: int, within: timedelta, *, kind: str, what: str) -> None:
    """Counts one more, whatever becomes of it. Raises TooMuchAtOnce above `most` in one span."""
    key, now = secrets.blind_index(what, context=f"attempts.{kind}"), clock.now()
    over = Attempts.blocked_until <= now
    with transaction():
        done, until = (
            db.session.connection()
            .execute(
                insert(Attempts)
                .values(key=key, failures=1, blocked_until=now + within)
                .on_conflict_do_update(
                    index_elements=[Attempts.key],
                    set_={
                        "failures": case((over, 1), else_=func.least(Attempts.failures, most) + 1),
                        "blocked_until": case((over, now + within), else_=Attempts.blocked_until),
                    },
                )
                .returning(Attempts.failures, Attempts.blocked_until)
            )
            .one()
        )
    if until and done > most:
        raise TooMuchAtOnce(minutes=-((now - until) // A_MINUTE))


def _count(key: str) -> tuple[int, datetime | None]:
    """The tries so far and until when no more are taken; after that the count begins anew."""
    # Core, not ORM, as in idempotency: ON CONFLICT makes a rival wait, so no count is lost.
    now = clock.now()
    over = Attempts.blocked_until <= now
    # One more than allowed says enough, and never outgrows its column.
    failures = case((over, 1), else_=func.least(Attempts.failures + 1, MOST_FAILURES + 1))
    blocked_until = case(
        (over, null()),
        (Attempts.failures + 1 == MOST_FAILURES, now + PAUSE),
        else_=Attempts.blocked_until,
    )
    counted = db.session.connection().execute(
        insert(Attempts)
        .values(key=key, failures=1, blocked_until=None)
        .on_conflict_do_update(
            index_elements=[Attempts.key],
            set_={"failures": failures, "blocked_until": blocked_until},
        )
        .returning(Attempts.failures, Attempts.blocked_until)
    )
    failures_so_far, until = counted.one()
    return failures_so_far, until
