"""What a family will be asked to pay, before anything has happened: gross, waived, due."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from billing.classes import WaiverClass
from billing.lines import Facts, Line
from billing.pricing import TariffTerms, charged_units
from billing.queries import assess_waiver, list_tariff_by_code
from billing.quotes import QuotedRow
from billing.sentences import N_, Sentence, amount, say
from billing.units import Unit, plain
from booking.answers import Answers
from funeral.charges import ITEM_OF_CREMATOR, ITEM_OF_HALL, STORAGE, TRANSFER, hours
from funeral.kinds import HallClass
from funeral.queries.schedule import list_hall_choices
from kernel import clock
from kernel.places import get_institution

SHORTEST_STORAGE = timedelta(hours=1)
COUNTED_IN_TIME = {Unit.HOUR, Unit.DAY}


@dataclass(frozen=True)
class EstimateRow:
    """`at_most`: the list has a range and this is its upper end. `note`: what was assumed."""

    item_code: str
    name: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    clause: Sentence
    note: Sentence
    at_most: bool


@dataclass(frozen=True)
class Estimate:
    """`reasons` say why a waiver applies or not."""

    rows: tuple[EstimateRow, ...]
    gross_fen: int
    waived_fen: int
    due_fen: int
    policy_title: str
    eligible: bool
    reasons: tuple[Sentence, ...]

    @property
    def at_most(self) -> bool:
        """Whether the family may pay less than is shown, because a price has a range."""
        return any(row.at_most and row.due_fen for row in self.rows)

    @property
    def quoted(self) -> list[QuotedRow]:
        """As the bill is compared with it."""
        return [
            QuotedRow(
                item_code=row.item_code,
                name=row.name,
                gross_fen=row.gross_fen,
                waived_fen=row.waived_fen,
                due_fen=row.due_fen,
                at_most=row.at_most,
            )
            for row in self.rows
        ]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        rows = tuple(
            EstimateRow(**(row | {key: _sentence(row[key]) for key in ("clause", "note")}))
            for row in stored["rows"]
        )
        reasons = tuple(map(_sentence, stored["reasons"]))
        return cls(**(stored | {"rows": rows, "reasons": reasons}))


def estimate_of(
    institution_id: uuid.UUID, answers: Answers, *, cremation_at: datetime | None, since: datetime
) -> Estimate:
    """By the list and the policy in force today, for what has been chosen so far.

    Storage is counted from `since`, when the family last answered, to `cremation_at`; not at all
    while no cremation is chosen.
    """
    tariff = list_tariff_by_code(institution_id, clock.today())
    wanted = _quantities(institution_id, answers, cremation_at, since)
    lines, notes = [], []
    for code, quantity in wanted:
        # What is not on the county's list is not charged (条例 art. 50).
        if code in tariff:
            item = tariff[code]
            lines.append(_line(item.code, item.name, item.terms, quantity))
            notes.append(_note(item.terms, quantity))
    policy, assessment = assess_waiver(
        institution_id, _facts(institution_id, answers, cremation_at), lines
    )
    rows = tuple(
        EstimateRow(
            item_code=line.item_code,
            name=line.name,
            gross_fen=line.gross_fen,
            waived_fen=found.waived_fen,
            due_fen=found.due_fen,
            clause=found.clause,
            note=note,
            at_most=tariff[line.item_code].terms.is_range,
        )
        for line, note, found in zip(lines, notes, assessment.lines, strict=True)
    )
    return Estimate(
        rows=rows,
        gross_fen=sum(row.gross_fen for row in rows),
        waived_fen=sum(row.waived_fen for row in rows),
        due_fen=sum(row.due_fen for row in rows),
        policy_title=policy.title if policy else "",
        eligible=assessment.eligible,
        reasons=assessment.reasons,
    )


def _quantities(
    institution_id: uuid.UUID, answers: Answers, cremation_at: datetime | None, since: datetime
) -> list[tuple[str, Decimal | None]]:
    """(item code, quantity in the order of events); None where only the event itself will tell."""
    wanted: list[tuple[str, Decimal | None]] = []
    if answers.pick_up_from:
        wanted.append((TRANSFER, None))
    if cremation_at:
        wanted.append((STORAGE, hours(max(cremation_at - since, SHORTEST_STORAGE))))
    if answers.hall is not HallClass.NONE:
        wanted += [
            (ITEM_OF_HALL[answers.hall], hours(timedelta(minutes=choice.use_minutes)))
            for choice in list_hall_choices(institution_id)
            if choice.hall_class is answers.hall
        ]
    wanted.append((ITEM_OF_CREMATOR[answers.cremator], Decimal(1)))
    return wanted


def _line(code: str, name: str, terms: TariffTerms, quantity: Decimal | None) -> Line:
    counted = quantity or _assumed(terms)
    return Line.of(code, name, terms, counted, terms.high_fen if terms.is_range else None)


def _assumed(terms: TariffTerms) -> Decimal:
    """A trip nobody has driven yet: what the base price covers, else one unit."""
    return terms.included if terms.unit is Unit.KM and terms.included else Decimal(1)


def _note(terms: TariffTerms, quantity: Decimal | None) -> Sentence:
    if terms.is_range:
        low, high = amount(terms.low_fen), amount(terms.high_fen)
        return say(N_("公布价格 %(low)s 至 %(high)s 元，按上限估算。"), low=low, high=high)
    if quantity is None and terms.included and terms.extra_price_fen:
        return say(
            N_("按 %(included)s %(unit)s以内估算，超出部分每%(unit)s %(extra)s 元。"),
            included=plain(terms.included),
            unit=terms.unit.chinese,
            extra=amount(terms.extra_price_fen),
        )
    if quantity is not None and terms.unit in COUNTED_IN_TIME:
        units = plain(charged_units(terms, quantity))
        return say(N_("按 %(units)s %(unit)s估算。"), units=units, unit=terms.unit.chinese)
    return Sentence(())


def _facts(institution_id: uuid.UUID, answers: Answers, cremation_at: datetime | None) -> Facts:
    return Facts(
        household_registration=answers.household_registration or None,
        waiver_class=WaiverClass(answers.waiver_class or WaiverClass.RESIDENT),
        died_on=answers.death_day,
        born_on=answers.birth_day,
        # Farewell and cremation are on one day, so the chosen day is the cremation's.
        cremated_on=clock.day_of(cremation_at) if cremation_at else answers.chosen_day,
        applied_on=clock.today(),
        cremated_in=get_institution(institution_id).region_code,
    )


def _sentence(stored: dict[str, Any]) -> Sentence:
    return Sentence(
        tuple(
            (template, tuple((name, fact) for name, fact in facts))
            for template, facts in stored["parts"]
        )
    )
