"""Which item of the county's list each act of the home is, and in what quantity."""

from datetime import date, timedelta
from decimal import Decimal

from billing.operations import record_charge
from billing.queries import is_listed
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
    occurred_on: date,
    by: Actor,
    chosen_price_fen: int | None = None,
) -> None:
    """What is not on the list must not be charged (条例 art. 50), but the fact stays recorded."""
    if not is_listed(case.institution_id, item_code, occurred_on):
        return
    record_charge(
        institution_id=case.institution_id,
        case_id=case.id,
        item_code=item_code,
        quantity=quantity,
        chosen_price_fen=chosen_price_fen,
        fact=fact,
        occurred_on=occurred_on,
        by=by,
    )
