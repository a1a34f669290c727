"""A POST sent twice happens once: key, body hash and answer are stored in the same transaction."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import inspect, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock, secrets
from kernel.db import Base, db
from kernel.errors import KeyReused


class IdempotencyKey(Base):
    """What an operation already answered to a form that was sent more than once."""

    __tablename__ = "idempotency_keys"

    operation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    answer_table: Mapped[str | None]
    answer_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]


@dataclass
class Answer:
    """`known`: an earlier identical call already made `record`."""

    record: object = None
    known: bool = False


@contextmanager
def once(operation: str, arguments: Mapping[str, Any]) -> Iterator[Answer]:
    """Inside: run the operation unless the answer is known. Raises KeyReused for another body."""
    key = arguments.get("idempotency_key")
    if not key:
        yield Answer()
        return
    body = _body_hash(arguments)
    answer = _recall(operation, str(key), body)
    yield answer
    if not answer.known:
        _remember(operation, str(key), answer.record)


def find_answer(operation: str, key: str | None) -> object:
    """What this form made already, for who would work long before asking; else None."""
    if not key:
        return None
    query = select(IdempotencyKey).filter_by(operation=operation, key=key)
    stored = db.session.scalar(query)
    return _load(stored) if stored else None


def _recall(operation: str, key: str, body: str) -> Answer:
    # Core, not ORM: ON CONFLICT makes a rival with the same key wait for our commit or rollback.
    claimed = db.session.connection().execute(
        insert(IdempotencyKey)
        .values(operation=operation, key=key, body_hash=body, created_at=clock.now())
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    if claimed.first():
        return Answer()
    stored = db.session.scalars(
        select(IdempotencyKey).filter_by(operation=operation, key=key)
    ).one()
    if stored.body_hash != body:
        raise KeyReused
    return Answer(record=_load(stored), known=True)


def _remember(operation: str, key: str, record: object) -> None:
    if not isinstance(record, Base):
        return
    table = inspect(record).mapper.local_table
    db.session.connection().execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.operation == operation, IdempotencyKey.key == key)
        .values(answer_table=table.name, answer_id=record.id)  # type: ignore[attr-defined]
    )


def _load(stored: IdempotencyKey) -> object:
    for mapper in Base.registry.mappers:
        if cast(Any, mapper.local_table).name == stored.answer_table:
            # By the column, since some keys begin with another one (visits: the site).
            return db.session.scalar(select(mapper.class_).filter_by(id=stored.answer_id))
    return None


def _body_hash(arguments: Mapping[str, Any]) -> str:
    """Keyed, because a body may hold an ID number that must not be guessable from its hash."""
    said = sorted((k, repr(v)) for k, v in arguments.items() if k not in {"by", "idempotency_key"})
    return secrets.blind_index(repr(said), context="idempotency")
