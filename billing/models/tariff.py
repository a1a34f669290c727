"""What may be charged, and what is waived: published with legal basis and dates."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

from sqlalchemy import Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from billing.pricing import TariffTerms
from billing.units import Unit
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class TariffItem(OfInstitution, Base):
    """One item of the published list in one version; versions of an item never overlap in time."""

    __tablename__ = "tariff_items"
    __table_args__ = (
        ExcludeConstraint(
            ("institution_id", "="),
            ("code", "="),
            ("valid", "&&"),
            name="one_price_at_a_time",
            using="gist",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    item_class: Mapped[str]
    price_mode: Mapped[str]
    unit: Mapped[str]
    price_fen: Mapped[int | None]
    price_low_fen: Mapped[int | None]
    price_high_fen: Mapped[int | None]
    included: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    extra_price_fen: Mapped[int | None]
    measured_in: Mapped[str | None]
    round_up_to: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    legal_basis: Mapped[str]
    issuer: Mapped[str]
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    published_at: Mapped[datetime]

    @property
    def valid_from(self) -> date:
        """The first day; PostgreSQL keeps `valid` as [first, day after the last)."""
        return cast(date, self.valid.lower)

    @property
    def valid_to(self) -> date | None:
        """The last day itself; None while no end is published."""
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None

    @property
    def terms(self) -> TariffTerms:
        return TariffTerms(
            unit=Unit(self.unit),
            price_fen=self.price_fen,
            price_low_fen=self.price_low_fen,
            price_high_fen=self.price_high_fen,
            included=self.included,
            extra_price_fen=self.extra_price_fen,
            measured_in=Unit(self.measured_in) if self.measured_in else None,
            round_up_to=self.round_up_to,
        )


class WaiverPolicy(Base):
    """A county's waiver or reward as published: the YAML text itself, so it replays for ever."""

    __tablename__ = "waiver_policies"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        ExcludeConstraint(
            ("region_code", "="),
            ("kind", "="),
            ("valid", "&&"),
            name="one_policy_at_a_time",
            using="gist",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    version: Mapped[int]
    kind: Mapped[str]
    region_code: Mapped[str]
    title: Mapped[str]
    source: Mapped[str]
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    published_at: Mapped[datetime]
