"""Which item of the county's list each act of the home is, and in what quantity."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from billing.kinds import FactKind
from billing.operations import record_charge, return_goods, withdraw_charge
from billing.queries import find_tariff_item, list_charges
from billing.sentences import N_, say
from funeral.kinds import CrematorType, HallClass
from funeral.models import FuneralCase
from kernel.people.actors import Actor

TRANSFER = "transfer"
STORAGE = "storage"
ITEM_OF_HALL = {
    HallClass.FAMILY: "hall_family",
    HallClass.SMALL: "hall_small",
    HallClass.MEDIUM: "hall_medium",
    HallClass.LARGE: "hall_large",
}
ITEM_OF_CREMATOR = {
    CrematorType.FLAT: "cremation_flat",
    CrematorType.COLLECTING: "cremation_collecting",
}
# What acts charge by themselves, here and in the columbarium: never written by hand.
BY_ACTS = frozenset(
    {TRANSFER, STORAGE, *ITEM_OF_HALL.values(), *ITEM_OF_CREMATOR.values(), "ash_deposit"}
)
INCLUDED = N_("已经包含在“%(whole)s”里（《殡葬管理条例》第四十二条）")


def hours(span: timedelta) -> Decimal:
    """Hours to two places, never none; the tariff says how they are rounded."""
    exact = Decimal(int(span.total_seconds())) / 3600
    return max(exact.quantize(Decimal("0.01")), Decimal("0.01"))


def charge_if_listed(
    case: FuneralCase,
    *,
    item_code: str,
    quantity: Decimal | int,
    fact: str,
    fact_kind: FactKind,
    fact_id: uuid.UUID,
    occurred_on: date,
    by: Actor,
    chosen_price_fen: int | None = None,
) -> None:
    """What is not on the list must not be charged (条例 art. 50), but the fact stays recorded.

    Neither is what another charge of the case includes already; and what this one includes, if it
    was charged by hand before, is taken back (art. 42).
    """
    item = find_tariff_item(case.institution_id, item_code, occurred_on)
    if item is None:
        return
    charged = list_charges(case.id)
    if any(charge.item.covers(item) for charge in charged):
        return
    for charge in charged:
        if item.covers(charge.item):
            is_article = charge.fact_kind == FactKind.STOCK_MOVEMENT
            take_back = return_goods if is_article else withdraw_charge
            take_back(charge_id=charge.id, reason=say(INCLUDED, whole=item.name).chinese, by=by)
    record_charge(
        institution_id=case.institution_id,
        case_id=case.id,
        item_code=item_code,
        quantity=quantity,
        chosen_price_fen=chosen_price_fen,
        fact=fact,
        fact_kind=fact_kind,
        fact_id=fact_id,
        occurred_on=occurred_on,
        by=by,
    )
