"""What 代客祭扫 costs by the published list, and on whose account it goes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.kinds import FactKind
from billing.lines import Line
from billing.operations import record_charge
from billing.prices import say_price
from billing.queries import find_tariff_item
from cemetery.rights.queries.rights import right_of_unit
from cemetery.visits.models import Sweep
from cemetery.visits.queries.units import get_unit_by_id
from funeral.queries.cases import get_case_by_id
from kernel import clock
from kernel.errors import NotFound

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from funeral.models import FuneralCase
    from kernel.people.actors import Actor

PROXY_VISIT = "proxy_visit"


@dataclass(frozen=True)
class SweepFee:
    """`price` as the list says it. Where it publishes a range, `fen` is its lower end."""

    name: str
    price: str
    fen: int
    chosen_fen: int | None


def find_fee(institution_id: "uuid.UUID", day: "date") -> SweepFee | None:
    """None where the list has no such item: then nothing is charged (条例 art. 50)."""
    item = find_tariff_item(institution_id, PROXY_VISIT, day)
    if item is None:
        return None
    chosen = item.terms.low_fen if item.terms.is_range else None
    fen = Line.of(item.code, item.name, item.terms, Decimal(1), chosen).gross_fen
    return SweepFee(item.name, say_price(item), fen, chosen) if fen else None


def case_of(sweep: Sweep) -> "FuneralCase | None":
    """Of whoever rests there, where it is this home's and its own family asks, known by telephone.

    Anybody may name a grave on the web; nobody is charged for what a stranger asked.
    """
    unit = get_unit_by_id(sweep.unit_id)
    right = right_of_unit(unit.id)
    case_id = right.case_id if right else unit.family_id
    if case_id is None:
        return None
    try:
        case = get_case_by_id(case_id)
    except NotFound:
        # Ashes from elsewhere have no case, and another home's case is not ours to charge.
        return None
    known = {case.claimant.phone, *([right.holder.phone] if right else [])}
    is_ours = case.institution_id == sweep.institution_id
    return case if is_ours and sweep.phone in known else None


def charge_sweep(sweep: Sweep, case: "FuneralCase", where: str, by: "Actor") -> None:
    """By the list of the day it was asked for, which is what the family agreed to."""
    asked_on = clock.day_of(sweep.asked_at)
    fee = find_fee(sweep.institution_id, asked_on)
    record_charge(
        institution_id=sweep.institution_id,
        case_id=case.id,
        item_code=PROXY_VISIT,
        quantity=1,
        chosen_price_fen=fee.chosen_fen if fee else None,
        fact=where,
        fact_kind=FactKind.SWEEP,
        fact_id=sweep.id,
        occurred_on=asked_on,
        by=by,
    )
