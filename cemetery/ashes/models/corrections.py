"""Why what was written of a person of ashes from elsewhere was changed."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class PersonCorrection(OfInstitution, Base):
    """As a case's Correction; the journal says from what to what."""

    __tablename__ = "person_corrections"
    __table_args__ = (CheckConstraint("reason <> ''", name="says_why"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    deceased_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deceased.id"), index=True)
    reason: Mapped[str]
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[str]
