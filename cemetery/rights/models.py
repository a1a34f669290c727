"""The tables of rights; private to cemetery."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from cemetery.models import Unit
from cemetery.rights.finding import Findable, index_right
from cemetery.rights.kinds import RightState
from kernel import clock, secrets
from kernel.db import Base, new_id
from kernel.people.identity import masked
from kernel.people.phones import masked_phone
from kernel.scope import OfInstitution


class UnitHold(OfInstitution, Base):
    """暂留: a unit kept for one family while it decides; over by the clock alone (decision 17).

    Of ashes: by their case, perhaps of another institution, or their foreign certificate. Neither
    is there where nobody has died; then `for_name` says whom it is for.
    """

    __tablename__ = "unit_holds"
    __table_args__ = (
        # They cannot look at the clock: who takes a unit releases what has expired there.
        Index(
            "one_open_hold_a_unit",
            "unit_id",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
        Index(
            "one_open_hold_a_case",
            *("institution_id", "case_id"),
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
        Index(
            "one_open_hold_of_foreign_ashes",
            *("institution_id", "foreign_certificate_id"),
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
        Index(
            "one_open_hold_a_name",
            *("institution_id", "for_name"),
            unique=True,
            postgresql_where=text(
                "released_at IS NULL AND case_id IS NULL AND foreign_certificate_id IS NULL"
            ),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    foreign_certificate_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("foreign_certificates.id")
    )
    for_name: Mapped[str] = mapped_column(info={"private": True})
    held_until: Mapped[datetime]
    held_at: Mapped[datetime]
    held_by: Mapped[str]
    released_at: Mapped[datetime | None]
    # How often.
    extended: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship()

    @property
    def ashes_id(self) -> uuid.UUID | None:
        """Of whom it is for, as a portion says it."""
        return self.case_id or self.foreign_certificate_id

    @property
    def is_living(self) -> bool:
        return self.released_at is None and self.held_until > clock.now()


class Right(OfInstitution, Base):
    """使用权: of one family to one unit, until a person ends it with a reason.

    `case_id`: of this institution, which its fees are charged to; without one they are paid at the
    till. `until` is the end of the last term. `ground_paper`: the number of the certificate, or
    which paper showed the exception. After the end `refund_fen` is what the till pays back for
    receipts.
    """

    __tablename__ = "rights"
    __table_args__ = (
        Index(
            "one_living_right_a_unit",
            "unit_id",
            unique=True,
            postgresql_where=text("state = 'granted'"),
        ),
        Index(
            "one_living_right_a_deceased",
            "case_id",
            unique=True,
            postgresql_where=text("state = 'granted' AND NOT beside_another"),
        ),
        CheckConstraint(
            "(state = 'granted') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (end_reason IS NULL)",
            name="ended_with_a_reason",
        ),
        CheckConstraint("ended_by IS NULL OR ended_by LIKE 'staff:%'", name="ended_by_a_person"),
        CheckConstraint("until > since", name="has_a_term"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    ground: Mapped[str]
    ground_paper: Mapped[str]
    household_registration: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=RightState.GRANTED)
    since: Mapped[date]
    until: Mapped[date] = mapped_column(index=True)
    granted_at: Mapped[datetime]
    granted_by: Mapped[str]
    # Of a time when one deceased could have several, which stay as they are; or of a deceased who
    # was taken out of it and may have another.
    beside_another: Mapped[bool] = mapped_column(default=False)
    # Since nobody could be reached (operations.renewals); empty again once somebody is.
    unreachable_since: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    end_reason: Mapped[str | None]
    refund_fen: Mapped[int | None]
    refund_paper: Mapped[str | None]
    refunded_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    terms: Mapped[list["RightTerm"]] = relationship(order_by="RightTerm.since")
    persons: Mapped[list["RightPerson"]] = relationship(
        primaryjoin="and_(Right.id == RightPerson.right_id, RightPerson.withdrawn_at.is_(None))",
        order_by="RightPerson.named_at",
    )
    withdrawn: Mapped[list["RightPerson"]] = relationship(
        primaryjoin="and_(Right.id == RightPerson.right_id, RightPerson.withdrawn_at.is_not(None))",
        order_by="RightPerson.withdrawn_at",
        viewonly=True,
    )
    holders: Mapped[list["RightHolder"]] = relationship(order_by="RightHolder.since")
    moves: Mapped[list["RightMove"]] = relationship(order_by="RightMove.moved_at")
    contacts: Mapped[list["RightContact"]] = relationship(order_by="RightContact.happened_at")

    @property
    def holder(self) -> "RightHolder":
        """持证人, who is written to and signs."""
        return self.holders[-1]

    @property
    def unit_ids(self) -> set[uuid.UUID]:
        """Its unit, and those it has moved from, which stay its own until they are empty."""
        return {self.unit_id, *(move.from_unit_id for move in self.moves)}

    @property
    def is_living(self) -> bool:
        return self.state == RightState.GRANTED

    @property
    def is_on_account(self) -> bool:
        """Its fees stand on bills of its case, and go back over its account."""
        return self.case_id is not None and not any(term.receipt for term in self.terms)

    @property
    def days_over(self) -> int:
        """Since the end of its term; zero or less while it runs."""
        return (clock.today() - self.until).days

    @property
    def names(self) -> list[str]:
        return [person.name for person in self.persons]


class RightHolder(OfInstitution, Base):
    """持证人. `proof`: of the former holder's death and the kinship; empty for the first one."""

    __tablename__ = "right_holders"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights.id"), index=True)
    name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("right_holders.phone"))
    identity_number: Mapped[str] = mapped_column(
        secrets.EncryptedText("right_holders.identity_number")
    )
    proof: Mapped[str] = mapped_column(info={"private": True})
    since: Mapped[datetime]
    noted_by: Mapped[str]

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def shown_identity(self) -> str:
        return masked(self.identity_number)


