"""The append-only record of every operation; `kernel.sealing` chains it, `oversight` reads it."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, event, inspect, text
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from kernel import secrets
from kernel.db import Base, db, new_id


class JournalEntry(Base):
    """Who did what, when, and which fields went from what to what.

    `changes`: one object a record, {"record": "cases/<id>", "<field>": [old, new], …}; a private
    field shows "…" and a keyed hash. The database refuses UPDATE, DELETE and TRUNCATE.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index(
            "ix_journal_changes",
            "changes",
            postgresql_using="gin",
            postgresql_ops={"changes": "jsonb_path_ops"},
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    happened_at: Mapped[datetime] = mapped_column(index=True)
    operation: Mapped[str] = mapped_column(index=True)
    by: Mapped[str]
    institution_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    changes: Mapped[list[Any]]
    # Which transaction wrote it: the sealer takes only what can no longer be joined by another.
    transaction: Mapped[int] = mapped_column(
        BigInteger, index=True, server_default=text("(pg_current_xact_id()::text::bigint)")
    )


@contextmanager
def watched() -> Iterator[list[dict[str, Any]]]:
    """The changes made inside the block, those of inner blocks excepted."""
    info = db.session().info
    db.session.flush()
    outer, info["changes"] = info.get("changes"), []
    try:
        yield info["changes"]
    finally:
        info["changes"] = outer


@event.listens_for(db.session, "after_flush")
def note_changes(session: Session, *_: Any) -> None:
    changes = session.info.get("changes")
    if changes is None:
        return
    for record in [*session.new, *session.dirty, *session.deleted]:
        fields = dict(_changed_fields(record))
        if fields and not isinstance(record, JournalEntry):
            changes.append({"record": f"{record.__tablename__}/{record_key(record)}"} | fields)


@event.listens_for(Base, "mapper_configured", propagate=True)
def remember_old_values(mapper: Mapper[Any], model: type[Base]) -> None:
    """Without this, a field set before it was read has no known old value."""
    for column in mapper.column_attrs:
        getattr(model, column.key).impl.active_history = True


def note(record: str, **fields: Sequence[object]) -> None:
    """What the database itself changed in this operation: "visit_bookings/<key>", [old, new]."""
    db.session().info["changes"].append({"record": record, **fields})


def record_key(record: Base) -> str:
    keys = inspect(record).mapper.primary_key_from_instance(record)
    return "-".join(map(str, keys))


def _changed_fields(record: Base) -> Iterator[tuple[str, list[object]]]:
    state = inspect(record)
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes():
            private = bool(attribute.columns[0].info.get("private"))
            before, after = [*history.deleted, None][0], [*history.added, None][0]
            yield attribute.key, [_shown(before, private=private), _shown(after, private=private)]


def _shown(value: object, *, private: bool) -> object:
    if value is None or isinstance(value, bool | int):
        return value if not private or value is None else secrets.digest(str(value))
    return secrets.digest(str(value)) if private else str(value)
