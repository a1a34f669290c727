"""An invented case at published prices, to see what a policy text would waive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.assessment import Assessment, assess
from billing.classes import WaiverClass
from billing.limits import Upgrade
from billing.lines import Facts, Line
from billing.models import TariffItem
from billing.policy import Policy
from billing.units import Unit
from billing.what_if import as_if_in_force

STORAGE = "storage"
MONTHS_KEPT, HOURS_A_DAY = Decimal(12), Decimal(24)


@dataclass(frozen=True)
class Sample:
    """`dearer`: the dearer item in place of each standard one, where the policy names one."""

    waiver_class: WaiverClass
    km: Decimal
    hours: Decimal
    registered_here: bool = True
    dearer: bool = False


@dataclass(frozen=True)
class Tried:
    """`unpriced`: items of the policy for which no price is published."""

    assessment: Assessment
    unpriced: tuple[str, ...]


def try_sample(policy: Policy, items: Iterable[TariffItem], sample: Sample, day: date) -> Tried:
    """Raises the refusals of assess and of the prices."""
    listed = {item.code: item for item in items}
    wanted = _wanted(policy, sample)
    lines = [_line(listed[code], sample) for code in wanted if code in listed]
    facts = Facts(
        household_registration=policy.region if sample.registered_here else None,
        waiver_class=sample.waiver_class,
        died_on=day,
        cremated_on=day,
        applied_on=day,
        standard_prices={
            code: listed[code].terms.low_fen for code in policy.standard_items if code in listed
        },
    )
    return Tried(
        assess(as_if_in_force(policy), facts, lines),
        tuple(code for code in wanted if code not in listed),
    )


def _wanted(policy: Policy, sample: Sample) -> list[str]:
    """Nobody is cremated twice: either the standard item or the dearer one."""
    dearer = {item.code: item.limit for item in policy.items if isinstance(item.limit, Upgrade)}
    replaced = {limit.standard for limit in dearer.values()}
    left_out = replaced if sample.dearer else set(dearer)
    return [item.code for item in policy.items if item.code not in left_out]


def _line(item: TariffItem, sample: Sample) -> Line:
    terms = item.terms
    quantities = {
        Unit.KM: sample.km,
        Unit.HOUR: sample.hours if item.code.startswith(STORAGE) else Decimal(1),
        Unit.DAY: sample.hours / HOURS_A_DAY if item.code.startswith(STORAGE) else Decimal(1),
        Unit.MONTH: MONTHS_KEPT,
    }
    quantity = quantities.get(terms.quantity_unit, Decimal(1))
    chosen = terms.high_fen if terms.is_range else None
    return Line.of(item.code, item.name, terms, max(quantity, Decimal("0.01")), chosen)
