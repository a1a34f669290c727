"""What no recorded fact charges by itself: items and goods of the list, chosen at the desk."""

import uuid
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.errors import ChargedByFact, FactChargeKept, FactMissing, NotYet, SoldFromStock
from billing.kinds import ItemClass
from billing.operations import record_charge, return_goods, sell_goods, withdraw_charge
from billing.queries import find_tariff_item, get_charge
from funeral.charges import BY_ACTS
from funeral.queries import cases
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, Role

if TYPE_CHECKING:
    from billing.models import Charge
    from funeral.models import FuneralCase


@operation(_("为案件登记收费项目"))
def charge_item(
    *,
    number: str,
    item_code: str,
    quantity: Decimal,
    chosen_price_fen: int | None,
    fact: str,
    occurred_on: date,
    by: Actor,
    idempotency_key: str | None = None,
) -> "Charge":
    """An item of the list of that day: 整容, 防腐, carrying down storeys. `fact`: what was done.

    Raises ChargedByFact, SoldFromStock, FactMissing, NotYet and the refusals of record_charge.
    """
    case = cases.lock_case(number)
    item = find_tariff_item(case.institution_id, item_code, occurred_on)
    name = item.name if item else item_code
    if item_code in BY_ACTS:
        raise ChargedByFact(item=name)
    if item and item.item_class == ItemClass.GOODS:
        raise SoldFromStock(item=name)
    if not fact.strip():
        raise FactMissing
    if occurred_on > clock.today():
        raise NotYet
    return record_charge(
        institution_id=case.institution_id,
        case_id=case.id,
        item_code=item_code,
        quantity=quantity,
        chosen_price_fen=chosen_price_fen,
        fact=fact.strip(),
        occurred_on=occurred_on,
        by=by,
    )


@operation(_("为案件登记丧葬用品"))
def sell_article(
    *,
    number: str,
    item_code: str,
    quantity: int,
    chosen_price_fen: int | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> "Charge":
    """Raises the refusals of billing.sell_goods."""
    case = cases.lock_case(number)
    return sell_goods(
        institution_id=case.institution_id,
        case_id=case.id,
        item_code=item_code,
        quantity=quantity,
        chosen_price_fen=chosen_price_fen,
        by=by,
    )


@operation(_("为案件退回丧葬用品"))
def return_article(
    *,
    number: str,
    charge_id: uuid.UUID,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> "Charge":
    """Before the bill. Raises NotFound and the refusals of billing.return_goods."""
    charge = _charge_of(cases.lock_case(number), charge_id)
    return return_goods(charge_id=charge.id, reason=reason, by=by)


@operation(_("撤销案件的费用"))
def withdraw_item(
    *,
    number: str,
    charge_id: uuid.UUID,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> "Charge":
    """Before the bill. What a recorded fact charges is withdrawn by an administrator only.

    Raises NotFound, FactChargeKept and the refusals of billing.withdraw_charge.
    """
    charge = _charge_of(cases.lock_case(number), charge_id)
    if charge.item.code in BY_ACTS and by.role is not Role.ADMINISTRATOR:
        raise FactChargeKept
    return withdraw_charge(charge_id=charge.id, reason=reason, by=by)


def _charge_of(case: "FuneralCase", charge_id: uuid.UUID) -> "Charge":
    charge = get_charge(charge_id)
    if charge.case_id != case.id:
        raise NotFound
    return charge
