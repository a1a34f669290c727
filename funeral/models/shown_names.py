"""What a family wants strangers to read at the door of the hall."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class ShownName(OfInstitution, Base):
    """The wording a family agreed to, word for word; without a row, or withdrawn, nothing is shown.

    Of the deceased and not of the plan, so that it outlives a change of times.
    """

    __tablename__ = "shown_names"
    __table_args__ = (
        CheckConstraint("wording <> '' AND agreed_by <> ''", name="agreed_to_something"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    deceased_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deceased.id"), unique=True)
    wording: Mapped[str] = mapped_column(info={"private": True})
    # Who of the family, when, and who wrote it down: "family:…" where it did so itself.
    agreed_by: Mapped[str] = mapped_column(info={"private": True})
    agreed_at: Mapped[datetime]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