class RightPerson(OfInstitution, Base):
    """Who rests there or may: one who died, by the case (perhaps another institution's) or the
    foreign certificate, or a living person by an exception; no longer who was withdrawn."""

    __tablename__ = "right_persons"
    __table_args__ = (
        Index(
            "a_person_is_named_once",
            *("right_id", "case_id"),
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(
            "a_foreign_person_is_named_once",
            *("right_id", "foreign_certificate_id"),
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdraw_reason IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name="withdrawn_with_a_reason",
        ),
        CheckConstraint(
            "num_nonnulls(case_id, foreign_certificate_id, identity_index) > 0",
            name="can_be_found_again",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights.id"), index=True)
    name: Mapped[str]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    foreign_certificate_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("foreign_certificates.id"), index=True
    )
    ground: Mapped[str]
    ground_paper: Mapped[str]
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("right_persons.identity_number")
    )
    # As of the deceased, so that a living person is known again in a case of later years.
    identity_index: Mapped[str | None] = mapped_column(index=True, info={"private": True})
    named_at: Mapped[datetime]
    named_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdraw_reason: Mapped[str | None]

    @property
    def ashes_id(self) -> uuid.UUID | None:
        """As a portion says it; None of who is alive."""
        return self.case_id or self.foreign_certificate_id


@event.listens_for(RightHolder, "after_insert")
@event.listens_for(RightPerson, "after_insert")
def make_findable(
    _mapper: Mapper[Any], connection: Connection, who: RightHolder | RightPerson
) -> None:
    """Whichever operation names somebody, the right is found by them."""
    phone = who.phone if isinstance(who, RightHolder) else None
    index_right(
        connection,
        who.institution_id,
        who.right_id,
        Findable(who.name, who.identity_number, phone),
    )


class RightTerm(OfInstitution, Base):
    """One term, both days inside; `fees`: the lines as the family was shown them.

    `receipt`: of what was paid outside the bill of the case; else the fees are charges there.
    """

    __tablename__ = "right_terms"
    __table_args__ = (
        CheckConstraint("until > since", name="has_a_length"),
        CheckConstraint(
            "until <= (since + interval '240 months')::date", name="twenty_years_at_most"
        ),
        ExcludeConstraint(
            ("right_id", "="),
            (text("daterange(since, until)"), "&&"),
            name="terms_of_a_right_lie_apart",
            using="gist",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    years: Mapped[int]
    fees: Mapped[list[Any]]
    receipt: Mapped[str | None]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[str]


class RightNotice(OfInstitution, Base):
    """A step of the ladder that has come: the family of this end is to be told."""

    __tablename__ = "right_notices"
    __table_args__ = (
        UniqueConstraint("right_id", "until", "days", name="a_step_is_told_once"),
        Index("ix_right_notices_open", "done_at", "due_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights.id"))
    until: Mapped[date]
    days: Mapped[int]
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]

    right: Mapped[Right] = relationship()


class RightContact(OfInstitution, Base):
    """One attempt to reach the family, or one place where it was asked for."""

    __tablename__ = "right_contacts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights.id"), index=True)
    way: Mapped[str]
    reached: Mapped[str]
    words: Mapped[str] = mapped_column(info={"private": True})
    happened_at: Mapped[datetime]
    noted_by: Mapped[str]


class RightMove(OfInstitution, Base):
    """The right goes to another unit; the ashes follow by an act of their own."""

    __tablename__ = "right_moves"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights.id"), index=True)
    from_unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    to_unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    reason: Mapped[str]
    agreed: Mapped[str]
    moved_at: Mapped[datetime]
    moved_by: Mapped[str]

    from_unit: Mapped[Unit] = relationship(foreign_keys=[from_unit_id])
    to_unit: Mapped[Unit] = relationship(foreign_keys=[to_unit_id])
