"""What a home can offer a family: days, halls and cremations with their prices, times."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from booking.answers import Answers
from booking.estimate import Estimate, EstimateRow, estimate_of
from booking.held import held_by
from booking.models import Booking, Draft
from booking.people import index_of
from funeral.charges import ITEM_OF_CREMATOR, ITEM_OF_HALL
from funeral.errors import NotPlanned
from funeral.kinds import CrematorType, HallClass
from funeral.queries.pick_ups import pick_up_of
from funeral.queries.schedule import (
    HallChoice,
    begin_of,
    cremation_of,
    list_cremator_types,
    list_free_times,
    list_hall_choices,
)
from funeral.queries.terms import terms_of
from funeral.schedule import Proposal
from kernel import clock

if TYPE_CHECKING:
    from funeral.models import Plan


@dataclass(frozen=True)
class Offer:
    """The times and the price a family sees before it confirms, and agrees to by confirming.

    `pick_up_at`: when the hearse comes, None where none is held. `held_until`: empty where nothing
    is held.
    """

    starts_at: datetime
    cremation_at: datetime
    estimate: Estimate
    pick_up_at: datetime | None = None
    held_until: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """Short enough for a form; another time or amount gives another one."""
        rows = [(row.item_code, row.gross_fen, row.waived_fen) for row in self.estimate.rows]
        pick_up = self.pick_up_at.isoformat() if self.pick_up_at else ""
        said = (self.starts_at.isoformat(), self.cremation_at.isoformat(), pick_up, rows)
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
    """For the chosen time: as it is held, else as it is free; None where it no longer is."""
    answers = Answers.from_json(draft.answers)
    start = answers.chosen_start
    if start is None:
        return None
    plan = held_by(draft, answers)
    if plan:
        return offer_of_plan(draft, answers, plan)
    free = list_times_for(draft, answers, clock.day_of(start))
    return next((offer_of_free(draft, each) for each in free if each.starts_at == start), None)


def list_times_for(draft: Draft, answers: Answers, day: date) -> list[Proposal]:
    """What this family may choose on a day: its own hold is no obstacle."""
    return list_free_times(
        draft.institution_id,
        day,
        answers.hall,
        answers.cremator,
        index_of(answers) if answers.phone else None,
        but_for=draft.plan_id,
    )


def list_other_times(plan: "Plan", day: date) -> list[Proposal]:
    """What a booked family may change to on a day; its own times are no obstacle."""
    return list_free_times(
        plan.institution_id,
        day,
        HallClass(plan.hall_class),
        CrematorType(plan.cremator_type),
        plan.claimant_index,
        but_for=plan.id,
    )


def offer_of_plan(draft: Draft, answers: Answers, plan: "Plan") -> Offer:
    """With the storage counted from when the hearse brings the remains, else from the answers."""
    starts_at, cremation_at = times_of(plan)
    pick_up = pick_up_of(plan)
    since = max(draft.saved_at, pick_up.ends_at) if pick_up else draft.saved_at
    return Offer(
        starts_at,
        cremation_at,
        estimate_of(draft.institution_id, answers, cremation_at=cremation_at, since=since),
        pick_up_at=pick_up.starts_at if pick_up else None,
        held_until=plan.held_until,
    )


def offer_of_free(draft: Draft, proposal: Proposal) -> Offer:
    """What a time would cost that nobody holds yet."""
    cremation_at = proposal.cremation.starts_at
    answers = Answers.from_json(draft.answers)
    estimate = estimate_of(
        draft.institution_id, answers, cremation_at=cremation_at, since=draft.saved_at
    )
    return Offer(proposal.starts_at, cremation_at, estimate)


def reestimated(booking: Booking, plan: "Plan") -> Estimate:
    """For a booking that got other times."""
    deceased = booking.deceased
    answers = Answers(
        died_on=deceased.died_on.isoformat(),
        household_registration=deceased.household_registration or "",
        waiver_class=deceased.waiver_class,
        pick_up_from=booking.pick_up_from,
        hall_class=plan.hall_class,
        cremator_type=plan.cremator_type,
    )
    pick_up = pick_up_of(plan)
    since = max(booking.confirmed_at, pick_up.ends_at) if pick_up else booking.confirmed_at
    return estimate_of(booking.institution_id, answers, cremation_at=times_of(plan)[1], since=since)


def times_of(plan: "Plan") -> tuple[datetime, datetime]:
    """When the family is expected, and the cremation. Raises NotPlanned where it has none."""
    begin, cremation = begin_of(plan), cremation_of(plan)
    if begin is None or cremation is None:
        raise NotPlanned
    return begin, cremation.starts_at


def _has_time(institution_id: uuid.UUID, day: date) -> bool:
    return any(
        list_free_times(institution_id, day, choice.hall_class, kind)
        for choice in list_hall_choices(institution_id)
        for kind in list_cremator_types(institution_id)
    )


def _is_possible(draft: Draft, answers: Answers, hall: HallClass, kind: CrematorType) -> bool:
    day = answers.chosen_day
    asked = replace(answers, hall_class=hall, cremator_type=kind)
    return day is not None and bool(list_times_for(draft, asked, day))


def _row(draft: Draft, answers: Answers, code: str) -> EstimateRow | None:
    estimate = estimate_of(draft.institution_id, answers, cremation_at=None, since=draft.saved_at)
    return next((row for row in estimate.rows if row.item_code == code), None)
