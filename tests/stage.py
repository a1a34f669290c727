"""The tables of a test process, emptied between tests; scenes that many tests begin with, kept.

    home = stage.scene(make_priced_home)

A scene is built by operations once in a process. Every later test that begins with it gets its rows
back as they were, in a few milliseconds: building a home takes a hundred times as long as most
tests take for what they are about.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from types import TracebackType
from typing import Any, LiteralString, Self, TypeVar, cast

import psycopg
from psycopg import sql
from sqlalchemy import inspect

from kernel import clock
from kernel.db import Base, db

T = TypeVar("T")

# Alembic's own row says how far the tables are.
TABLES: LiteralString = """
SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
FROM information_schema.columns JOIN pg_tables ON tablename = table_name
WHERE table_schema = 'public' AND schemaname = 'public'
  AND table_name <> 'alembic_version' AND is_generated = 'NEVER'
GROUP BY table_name ORDER BY table_name
"""
FUNCTION = sql.SQL(
    "CREATE FUNCTION pg_temp.{} () RETURNS void LANGUAGE plpgsql AS $$ BEGIN {} END $$"
)


@dataclass(frozen=True)
class _Record:
    """A row of a scene; each test loads it into a session of its own."""

    model: type[Base]
    key: tuple[Any, ...]


class Stage:
    """One connection for all tests of this process.

    TRUNCATE of so many tables takes 0.15 s, and there are thousands of tests. DELETE takes 1 ms
    where the server has planned it before, which it remembers for functions of one connection;
    on a new connection it would read its catalogues first, which takes fifty times as long.
    """

    def __init__(self, conninfo: str) -> None:
        self._connection = psycopg.connect(conninfo, autocommit=True)
        # Without triggers and foreign keys: nothing is in the way, in whichever order.
        self._connection.execute("SET session_replication_role = replica")
        self._columns: dict[str, list[str]] = dict(self._connection.execute(TABLES).fetchall())
        self._scenes: dict[tuple[Any, ...], tuple[str, Any]] = {}
        self._write("empty", (sql.SQL("DELETE FROM {};").format(_public(x)) for x in self._columns))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def empty(self) -> None:
        """Nothing is in any table."""
        self._call("empty")

    def scene(self, make: Callable[[], T]) -> T:
        """What `make` gives, with its rows and no others in the tables, which must be empty.

        `make` is asked again on another day or by another clock: its rows hold what time it was.
        """
        # To others there is but one clock.
        time = clock._frozen_at or (clock._ahead, clock.today())  # noqa: SLF001
        known = make.__module__, make.__qualname__, time
        if known not in self._scenes:
            made = make()
            name = f"scene_{len(self._scenes)}"
            self._keep(name)
            self._scenes[known] = name, _noted(made)
            return made
        name, noted = self._scenes[known]
        self._call(name)
        return cast(T, _loaded(noted))

    def _keep(self, name: str) -> None:
        """Copy what is in the tables, and write the function that brings it back."""
        lines = []
        for table, columns in self._columns.items():
            listed = sql.SQL(", ").join(map(sql.Identifier, columns))
            copy = sql.Identifier("pg_temp", f"{name}_{table}")
            select = sql.SQL("CREATE TEMP TABLE {} AS SELECT {} FROM {}")
            made = self._connection.execute(
                select.format(sql.Identifier(f"{name}_{table}"), listed, _public(table))
            )
            if made.rowcount:
                insert = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {};")
                lines.append(insert.format(_public(table), listed, listed, copy))
            else:
                self._connection.execute(sql.SQL("DROP TABLE {}").format(copy))
        self._write(name, lines)

    def _write(self, name: str, lines: Iterable[sql.Composable]) -> None:
        body = sql.SQL(" ").join(lines)
        self._connection.execute(FUNCTION.format(sql.Identifier(name), body))

    def _call(self, name: str) -> None:
        call = sql.SQL("SELECT pg_temp.{} ()").format(sql.Identifier(name))
        self._connection.execute(call)


def _public(table: str) -> sql.Identifier:
    return sql.Identifier("public", table)


def _noted(value: Any) -> Any:
    """A scene without records of the session that made it."""
    if isinstance(value, Base):
        return _Record(type(value), inspect(value).identity)
    return _mapped(_noted, value)


def _loaded(value: Any) -> Any:
    if isinstance(value, _Record):
        return db.session.get_one(value.model, value.key)
    return _mapped(_loaded, value)


def _mapped(change: Callable[[Any], Any], value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(change(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: change(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changed)
    return value
