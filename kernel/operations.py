"""@operation: one named change = one transaction = one journal entry."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy.exc import IntegrityError

from kernel import clock, idempotency
from kernel.constraints import refusal_for
from kernel.db import db, transaction
from kernel.i18n import _
from kernel.journal import JournalEntry, watched
from kernel.people.actors import Actor

P = ParamSpec("P")
R = TypeVar("R")

registry: dict[str, Callable[..., Any]] = {}
words: dict[str, str] = {}


def operation(said: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Arguments are named; `by: Actor` says who asks; the outermost operation commits.

    `said` is what the operation is called where people read the journal. An `idempotency_key` (from
    the form) makes a second identical call give the first one's answer.
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
    def run(*args: P.args, **arguments: P.kwargs) -> R:
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

    return run


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
