"""丧葬用品: received, sold to a case, returned, counted. Each holds the article's row first."""

import uuid
from datetime import date
from decimal import Decimal

from billing.errors import (
    DifferenceReasonMissing,
    MarkupExceeded,
    NoBatchYet,
    NotAnArticle,
    NotGoods,
    PurchasedInFuture,
    StockTooLow,
    WholeQuantity,
)
from billing.kinds import FactKind, ItemClass, MovementKind
from billing.models import Article, Charge, GoodsBatch, GoodsCount, StockMovement, TariffItem
from billing.operations.charges import record_charge
from billing.price_rules import markup_ceiling
from billing.queries import goods as queries
from billing.queries import tariff
from billing.units import plain
from billing.withdrawing import lock_open_charge, mark_withdrawn
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.money import yuan
from kernel.operations import operation
from kernel.people.actors import Actor

MOST_PIECES = 99_999


@operation(_("登记丧葬用品购进"))
def receive_goods(
    *,
    institution_id: uuid.UUID,
    item_code: str,
    quantity: int,
    purchase_price_fen: int,
    received_on: date,
    supplier: str,
    document: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> GoodsBatch:
    """One delivery at one price a piece. Raises NotGoods, WholeQuantity, PurchasedInFuture."""
    if item_code not in queries.list_goods_names(institution_id):
        raise NotGoods(item=item_code)
    _ensure_pieces(quantity)
    if received_on > clock.today():
        raise PurchasedInFuture
    article = queries.lock_article(institution_id, item_code)
    batch = GoodsBatch(
        institution_id=institution_id,
        article_id=article.id,
        received_on=received_on,
        supplier=supplier.strip(),
        document=document.strip(),
        purchase_price_fen=purchase_price_fen,
        quantity=quantity,
        remaining=0,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(batch)
    db.session.flush()
    _move(article, batch, quantity, MovementKind.RECEIVED, by=by)
    return batch


@operation(_("售出丧葬用品"))
def sell_goods(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    item_code: str,
    quantity: int,
    chosen_price_fen: int | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> Charge:
    """Out of stock, the oldest pieces first, and onto the case, or neither.

    The price keeps to the markup over what each of these pieces was bought for. Raises NotGoods,
    WholeQuantity, StockTooLow, MarkupExceeded and the refusals of record_charge.
    """
    _ensure_pieces(quantity)
    today = clock.today()
    item = tariff.find_tariff_item(institution_id, item_code, today)
    if item is not None and item.item_class != ItemClass.GOODS:
        raise NotGoods(item=item.name)
    article = queries.lock_article(institution_id, item_code)
    first = new_id()
    charge = record_charge(
        institution_id=institution_id,
        case_id=case_id,
        item_code=item_code,
        quantity=quantity,
        chosen_price_fen=chosen_price_fen,
        fact=f"{clock.say_stamp(clock.now())} {quantity} 件",
        fact_kind=FactKind.STOCK_MOVEMENT,
        fact_id=first,
        occurred_on=today,
        by=by,
    )
    if article.stock < quantity:
        raise StockTooLow(item=charge.item.name, left=article.stock)
    db.session.flush()
    for taken, batch in _oldest(article, quantity):
        _ensure_markup(charge, batch)
        _move(article, batch, -taken, MovementKind.SOLD, by=by, charge=charge, key=first)
        first = new_id()
    return charge


@operation(_("退回丧葬用品"))
def return_goods(
    *, charge_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> Charge:
    """Back to the batches the pieces came from; the charge is withdrawn with the reason.

    Raises NotAnArticle, ChargeBilled, ChargeWithdrawn, WithdrawReasonMissing.
    """
    charge = lock_open_charge(charge_id)
    if charge.fact_kind != FactKind.STOCK_MOVEMENT:
        raise NotAnArticle
    article = queries.lock_article(charge.institution_id, charge.item.code)
    mark_withdrawn(charge, reason, by)
    batches = {batch.id: batch for batch in queries.list_batches(article.id)}
    for sold in queries.list_movements_of_charge(charge.id):
        _move(
            *(article, batches[sold.batch_id], -sold.quantity, MovementKind.RETURNED),
            by=by,
            reason=reason.strip(),
            charge=charge,
        )
    return charge


@operation(_("盘点丧葬用品"))
def count_goods(
    *,
    institution_id: uuid.UUID,
    item_code: str,
    counted: int,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> GoodsCount:
    """What is really there; a difference needs its reason and is taken from the oldest pieces.

    Raises NotGoods, DifferenceReasonMissing, NoBatchYet.
    """
    if item_code not in queries.list_goods_names(institution_id):
        raise NotGoods(item=item_code)
    article = queries.lock_article(institution_id, item_code)
    expected, reason = article.stock, reason.strip()
    if counted != expected and not reason:
        raise DifferenceReasonMissing(expected=expected, counted=counted)
    count = GoodsCount(
        institution_id=institution_id,
        article_id=article.id,
        expected=expected,
        counted=counted,
        reason=reason,
        counted_at=clock.now(),
        counted_by=str(by),
    )
    db.session.add(count)
    if counted > expected:
        batches = queries.list_batches(article.id)
        if not batches:
            raise NoBatchYet
        _move(article, batches[-1], counted - expected, MovementKind.COUNTED, by=by, reason=reason)
    for taken, batch in _oldest(article, expected - counted):
        _move(article, batch, -taken, MovementKind.COUNTED, by=by, reason=reason)
    return count


def _ensure_pieces(quantity: int) -> None:
    if not 0 < quantity <= MOST_PIECES:
        raise WholeQuantity(most=MOST_PIECES)


def _oldest(article: Article, quantity: int) -> list[tuple[int, GoodsBatch]]:
    """How many pieces of which batch make up this many."""
    parts = []
    for batch in queries.list_batches(article.id):
        taken = min(batch.remaining, quantity)
        if taken > 0:
            parts.append((taken, batch))
            quantity -= taken
    return parts


def _ensure_markup(charge: Charge, batch: GoodsBatch) -> None:
    item: TariffItem = charge.item
    percent: Decimal | None = item.markup_percent
    if percent is None:
        return
    ceiling = markup_ceiling(batch.purchase_price_fen, percent)
    price = charge.chosen_price_fen if item.terms.is_range else item.price_fen
    if price is not None and price > ceiling:
        raise MarkupExceeded(
            purchase=yuan(batch.purchase_price_fen),
            percent=plain(percent),
            ceiling=yuan(ceiling),
            price=yuan(price),
        )


def _move(
    article: Article,
    batch: GoodsBatch,
    quantity: int,
    kind: MovementKind,
    *,
    by: Actor,
    reason: str = "",
    charge: Charge | None = None,
    key: uuid.UUID | None = None,
) -> None:
    """Article, batch and movement together, so that the three never differ."""
    article.stock += quantity
    batch.remaining += quantity
    db.session.add(
        StockMovement(
            id=key or new_id(),
            institution_id=article.institution_id,
            article_id=article.id,
            batch_id=batch.id,
            charge_id=charge.id if charge else None,
            kind=kind,
            quantity=quantity,
            reason=reason,
            moved_at=clock.now(),
            moved_by=str(by),
        )
    )
