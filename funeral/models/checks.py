"""What must agree before the furnace: two persons' scans, and no hold flag."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class FurnaceCheck(OfInstitution, Base):
    """One person before one cremator scanned the wristband and the work order; never changed."""

    __tablename__ = "furnace_checks"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    cremator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"))
    wristband_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("wristbands.id"))
    work_order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_orders.id"))
    checked_at: Mapped[datetime]
    checked_by: Mapped[str]


class HoldFlag(OfInstitution, Base):
    """暂缓火化: why this cremation must not happen now, until a day or until it is lifted."""

    __tablename__ = "hold_flags"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("(lifted_at IS NULL) = (lift_reason IS NULL)", name="lifted_with_a_reason"),
        CheckConstraint("lifted_by <> set_by", name="lifted_by_another"),
        CheckConstraint(
            "until IS NULL OR kind = 'notice_period'", name="only_a_notice_ends_by_itself"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    # Often names who disputes what.
    reason: Mapped[str] = mapped_column(info={"private": True})
    # The last day it holds by itself; None: until somebody lifts it.
    until: Mapped[date | None]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lift_reason: Mapped[str | None] = mapped_column(info={"private": True})
