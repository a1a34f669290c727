"""Screens on walls: each opens with a secret of its own and is signed in as nobody."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hardware.errors import ScreenNameTaken
from kernel.constraints import refuse_on
from kernel.db import Base, new_id
from kernel.scope import OfInstitution

refuse_on("uq_screens_institution_id_name", ScreenNameTaken)


class Screen(OfInstitution, Base):
    """One television, or the touch screen that gives numbers. `subject_id`: the hall it hangs at.

    Of its secret we keep the hash; a new one makes the old address useless at once.
    """

    __tablename__ = "screens"
    __table_args__ = (
        UniqueConstraint("institution_id", "name", name="uq_screens_institution_id_name"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # As registered by the package that draws it (hardware/screens.py).
    kind: Mapped[str]
    name: Mapped[str]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("resources.id"))
    token_hash: Mapped[str] = mapped_column(unique=True, info={"private": True})
    token_given_at: Mapped[datetime]
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.name
