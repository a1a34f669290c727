"""What is scanned: the wristband on the remains, the work order on paper."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution

LIVE = text("revoked_at IS NULL")


class Wristband(OfInstitution, Base):
    """腕带: one live one a body. `code` is for people to compare and opens nothing."""

    __tablename__ = "wristbands"
    __table_args__ = (
        Index("one_wristband_a_body", "case_id", unique=True, postgresql_where=LIVE),
        Index("ix_wristbands_case_id", "case_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    # Whoever has it can claim to stand beside the body, so it is on the band and nowhere else.
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    code: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    revoke_reason: Mapped[str | None]

    def __str__(self) -> str:
        return self.code


class WorkOrder(OfInstitution, Base):
    """火化工作单: the paper that goes with the body to the furnace; one live one a case."""

    __tablename__ = "work_orders"
    __table_args__ = (
        Index("one_work_order_a_case", "case_id", unique=True, postgresql_where=LIVE),
        Index("ix_work_orders_case_id", "case_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
