"""Further terms of the ashes kept in a unit."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class DepositRenewal(OfInstitution, Base):
    """续期 of a deposit, from the end of the term before it; both days inside.

    `fees`: the lines as the family was shown them. `receipt`: of what was paid outside the bill of
    the case; else the fees are charges there.
    """

    __tablename__ = "ash_deposit_renewals"
    __table_args__ = (
        CheckConstraint("until > since", name="has_a_length"),
        CheckConstraint(
            "until <= (since + interval '240 months')::date", name="twenty_years_at_most"
        ),
        ExcludeConstraint(
            ("deposit_id", "="),
            (text("daterange(since, until)"), "&&"),
            name="renewals_of_a_deposit_lie_apart",
            using="gist",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    deposit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_deposits.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    months: Mapped[int]
    fees: Mapped[list[Any]]
    receipt: Mapped[str | None]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[str]
