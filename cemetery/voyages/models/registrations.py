"""A family on a voyage: its portions of ashes, and who sails."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.voyages.kinds import PortionState, VoyageState
from cemetery.voyages.models.voyages import Voyage
from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.identity import masked
from kernel.people.phones import masked_phone
from kernel.scope import OfInstitution


class VoyageRegistration(OfInstitution, Base):
    """报名: one family's ashes and relatives on one voyage.

    `consent`: the sentence as it was shown; `agreed_by`: who of the family agreed to it.
    """

    __tablename__ = "voyage_registrations"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdraw_reason IS NULL)", name="withdrawn_with_a_reason"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    voyage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voyages.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    certificate_number: Mapped[str]
    channel: Mapped[str]
    contact: Mapped[str] = mapped_column(secrets.EncryptedText("voyage_registrations.contact"))
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("voyage_registrations.phone"))
    needs: Mapped[str] = mapped_column(secrets.EncryptedText("voyage_registrations.needs"))
    consent: Mapped[str]
    agreed_by: Mapped[str] = mapped_column(secrets.EncryptedText("voyage_registrations.agreed_by"))
    registered_at: Mapped[datetime]
    registered_by: Mapped[str]
    told_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # In a clerk's words, which may name people.
    withdraw_reason: Mapped[str | None] = mapped_column(info={"private": True})
    # By which this place was charged, where it takes over that of a voyage that had sailed.
    charged_as_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("voyage_registrations.id"))

    voyage: Mapped[Voyage] = relationship(lazy="joined", innerjoin=True)
    portions: Mapped[list["VoyagePortion"]] = relationship(
        back_populates="registration", order_by="VoyagePortion.letter"
    )
    relatives: Mapped[list["VoyageRelative"]] = relationship(
        back_populates="registration", order_by="VoyageRelative.id"
    )

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def may_choose_again(self) -> bool:
        """Nothing of it is on a ship or scattered: the family may change or withdraw."""
        if self.withdrawn_at:
            return False
        if self.voyage.departed_at is None:
            return all(each.state == PortionState.REGISTERED for each in self.portions)
        stayed = all(each.state == PortionState.STAYED for each in self.portions)
        turned_back = self.voyage.state == VoyageState.CANCELLED
        return stayed and (turned_back or self.has_come_back)

    @property
    def has_come_back(self) -> bool:
        """Some of it was at sea and was not scattered."""
        return any(each.came_back for each in self.portions)

    @property
    def is_told(self) -> bool:
        """Of the last change of its voyage, and of what came back; there may have been neither."""
        if self.has_come_back and self.told_at is None:
            return False
        changed = self.voyage.changed_at
        heard = max(self.registered_at, self.told_at or self.registered_at)
        return changed is None or heard >= changed


class VoyagePortion(OfInstitution, Base):
    """One portion of ashes on a voyage. On the way to the sea it is in one registration only."""

    __tablename__ = "voyage_portions"
    __table_args__ = (
        UniqueConstraint("registration_id", "letter"),
        Index(
            "one_voyage_per_portion",
            "case_id",
            "letter",
            unique=True,
            postgresql_where=text("state IN ('registered', 'boarded', 'scattered')"),
        ),
        CheckConstraint(
            "(state = 'scattered') = (scattered_at IS NOT NULL)", name="scattered_at_a_time"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    registration_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("voyage_registrations.id"), index=True
    )
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    letter: Mapped[str]
    state: Mapped[str] = mapped_column(default=PortionState.REGISTERED)
    boarded_at: Mapped[datetime | None]
    boarded_by: Mapped[str | None]
    scattered_at: Mapped[datetime | None] = mapped_column(index=True)
    scattered_by: Mapped[str | None]

    registration: Mapped[VoyageRegistration] = relationship(back_populates="portions")

    def wait_again(self) -> None:
        """It came back from a ship, and is registered as it was before it was handed over."""
        self.state, self.boarded_at, self.boarded_by = PortionState.REGISTERED, None, None

    @property
    def came_back(self) -> bool:
        """It was at sea and was not scattered."""
        return self.state == PortionState.STAYED and self.boarded_at is not None

    @property
    def certificate_number(self) -> str:
        """Of the paper that says where this portion was scattered."""
        return f"{self.registration.number}-{self.letter}"


class VoyageRelative(OfInstitution, Base):
    """Who sails with a family. `present`: seen on board; None until the list was checked."""

    __tablename__ = "voyage_relatives"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    registration_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("voyage_registrations.id"), index=True
    )
    name: Mapped[str] = mapped_column(secrets.EncryptedText("voyage_relatives.name"))
    identity_number: Mapped[str] = mapped_column(
        secrets.EncryptedText("voyage_relatives.identity_number")
    )
    present: Mapped[bool | None]

    registration: Mapped[VoyageRegistration] = relationship(back_populates="relatives")

    @property
    def shown_identity(self) -> str:
        return masked(self.identity_number)
