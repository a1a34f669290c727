"""What one case owes and has paid. Whoever moves its money locks the account first."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Account(OfInstitution, Base):
    """The one row of a case that payments, bills and refunds queue behind."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("case_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    case_number: Mapped[str]
    # Opens the family's page: what is owed, what is waived, how to pay.
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    opened_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.case_number
