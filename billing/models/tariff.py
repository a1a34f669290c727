"""What may be charged, and what is waived: published with legal basis and dates."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from billing.kinds import PriceMode
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.units import Unit
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class TariffItem(OfInstitution, Base):
    """One item of the list in one version; published versions of an item never overlap in time.

    `published_on`: from which day families could read it; None while it is a draft, of which an
    item has one at most. Nothing is charged on a day before it (条例 art. 50).
    """

    __tablename__ = "tariff_items"
    __table_args__ = (
        ExcludeConstraint(
            ("institution_id", "="),
            ("code", "="),
            ("valid", "&&"),
            name="one_price_at_a_time",
            using="gist",
            where=text("published_on IS NOT NULL"),
        ),
        Index(
            "one_draft_at_a_time",
            "institution_id",
            "code",
            unique=True,
            postgresql_where=text("published_on IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    item_class: Mapped[str]
    purpose: Mapped[str]
    list_source: Mapped[str]
    price_mode: Mapped[str]
    unit: Mapped[str]
    price_fen: Mapped[int | None]
    price_low_fen: Mapped[int | None]
    price_high_fen: Mapped[int | None]
    included: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    extra_price_fen: Mapped[int | None]
    measured_in: Mapped[str | None]
    round_up_to: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    # What the price is held to; which of these are set turns on the price mode.
    base_fen: Mapped[int | None]
    float_up_percent: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    float_down_percent: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    ceiling_fen: Mapped[int | None]
    reference_low_fen: Mapped[int | None]
    reference_high_fen: Mapped[int | None]
    purchase_price_fen: Mapped[int | None]
    markup_percent: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    # Codes and purposes that are in this price already and cannot be charged beside it.
    includes: Mapped[list[Any]]
    legal_basis: Mapped[str]
    issuer: Mapped[str]
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    published_on: Mapped[date | None]
    # When the system was told; later than `published_on` for a list that came on paper before.
    published_at: Mapped[datetime | None]
    # None for what was published at set-up, before there were numbered publications.
    publication_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("tariff_publications.id"), index=True
    )
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str]

    def covers(self, other: "TariffItem") -> bool:
        """Whether the other is in this price already."""
        return other.code in self.includes or other.purpose in self.includes

    @property
    def rule(self) -> PriceRule:
        return PriceRule(
            mode=PriceMode(self.price_mode),
            base_fen=self.base_fen,
            float_up_percent=self.float_up_percent,
            float_down_percent=self.float_down_percent,
            ceiling_fen=self.ceiling_fen,
            reference_low_fen=self.reference_low_fen,
            reference_high_fen=self.reference_high_fen,
            purchase_price_fen=self.purchase_price_fen,
            markup_percent=self.markup_percent,
        )

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


class TariffPublication(OfInstitution, Base):
    """The whole list as it was displayed from a day on; the database refuses to change it.

    An audit reads here what families could read on any day (rules.md §7, A8).
    """

    __tablename__ = "tariff_publications"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    published_on: Mapped[date] = mapped_column(index=True)
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    # SHA-256 over the canonical JSON of `items`.
    content_hash: Mapped[str]
    # billing.published.PublishedItem as JSON. Kept out of the journal, which holds the hash.
    items: Mapped[list[Any]] = mapped_column(info={"private": True})

    def __str__(self) -> str:
        return self.number


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

    @property
    def first_day(self) -> date:
        return cast(date, self.valid.lower)

    @property
    def last_day(self) -> date | None:
        """None while no end is known. A later version may have brought the text's forward."""
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None
