"""What happened to each portion, one event after the other."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.ashes.kinds import MoveKind, written_moves
from cemetery.models.sites import Unit
from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.deceased import IdentityKind
from kernel.people.identity import masked
from kernel.scope import OfInstitution

ALLOWED = ", ".join(f"'{move}'" for move in written_moves())


class AshEvent(OfInstitution, Base):
    """One move of one portion, numbered 1, 2, 3 in it. The database refuses any change.

    Its trigger refuses an event that does not begin where the portion is, and moves the portion.
    `holder`: who has the ashes from now on; `counterpart`: who took them over outside our houses.
    """

    __tablename__ = "ash_events"
    __table_args__ = (
        UniqueConstraint("portion_id", "seq", name="one_ash_move_after_the_other"),
        CheckConstraint("seq > 0", name="counts_from_one"),
        CheckConstraint("place <> ''", name="has_a_place"),
        CheckConstraint(
            f"move || ':' || from_state || ':' || to_state IN ({ALLOWED})", name="is_allowed"
        ),
        CheckConstraint(
            "move <> 'relocate' OR (counterpart <> '' AND note <> '')", name="family_was_told"
        ),
        CheckConstraint(
            "move <> 'collect' OR (signature_noted AND counterpart <> '')", name="signed_for"
        ),
        CheckConstraint(
            "move NOT IN ('inter', 'correct') OR certificate_number IS NOT NULL",
            name="interred_with_a_certificate",
        ),
        CheckConstraint(
            "move <> 'scatter' OR jsonb_array_length(witnesses) >= 2", name="two_saw_it"
        ),
        CheckConstraint(
            "move <> 'scatter' OR (certificate_number IS NOT NULL"
            " AND (counterpart <> '' OR authorisation <> ''))",
            name="scattered_on_a_word",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    portion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_portions.id"))
    seq: Mapped[int]
    move: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    happened_at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str]
    place: Mapped[str] = mapped_column(info={"private": True})
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    holder: Mapped[str] = mapped_column(info={"private": True})
    counterpart: Mapped[str] = mapped_column(default="", info={"private": True})
    # Of the paper; of early ones it was always the identity card.
    identity_kind: Mapped[str | None]
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("ash_events.identity_number")
    )
    relation: Mapped[str | None]
    # Of a delegate: number and date of the written authorisation that was seen.
    authorisation: Mapped[str] = mapped_column(default="", info={"private": True})
    signature_noted: Mapped[bool] = mapped_column(default=False)
    certificate_number: Mapped[str | None]
    deposit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ash_deposits.id"))
    bound_for_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institutions.id"))
    # Where the ashes came into a house without a case: as it knows the person from now on.
    deceased_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("deceased.id"))
    # 移交: the family agreed that the receiver learns whom to call.
    contact_given: Mapped[bool] = mapped_column(default=False, server_default=false())
    witnesses: Mapped[list[Any]] = mapped_column(default=list, info={"private": True})
    # Of the ship a scattering at sea belongs to.
    voyage_id: Mapped[uuid.UUID | None]
    note: Mapped[str] = mapped_column(default="", info={"private": True})

    unit: Mapped[Unit | None] = relationship(lazy="joined")

    @property
    def what(self) -> MoveKind:
        return MoveKind(self.move)

    @property
    def shown_kind(self) -> str:
        return str(IdentityKind(self.identity_kind or IdentityKind.ID_CARD).label)

    @property
    def shown_identity(self) -> str:
        return masked(self.identity_number) if self.identity_number else ""
