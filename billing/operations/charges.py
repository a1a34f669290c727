"""Charging recorded facts by the list of their day, and taking a charge back before the bill."""

import uuid
from datetime import date
from decimal import Decimal

from billing.errors import IncludedInAnother, NotListed, NotPublishedThen, ReturnInstead
from billing.kinds import FactKind, ItemPurpose
from billing.law import ensure_may_sell
from billing.models import Charge, TariffItem
from billing.queries import bills, tariff
from billing.withdrawing import lock_open_charge, mark_withdrawn
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.money import MOST_FEN, AmountTooLarge
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("登记费用"))
def record_charge(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    item_code: str,
    quantity: Decimal | int,
    chosen_price_fen: int | None,
    fact: str,
    occurred_on: date,
    by: Actor,
    fact_kind: FactKind | None = None,
    fact_id: uuid.UUID | None = None,
) -> Charge:
    """What a recorded fact costs, by the price published on its day; the next bill takes it.

    `chosen_price_fen` only where the list publishes a range; `fact_kind` and `fact_id`: the record
    it rests on. Raises NotListed, NotPublishedThen (条例 art. 50), SellerNotAllowed (art. 25),
    IncludedInAnother (art. 42) and the refusals of billing.pricing.
    """
    item = _listed(institution_id, item_code, occurred_on)
    _ensure_not_included(case_id, item)
    others = sum(each.line().gross_fen for each in bills.list_open_charges(case_id))
    charge = Charge(
        institution_id=institution_id,
        case_id=case_id,
        item=item,
        quantity=Decimal(quantity),
        chosen_price_fen=chosen_price_fen,
        fact=fact,
        fact_kind=fact_kind,
        fact_id=fact_id,
        occurred_on=occurred_on,
        recorded_at=clock.now(),
    )
    # Refuses a price outside its range before anything is kept.
    if charge.line().gross_fen + others > MOST_FEN:
        raise AmountTooLarge
    db.session.add(charge)
    return charge


@operation(_("撤销费用"))
def withdraw_charge(
    *, charge_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> Charge:
    """Before the bill; it stays as a row with its reason and is left out of everything else.

    Raises WithdrawReasonMissing, ChargeBilled, ChargeWithdrawn, and ReturnInstead for goods.
    """
    charge = lock_open_charge(charge_id)
    if charge.fact_kind == FactKind.STOCK_MOVEMENT:
        raise ReturnInstead
    mark_withdrawn(charge, reason, by)
    return charge


def _listed(institution_id: uuid.UUID, item_code: str, day: date) -> TariffItem:
    item = tariff.find_tariff_item(institution_id, item_code, day)
    if item is None:
        later = tariff.find_unpublished_item(institution_id, item_code, day)
        if later:
            raise NotPublishedThen(item=later.name, day=day.isoformat())
        raise NotListed(item=item_code, day=day.isoformat())
    seller = get_institution(institution_id)
    ensure_may_sell(seller, ItemPurpose(item.purpose), item.name, day, day)
    return item


def _ensure_not_included(case_id: uuid.UUID, item: TariffItem) -> None:
    """Neither a part of what is charged already, nor the whole of which a part is."""
    taken_back = bills.charges_taken_back(case_id)
    for charge in bills.list_charges(case_id):
        if charge.id in taken_back:
            continue
        if charge.item.covers(item):
            raise IncludedInAnother(part=item.name, whole=charge.item.name)
        if item.covers(charge.item):
            raise IncludedInAnother(part=charge.item.name, whole=item.name)
