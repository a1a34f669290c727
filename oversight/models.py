"""Oversight's tables; private to this package."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id


class DeathCount(Base):
    """同期死亡人口 of a county and month, as reported to the officer: a rate's denominator.

    Two denominators exist (rules.md §6.1): all deaths, and deaths in the cremation zone.
    """

    __tablename__ = "death_counts"
    __table_args__ = (
        UniqueConstraint("region_code", "month"),
        CheckConstraint("deaths >= 0 AND deaths_in_zone BETWEEN 0 AND deaths", name="plausible"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_code: Mapped[str]
    # First day of the month as YYYY-MM.
    month: Mapped[str]
    deaths: Mapped[int]
    deaths_in_zone: Mapped[int | None]
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
