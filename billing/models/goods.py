"""丧葬用品: what is in stock, at what purchase price it came, and every piece in or out."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Article(OfInstitution, Base):
    """One item of the list (`code`) kept in stock; whoever changes `stock` locks this row first."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("stock >= 0", name="never_below_nothing"),
        UniqueConstraint("institution_id", "code"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    stock: Mapped[int]

    def __str__(self) -> str:
        return self.code


class GoodsBatch(OfInstitution, Base):
    """What came at one time at one price; the ceiling of its selling price turns on it."""

    __tablename__ = "goods_batches"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="not_empty"),
        CheckConstraint("remaining >= 0", name="never_below_nothing"),
        CheckConstraint("purchase_price_fen >= 0", name="nothing_negative"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    article_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("articles.id"), index=True)
    received_on: Mapped[date]
    supplier: Mapped[str]
    # The invoice or delivery note, where an auditor finds the purchase price again.
    document: Mapped[str]
    purchase_price_fen: Mapped[int]
    quantity: Mapped[int]
    remaining: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class StockMovement(OfInstitution, Base):
    """Pieces of one batch in (above zero) or out (below). Never changed: a return is another."""

    __tablename__ = "stock_movements"
    __table_args__ = (CheckConstraint("quantity <> 0", name="moves_something"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    article_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("articles.id"), index=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goods_batches.id"), index=True)
    charge_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("charges.id"), index=True)
    kind: Mapped[str]
    quantity: Mapped[int]
    reason: Mapped[str]
    moved_at: Mapped[datetime] = mapped_column(index=True)
    moved_by: Mapped[str]

    article: Mapped[Article] = relationship()
    batch: Mapped[GoodsBatch] = relationship()


class GoodsCount(OfInstitution, Base):
    """盘点: how many there should be, how many there are, and why they differ."""

    __tablename__ = "goods_counts"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="nothing_negative"),
        CheckConstraint("expected = counted OR reason <> ''", name="difference_has_a_reason"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    article_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("articles.id"), index=True)
    expected: Mapped[int]
    counted: Mapped[int]
    reason: Mapped[str]
    counted_at: Mapped[datetime] = mapped_column(index=True)
    counted_by: Mapped[str]

    article: Mapped[Article] = relationship()
