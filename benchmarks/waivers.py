"""Waiver assessment, a pure function; the limit is the target of 5,000 cases a second a core."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from benchmarks.rows import Row, per_second, row
from billing.assessment import assess
from billing.classes import WaiverClass
from billing.lines import Facts, Line
from billing.policy_text.file import load_policies
from billing.pricing import TariffTerms
from billing.units import Unit

TARGET = 5_000.0
FACTS = Facts("421221", WaiverClass.RESIDENT, date(2026, 11, 20), date(2026, 11, 22))


def measure() -> Iterator[Row]:
    policy = next(policy for policy in load_policies() if policy.region == "421221")
    storage = TariffTerms(unit=Unit.HOUR, price_fen=10_00)
    flat = TariffTerms(unit=Unit.BODY, price_fen=500_00)
    lines = [
        Line.of("storage", "遗体存放", storage, Decimal(90)),
        Line.of("cremation_flat", "遗体火化", flat, Decimal(1)),
    ]
    rate = per_second(lambda _turn: assess(policy, FACTS, lines), 5_000)
    yield row("waiver assessed, two lines", rate, "cases/s", TARGET)
