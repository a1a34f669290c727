"""What a home can offer a family: days, halls and cremations with their prices, times."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from booking.answers import Answers
from booking.estimate import Estimate, EstimateRow, estimate_of
from booking.models import Draft
from funeral.charges import ITEM_OF_CREMATOR, ITEM_OF_HALL
from funeral.kinds import CrematorType, HallClass
from funeral.queries.schedule import (
    HallChoice,
    list_cremator_types,
    list_free_times,
    list_hall_choices,
)
from funeral.queries.terms import terms_of
from kernel import clock


@dataclass(frozen=True)
class Offer:
    """The times and the price a family sees before it confirms, and agrees to by confirming."""

    starts_at: datetime
    cremation_at: datetime
    estimate: Estimate

    @property
    def fingerprint(self) -> str:
        """Short enough for a form; another time or amount gives another one."""
        rows = [(row.item_code, row.gross_fen, row.waived_fen) for row in self.estimate.rows]
        said = (self.starts_at.isoformat(), self.cremation_at.isoformat(), rows)
        return sha256(repr(said).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class HallOffer:
    """`row`: what the class costs this family; None where the list has no price, so it is free."""

    choice: HallChoice
    row: EstimateRow | None
    is_free: bool


@dataclass(frozen=True)
class CremationOffer:
    cremator_type: CrematorType
    row: EstimateRow | None
    is_free: bool


def list_days(institution_id: uuid.UUID) -> list[tuple[date, bool]]:
    """Today and the days after it, each with whether anything is free."""
    ahead_of_today = terms_of(institution_id).days_ahead
    days = (clock.today() + timedelta(days=ahead) for ahead in range(ahead_of_today))
    return [(day, _has_time(institution_id, day)) for day in days]


def list_hall_offers(draft: Draft) -> list[HallOffer]:
    answers = Answers.from_json(draft.answers)
    types = list_cremator_types(draft.institution_id)
    offers = []
    for choice in list_hall_choices(draft.institution_id):
        asked = replace(answers, hall_class=choice.hall_class)
        code = ITEM_OF_HALL.get(choice.hall_class, "")
        is_free = any(_is_possible(draft, asked, choice.hall_class, kind) for kind in types)
        offers.append(HallOffer(choice, _row(draft, asked, code), is_free))
    return offers


def list_cremation_offers(draft: Draft) -> list[CremationOffer]:
    answers = Answers.from_json(draft.answers)
    halls = [choice.hall_class for choice in list_hall_choices(draft.institution_id)]
    offers = []
    for kind in list_cremator_types(draft.institution_id):
        asked = replace(answers, hall_class=HallClass.NONE, cremator_type=kind)
        is_free = any(_is_possible(draft, asked, hall, kind) for hall in halls)
        offers.append(CremationOffer(kind, _row(draft, asked, ITEM_OF_CREMATOR[kind]), is_free))
    return offers


def find_offer(draft: Draft) -> Offer | None:
    """For the chosen time; None where it is no longer free."""
    answers = Answers.from_json(draft.answers)
    start = answers.chosen_start
    if start is None:
        return None
    free = list_free_times(
        draft.institution_id,
        clock.day_of(start),
        answers.hall,
        answers.cremator,
    )
    cremation_at = next((p.cremation.starts_at for p in free if p.starts_at == start), None)
    return make_offer(draft, start, cremation_at) if cremation_at else None


def make_offer(draft: Draft, starts_at: datetime, cremation_at: datetime) -> Offer:
    """The one way to an estimate for a page that is confirmed and for what is kept of it."""
    estimate = estimate_of(
        draft.institution_id,
        Answers.from_json(draft.answers),
        cremation_at=cremation_at,
        since=draft.saved_at,
    )
    return Offer(starts_at, cremation_at, estimate)


def _has_time(institution_id: uuid.UUID, day: date) -> bool:
    return any(
        list_free_times(institution_id, day, choice.hall_class, kind)
        for choice in list_hall_choices(institution_id)
        for kind in list_cremator_types(institution_id)
    )


def _is_possible(draft: Draft, answers: Answers, hall: HallClass, kind: CrematorType) -> bool:
    day = answers.chosen_day
    return day is not None and bool(list_free_times(draft.institution_id, day, hall, kind))


def _row(draft: Draft, answers: Answers, code: str) -> EstimateRow | None:
    estimate = estimate_of(draft.institution_id, answers, cremation_at=None, since=draft.saved_at)
    return next((row for row in estimate.rows if row.item_code == code), None)
