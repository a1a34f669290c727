"""Applications for the eco-burial reward, what proves them, and the lists they are paid by."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.rewards.kinds import EvidenceMet, PayoutOutcome, RewardState
from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.identity import masked
from kernel.people.phones import masked_phone
from kernel.scope import OfInstitution


class RewardApplication(OfInstitution, Base):
    """节地生态安葬奖补: one burial, as it was told at the institution that received it.

    The burial may have no case here. Once decided it is not changed (a trigger says so), but for
    an account to which a transfer failed.
    """

    __tablename__ = "reward_applications"
    __table_args__ = (
        Index(
            "one_reward_for_one_deceased",
            "identity_index",
            unique=True,
            postgresql_where=text("state IN ('applied', 'approved')"),
        ),
        CheckConstraint("(state = 'applied') = (decided_at IS NULL)", name="decided_is_dated"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    region_code: Mapped[str]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    case_number: Mapped[str | None]
    deceased_name: Mapped[str] = mapped_column(index=True)
    identity_kind: Mapped[str]
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("reward_applications.identity_number")
    )
    identity_index: Mapped[str | None] = mapped_column(index=True, info={"private": True})
    # RewardFacts.as_json
    facts: Mapped[dict[str, Any]]
    burial: Mapped[str]
    policy_code: Mapped[str]
    policy_version: Mapped[int]
    # RewardAssessment.as_json, enough to replay it
    assessment: Mapped[dict[str, Any]]
    reward_fen: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    applicant_name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("reward_applications.phone"))
    account_holder: Mapped[str]
    bank: Mapped[str]
    account: Mapped[str] = mapped_column(secrets.EncryptedText("reward_applications.account"))
    # Who carried the burial out, where the policy pays them too.
    operator_name: Mapped[str | None]
    operator_bank: Mapped[str | None]
    operator_account: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("reward_applications.operator_account")
    )
    accepted_at: Mapped[datetime] = mapped_column(index=True)
    accepted_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decision_reason: Mapped[str | None]

    entries: Mapped[list["PayoutEntry"]] = relationship(
        order_by="PayoutEntry.id", back_populates="application"
    )

    def __str__(self) -> str:
        return self.number

    @property
    def is_decided(self) -> bool:
        return self.state in {RewardState.APPROVED, RewardState.REFUSED}

    @property
    def shown_identity(self) -> str:
        return masked(self.identity_number) if self.identity_number else ""

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def shown_account(self) -> str:
        return masked(self.account)

    @property
    def shown_operator_account(self) -> str:
        return masked(self.operator_account) if self.operator_account else ""


class RewardEvidence(OfInstitution, Base):
    """How one thing the policy asks for was shown; the last note on it counts, none is changed."""

    __tablename__ = "reward_evidence"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reward_applications.id"), index=True
    )
    # As the policy words it.
    asked: Mapped[str]
    met: Mapped[str]
    # The paper's number, or where the data was found.
    reference: Mapped[str] = mapped_column(secrets.EncryptedText("reward_evidence.reference"))
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]

    @property
    def is_met(self) -> bool:
        return self.met != EvidenceMet.MISSING


class PayoutList(OfInstitution, Base):
    """发放名单: a batch of an office, fixed when it is made."""

    __tablename__ = "payout_lists"
    __table_args__ = (CheckConstraint("total_fen > 0", name="something"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    region_code: Mapped[str]
    # The days of the first and the last approval in it.
    since: Mapped[date]
    until: Mapped[date]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    frozen_at: Mapped[datetime] = mapped_column(index=True)
    frozen_by: Mapped[str]

    entries: Mapped[list["PayoutEntry"]] = relationship(
        order_by="PayoutEntry.position", back_populates="payout_list"
    )

    def __str__(self) -> str:
        return self.number


class PayoutEntry(OfInstitution, Base):
    """One sum to one account. Where the transfer failed, the next one names it (`replaces_id`).

    `costs_fen` of it are direct costs the family was not charged.
    """

    __tablename__ = "payout_entries"
    __table_args__ = (
        UniqueConstraint(
            "application_id",
            "recipient",
            "replaces_id",
            name="one_payout_at_a_time",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("fen > 0 AND costs_fen >= 0 AND costs_fen <= fen", name="something"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    payout_list_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payout_lists.id"), index=True)
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reward_applications.id"))
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payout_entries.id"))
    position: Mapped[int]
    recipient: Mapped[str]
    fen: Mapped[int]
    costs_fen: Mapped[int]
    # Who bears it: [{"payer", "fen"}], together `fen`.
    funding: Mapped[list[Any]]
    # As they were when the list was made.
    payee_name: Mapped[str]
    bank: Mapped[str]
    account: Mapped[str] = mapped_column(secrets.EncryptedText("payout_entries.account"))

    payout_list: Mapped[PayoutList] = relationship(back_populates="entries")
    application: Mapped[RewardApplication] = relationship(back_populates="entries")
    results: Mapped[list["PayoutResult"]] = relationship(
        order_by="PayoutResult.id", back_populates="entry"
    )

    @property
    def shown_account(self) -> str:
        return masked(self.account)

    @property
    def last_result(self) -> "PayoutResult | None":
        return self.results[-1] if self.results else None

    @property
    def has_failed(self) -> bool:
        return any(result.outcome == PayoutOutcome.FAILED for result in self.results)


class PayoutResult(OfInstitution, Base):
    """What the bank made of one entry: paid on a day under a reference, or failed for a reason."""

    __tablename__ = "payout_results"
    __table_args__ = (
        UniqueConstraint("entry_id", "outcome", name="a_result_is_noted_once"),
        CheckConstraint(
            "(outcome = 'paid') = (paid_on IS NOT NULL) "
            "AND (outcome = 'paid') = (reference IS NOT NULL) "
            "AND (outcome = 'failed') = (reason IS NOT NULL)",
            name="whole",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payout_entries.id"))
    outcome: Mapped[str]
    paid_on: Mapped[date | None]
    reference: Mapped[str | None]
    reason: Mapped[str | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]

    entry: Mapped[PayoutEntry] = relationship(back_populates="results")
