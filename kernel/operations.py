"""@operation: one named change = one transaction = one journal entry."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy.exc import IntegrityError, OperationalError

from kernel import clock, idempotency
from kernel.constraints import refusal_for
from kernel.db import db, in_transaction, transaction
from kernel.errors import TooManyAtOnce
from kernel.i18n import _
from kernel.journal import JournalEntry, watched
from kernel.people.actors import Actor

P = ParamSpec("P")
R = TypeVar("R")

# A deadlock undoes one of the two; who was undone begins again, but not for ever.
TRIES = 5
# deadlock_detected, serialization_failure (PostgreSQL, appendix A)
UNDONE_BY_RIVALS = {"40P01", "40001"}

registry: dict[str, Callable[..., Any]] = {}
words: dict[str, str] = {}


def operation(said: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Arguments are named; `by: Actor` says who asks; the outermost operation commits.

    `said` is what the operation is called where people read the journal. An `idempotency_key` (from
    the form) makes a second identical call give the first one's answer. After a deadlock the whole
    is run again, so nothing outside the database may be touched in it.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.split('.')[0]}.{function.__name__}"
        registry[name], words[name] = _running(name, function), said
        return registry[name]

    return mark


def say_operation(name: str) -> str:
    """The journal's name of an operation as people say it."""
    return str(words.get(name, _("其他办理")))


def _running(name: str, function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run_once(*args: P.args, **arguments: P.kwargs) -> R:
        by = cast(Actor, arguments["by"])
        try:
            with transaction(), watched() as changes, idempotency.once(name, arguments) as answer:
                if not answer.known:
                    answer.record = function(*args, **arguments)
                    db.session.flush()
                    _write_entry(name, by, changes)
        except IntegrityError as error:
            refusal = refusal_for(error)
            if refusal is None:
                raise
            raise refusal from error
        return cast(R, answer.record)

    return _tried_again(run_once)


def _tried_again(run: Callable[P, R]) -> Callable[P, R]:
    """What a deadlock undid is done again from the start. Raises TooManyAtOnce in the end."""

    @wraps(run)
    def try_again(*args: P.args, **arguments: P.kwargs) -> R:
        for _turn in range(TRIES):
            try:
                return run(*args, **arguments)
            except OperationalError as error:
                # An inner operation was undone with the outer one, which alone can begin again.
                if in_transaction() or not _undone_by_rivals(error):
                    raise
        raise TooManyAtOnce

    return try_again


def _undone_by_rivals(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in UNDONE_BY_RIVALS


def _write_entry(name: str, by: Actor, changes: list[dict[str, Any]]) -> None:
    db.session.add(
        JournalEntry(
            happened_at=clock.now(),
            operation=name,
            by=str(by),
            institution_id=by.institution_id or _institution_of(changes),
            changes=list(changes),
        )
    )


def _institution_of(changes: list[dict[str, Any]]) -> uuid.UUID | None:
    """A family belongs to no institution, but what it changed does."""
    for change in changes:
        _, after = change.get("institution_id", [None, None])
        if after:
            return uuid.UUID(str(after))
    return None
