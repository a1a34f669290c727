"""The database handle, the model base, and the one place that commits."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, cast

import psycopg
import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    DateTime,
    MetaData,
    Uuid,
    any_,
    bindparam,
    event,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, SessionTransaction
from sqlalchemy.pool import Pool


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


# Models inherit `Base`, not `db.Model`: plain SQLAlchemy, fully typed, no Flask.
db = SQLAlchemy(metadata=Base.metadata)


def among(column: Any, ids: Iterable[uuid.UUID] | None = None) -> ColumnElement[bool]:
    """Whether it is one of `ids`, or of those that are given as "ids" when the question is asked.

    One array, and behind a SELECT: so the question reads the same for any number of ids and their
    number changes nothing for the planner, which therefore plans it once and not each time.
    """
    kind = ARRAY(Uuid())
    given = bindparam("ids", type_=kind) if ids is None else literal(list(ids), kind)
    several = func.array(select(func.unnest(given)).scalar_subquery())
    return cast(ColumnElement[bool], column == any_(several))


def new_id() -> uuid.UUID:
    """A UUIDv7: ordered by time and made here, so several databases can meet without clashing."""
    return uuid_utils.compat.uuid7()


@contextmanager
def transaction() -> Iterator[None]:
    """Commit when the outermost block ends; undo everything on any error."""
    session = db.session()
    if "after_commit" in session.info:
        yield
        return
    if session.info.get("reading"):
        raise RuntimeError("A page that is only read must not change anything.")
    afterwards: list[Callable[[], object]] = []
    session.info["after_commit"] = afterwards
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["after_commit"]
    for callback in afterwards:
        callback()


def after_commit(callback: Callable[[], object]) -> None:
    """Call out only once the change is safe; for what may be lost. What may not is a job.

    Asked for twice in one transaction, an equal callback is called once.
    """
    waiting = db.session().info["after_commit"]
    if callback not in waiting:
        waiting.append(callback)


def in_transaction() -> bool:
    return "after_commit" in db.session().info


def only_read() -> None:
    """This session serves a page that is read: any operation in it is our mistake."""
    db.session().info["reading"] = True


def end_reading() -> None:
    """What was only read ends as done, not as undone.

    At a ROLLBACK psycopg drops the questions it has prepared, and the database would have to plan
    every one of them anew for the next page. Outside an operation there is nothing to commit.
    """
    if db.session.registry.has() and not in_transaction():
        db.session.commit()


@event.listens_for(db.session, "after_begin")
def refuse_any_write(session: Session, begun: SessionTransaction, connection: Connection) -> None:
    """The last net: of a page that is read, the database itself is told BEGIN READ ONLY, so plain
    SQL too changes nothing."""
    if session.info.get("reading") and not begun.nested:
        cast(psycopg.Connection, connection.connection.driver_connection).read_only = True


@event.listens_for(Pool, "checkin")
def allow_writing_again(connection: psycopg.Connection | None, _record: object) -> None:
    """To whoever gets this connection next, session or not."""
    if connection is not None and not connection.closed:
        connection.read_only = False


@event.listens_for(db.session, "before_flush")
def refuse_stray_writes(session: Session, *_: Any) -> None:
    """Nothing is written except by an operation; a view that tries is a bug."""
    edited = any(session.is_modified(record) for record in session.dirty)
    if "after_commit" not in session.info and (edited or session.new or session.deleted):
        raise RuntimeError("Something was changed outside an operation.")


@event.listens_for(db.session, "do_orm_execute")
def refuse_bulk_changes(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("Change records one by one, so the journal sees each.")
