"""Whose rows a reader sees: a home's own staff its rows, an officer those of the region."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column, with_loader_criteria

from kernel.db import db


class OfInstitution:
    """Every table that holds an institution's rows inherits this and so is scoped by itself."""

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institutions.id"), index=True)


@dataclass(frozen=True)
class Scope:
    """The institutions whose rows may be seen: one home, or all homes of an officer's region."""

    institution_ids: tuple[uuid.UUID, ...]


def look_as(scope: Scope | None) -> None:
    """From now on this session reads only inside `scope`; None is for jobs and public pages."""
    db.session().info["scope"] = scope


def seen_institutions() -> tuple[uuid.UUID, ...] | None:
    """For the few tables that are not OfInstitution: the ids in scope, None where all are."""
    scope: Scope | None = db.session().info.get("scope")
    return None if scope is None else scope.institution_ids


@contextmanager
def seeing(scope: Scope | None) -> Iterator[None]:
    """Inside, questions are asked with this scope, afterwards again with the one before."""
    before: Scope | None = db.session().info.get("scope")
    look_as(scope)
    try:
        yield
    finally:
        look_as(before)


@event.listens_for(db.session, "do_orm_execute")
def keep_inside_scope(state: ORMExecuteState) -> None:
    scope: Scope | None = state.session.info.get("scope")
    if scope is None or not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(_inside(scope.institution_ids))


@lru_cache(1000)
def _inside(ids: tuple[uuid.UUID, ...]) -> Any:
    """Made once for a reader, as every question of every page carries it."""
    return with_loader_criteria(
        OfInstitution, lambda model: model.institution_id.in_(ids), include_aliases=True
    )
