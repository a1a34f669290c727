"""What was done to whole ranges of units, and the lists of units that wait to be taken over."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.models import Site, Zone
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class UnitChange(OfInstitution, Base):
    """One change (kinds.UnitAct) to all units of a range of rows and numbers, as one record.

    So ten thousand units are one line of the journal. `count`: how many it met. The sizes are
    empty where the change is not about them.
    """

    __tablename__ = "unit_changes"
    __table_args__ = (
        CheckConstraint(
            "first_row <= last_row AND first_number <= last_number", name="has_a_range"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    zone_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("zones.id"), index=True)
    act: Mapped[str]
    first_row: Mapped[int]
    last_row: Mapped[int]
    first_number: Mapped[int]
    last_number: Mapped[int]
    count: Mapped[int]
    capacity: Mapped[int | None]
    area: Mapped[int | None]
    stele_height: Mapped[int | None]
    reason: Mapped[str]
    done_at: Mapped[datetime]
    done_by: Mapped[str]

    zone: Mapped[Zone] = relationship()


class UnitImport(OfInstitution, Base):
    """A list of units read from a file, which changes nothing before somebody confirms it.

    `rows`: the cells of each line as written, in the order of csv_units.COLUMNS.
    """

    __tablename__ = "unit_imports"
    __table_args__ = (
        Index(
            "one_waiting_import_of_a_file",
            "site_id",
            "sha256",
            unique=True,
            postgresql_where=text("applied_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"), index=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    # Deferred and private: no list of imports loads them, and the journal needs no copy.
    rows: Mapped[list[Any]] = mapped_column(deferred=True, info={"private": True})
    total: Mapped[int]
    staged_at: Mapped[datetime]
    staged_by: Mapped[str]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[str | None]
    # How many units it made and how many it changed, once applied.
    added: Mapped[int | None]
    changed: Mapped[int | None]

    site: Mapped[Site] = relationship()
