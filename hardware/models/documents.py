"""Documents as they were released: the very bytes, which nothing changes afterwards."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hardware.errors import DocumentReleased
from hardware.papers import short_digest
from kernel.constraints import refuse_on
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Document(OfInstitution, Base):
    """One PDF somebody may have in hand. Released once for what it says: `revision` is the digest
    of that, or the id of the one record it stands for. The database refuses to change it.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint(
            "institution_id", "kind", "number", "revision", name="one_document_a_revision"
        ),
        CheckConstraint("pages > 0", name="has_pages"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    title: Mapped[str]
    number: Mapped[str]
    revision: Mapped[str]
    # Of what is said (hardware.papers), printed on every page; and of the file itself.
    source_digest: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True, info={"private": True})
    pages: Mapped[int]
    released_at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def check(self) -> str:
        """As printed at the foot of the paper."""
        return short_digest(self.source_digest)


refuse_on("one_document_a_revision", DocumentReleased)
