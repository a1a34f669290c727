"""What a family will be asked to pay, before anything has happened: gross, waived, due."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from billing.classes import WaiverClass
from billing.lines import Facts, Line
from billing.pricing import TariffTerms
from billing.queries import assess_waiver, list_tariff_by_code
from billing.units import Unit
from booking.answers import Answers
from funeral.charges import ITEM_OF_CREMATOR, ITEM_OF_HALL, STORAGE, TRANSFER, hours
from funeral.kinds import CrematorType, HallClass
from funeral.queries.schedule import list_free_times, list_hall_choices
from kernel import clock


@dataclass(frozen=True)
class EstimateRow:
    """`at_most`: the price depends on what happens (the distance); this is its ceiling."""

    item_code: str
    name: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    clause: str
    at_most: bool


@dataclass(frozen=True)
class Estimate:
    """`reasons` say why a waiver applies or not, in Chinese sentences."""

    rows: tuple[EstimateRow, ...]
    gross_fen: int
    waived_fen: int
    due_fen: int
    policy_title: str
    eligible: bool
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        rows = tuple(EstimateRow(**row) for row in stored["rows"])
        return cls(**(stored | {"rows": rows, "reasons": tuple(stored["reasons"])}))


def estimate_of(institution_id: uuid.UUID, answers: Answers) -> Estimate:
    """By the list and the policy in force today, for what has been chosen so far."""
    lines, ceilings = _lines(institution_id, answers)
    policy, assessment = assess_waiver(institution_id, _facts(answers), lines)
    rows = tuple(
        EstimateRow(
            item_code=line.item_code,
            name=line.name,
            gross_fen=line.gross_fen,
            waived_fen=assessed.waived_fen if assessed else 0,
            due_fen=assessed.due_fen if assessed else line.gross_fen,
            clause=str(assessed.clause) if assessed else "",
            at_most=line.item_code in ceilings,
        )
        for line, assessed in zip(
            lines, assessment.lines if assessment else [None] * len(lines), strict=True
        )
    )
    return Estimate(
        rows=rows,
        gross_fen=sum(row.gross_fen for row in rows),
        waived_fen=sum(row.waived_fen for row in rows),
        due_fen=sum(row.due_fen for row in rows),
        policy_title=policy.title if policy else "",
        eligible=assessment.eligible if assessment else False,
        reasons=tuple(str(reason) for reason in assessment.reasons) if assessment else (),
    )


def _lines(institution_id: uuid.UUID, answers: Answers) -> tuple[list[Line], set[str]]:
    tariff = list_tariff_by_code(institution_id, clock.today())
    lines, ceilings = [], set()
    for code, quantity in _quantities(institution_id, answers):
        item = tariff.get(code)
        if item is None:
            continue
        terms = item.terms
        counted = quantity or _assumed(terms)
        chosen = terms.high_fen if terms.is_range else None
        lines.append(Line.of(item.code, item.name, terms, counted, chosen))
        if terms.is_range or quantity is None:
            ceilings.add(item.code)
    return lines, ceilings


def _quantities(institution_id: uuid.UUID, answers: Answers) -> list[tuple[str, Decimal | None]]:
    """(item code, quantity); None where only the event itself will tell."""
    wanted: list[tuple[str, Decimal | None]] = []
    if answers.pick_up_from:
        wanted.append((TRANSFER, None))
    hall_class = HallClass(answers.hall_class or HallClass.NONE)
    cremator_type = CrematorType(answers.cremator_type or CrematorType.FLAT)
    cremation_at = _cremation_at(institution_id, answers, hall_class, cremator_type)
    if cremation_at:
        kept = max(cremation_at - clock.now(), timedelta(hours=1))
        wanted.append((STORAGE, hours(kept)))
    if hall_class is not HallClass.NONE:
        minutes = next(
            choice.use_minutes
            for choice in list_hall_choices(institution_id)
            if choice.hall_class is hall_class
        )
        wanted.append((ITEM_OF_HALL[hall_class], hours(timedelta(minutes=minutes))))
    wanted.append((ITEM_OF_CREMATOR[cremator_type], Decimal(1)))
    return wanted


def _cremation_at(
    institution_id: uuid.UUID,
    answers: Answers,
    hall_class: HallClass,
    cremator_type: CrematorType,
) -> datetime | None:
    start = answers.chosen_start
    if start is None:
        return None
    day = clock.local(start).date()
    free = list_free_times(institution_id, day, hall_class, cremator_type)
    return next((p.cremation.starts_at for p in free if p.starts_at == start), start)


def _assumed(terms: TariffTerms) -> Decimal:
    """A trip nobody has driven yet: what the base price covers, else one unit."""
    return terms.included if terms.unit is Unit.KM and terms.included else Decimal(1)


def _facts(answers: Answers) -> Facts:
    start = answers.chosen_start
    return Facts(
        household_registration=answers.household_registration or None,
        waiver_class=WaiverClass(answers.waiver_class or WaiverClass.RESIDENT),
        died_on=date.fromisoformat(answers.died_on) if answers.died_on else None,
        cremated_on=clock.local(start).date() if start else None,
        applied_on=clock.today(),
    )
