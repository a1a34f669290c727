"""New plans for a day on which something is out of use: proposed, then applied or not."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.models.schedule import Closure, Resource
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Replan(OfInstitution, Base):
    """What the solver proposed for `day` with the resource closed; a dry run has no closure.

    `objective`: by the name of each level {"reached": 3, "proven": true}. `proposal`: one object a
    family, as funeral.drafting writes it, with the version of its plan that was read.
    """

    __tablename__ = "replans"
    __table_args__ = (
        CheckConstraint("closed_from < closed_to", name="closed_from_before_to"),
        CheckConstraint("dry_run = (closure_id IS NULL)", name="dry_run_without_closure"),
        CheckConstraint("NOT dry_run OR applied_at IS NULL", name="dry_runs_move_nothing"),
        CheckConstraint("applied_at IS NULL OR discarded_at IS NULL", name="applied_or_discarded"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    day: Mapped[date]
    resource_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"), index=True)
    closure_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("closures.id"), index=True)
    closed_from: Mapped[datetime]
    closed_to: Mapped[datetime]
    dry_run: Mapped[bool]
    # Furnaces the operators on duty can watch; empty: no limit.
    runs_at_once: Mapped[int | None]
    optimal: Mapped[bool]
    objective: Mapped[dict[str, Any]]
    solver_ms: Mapped[int]
    proposal: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[str | None]
    discarded_at: Mapped[datetime | None]
    discarded_by: Mapped[str | None]

    resource: Mapped[Resource] = relationship()
    closure: Mapped[Closure | None] = relationship()
