"""火化证明: the numbered paper a cremation leaves."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class CremationCertificate(OfInstitution, Base):
    """火化证明: issued once the run has ended, never before."""

    __tablename__ = "cremation_certificates"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cremation_runs.id"), unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    collected_by: Mapped[str]
