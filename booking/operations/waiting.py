"""候补: waiting for a time of a full day, and being offered what becomes free."""

import uuid
from datetime import date, time

from booking import queries
from booking.answers import Answers
from booking.errors import (
    AlreadyWaiting,
    DayNotBookable,
    NotAllAnswered,
    OfferOver,
    StillFree,
    TimesReversed,
    WaitingOver,
)
from booking.kinds import Outcome
from booking.models import Draft, WaitingEntry
from booking.people import index_of
from booking.queries import waiting as queue
from funeral.errors import NoSuchHall
from funeral.kinds import CrematorType, HallClass
from funeral.operations import hold_times, release_plan
from funeral.queries.plans import get_plan, lock_plan
from funeral.queries.schedule import begin_of, usable_resources
from funeral.queries.terms import last_day, terms_of
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Whoever lets an offer run out goes to the end of the queue once, then leaves it.
MOST_MISSED = 2


@operation(_("加入候补"))
def join_waiting_list(
    *,
    draft_id: uuid.UUID,
    hall_class: HallClass,
    cremator_type: CrematorType,
    day: date,
    by: Actor,
    from_time: time | None = None,
    to_time: time | None = None,
    idempotency_key: str | None = None,
) -> WaitingEntry:
    """A draft waits for one thing at a time: what it waited for before is left.

    `from_time`–`to_time`: when the family wants to begin, any time of the day if empty. Raises
    NotAllAnswered, DayNotBookable, TimesReversed, NoSuchHall, StillFree, AlreadyWaiting.
    """
    draft = queries.lock_draft(draft_id)
    answers = Answers.from_json(draft.answers)
    if not (answers.phone and answers.claimant_name):
        raise NotAllAnswered
    if not clock.today() <= day <= last_day(draft.institution_id):
        raise DayNotBookable
    if from_time and to_time and to_time < from_time:
        raise TimesReversed
    halls, cremators = usable_resources(draft.institution_id, hall_class, cremator_type)
    if not cremators or (hall_class is not HallClass.NONE and not halls):
        raise NoSuchHall
    now = clock.now()
    entry = WaitingEntry(
        institution_id=draft.institution_id,
        token=new_token(),
        claimant_index=index_of(answers),
        hall_class=hall_class,
        cremator_type=cremator_type,
        day=day,
        from_time=from_time,
        to_time=to_time,
        joined_at=now,
        queued_at=now,
    )
    if queue.find_fitting(entry):
        raise StillFree
    known = queue.find_open_entry_of(draft.institution_id, entry.claimant_index)
    if known and known.draft_id != draft.id:
        raise AlreadyWaiting
    if known and _wish(known) == _wish(entry):
        return known
    if known:
        settle_waiting(entry_id=known.id, accepted=False, by=by)
    entry.draft_id = draft.id
    db.session.add(entry)
    return entry


@operation(_("提供候补时间"))
def offer_times(
    *, institution_id: uuid.UUID, hall_class: str, cremator_type: str, by: Actor
) -> list[WaitingEntry]:
    """What is free now is held for the first in the queue that fits, one offer each.

    For those who want this class and those who want the cremator alone. Offers that ran out are
    settled first. Gives the entries that have an offer from now on.
    """
    # The resources first, as everywhere, and before the queue, so that nobody comes in between.
    usable_resources(institution_id, HallClass(hall_class), CrematorType(cremator_type), lock=True)
    classes = {hall_class, HallClass.NONE.value}
    for entry in queue.lock_queue(institution_id, classes, cremator_type):
        if queue.is_over(entry):
            _settle(entry, Outcome.EXPIRED)
        elif queue.has_lapsed(entry):
            _miss(entry)
    db.session.flush()
    offered = []
    for entry in queue.lock_queue(institution_id, classes, cremator_type):
        fitting = None if entry.offered_plan_id else queue.find_fitting(entry)
        if fitting:
            span = min(terms_of(institution_id).offer, fitting.starts_at - clock.now())
            plan = hold_times(
                institution_id=institution_id,
                hall_class=HallClass(entry.hall_class),
                cremator_type=CrematorType(entry.cremator_type),
                starts_at=fitting.starts_at,
                claimant_index=entry.claimant_index,
                held_for=span,
                by=by,
            )
            entry.offered_plan_id, entry.offered_until = plan.id, plan.held_until
            entry.told_at = None
            offered.append(entry)
    return offered


@operation(_("接受候补时间"))
def accept_offer(*, token: str, by: Actor, draft_token: str | None = None) -> Draft:
    """The offered times become those the draft holds; confirming them is the family's next step.

    `draft_token`: of another browser, which goes on with the draft from now on. Raises WaitingOver,
    OfferOver.
    """
    entry = _open_entry(token)
    draft = queries.lock_draft(entry.draft_id) if entry.draft_id else None
    if draft is None:
        raise WaitingOver
    if draft.plan_id and draft.plan_id != entry.offered_plan_id:
        release_plan(plan_id=draft.plan_id, by=by)
    entry = queue.lock_entry(entry.id)
    if entry.offered_plan_id is None or queue.has_lapsed(entry):
        raise OfferOver
    begin = begin_of(get_plan(entry.offered_plan_id))
    if begin is None:
        raise OfferOver
    if draft_token:
        draft.token_hash = queries.token_hash(draft_token)
    draft.plan_id = entry.offered_plan_id
    draft.answers = draft.answers | {
        "day": entry.day.isoformat(),
        "hall_class": entry.hall_class,
        "cremator_type": entry.cremator_type,
        "starts_at": begin.isoformat(),
    }
    draft.saved_at = clock.now()
    return draft


@operation(_("不要候补时间"))
def decline_offer(*, token: str, by: Actor) -> WaitingEntry:
    """The offer goes to the next, the family waits no longer. Raises WaitingOver, OfferOver."""
    entry = _open_entry(token)
    if entry.offered_plan_id is None or queue.has_lapsed(entry):
        raise OfferOver
    return _leave(entry, Outcome.DECLINED, by)


@operation(_("不再候补"))
def leave_waiting_list(*, token: str, by: Actor) -> WaitingEntry:
    """What was offered goes to the next. Raises WaitingOver."""
    return _leave(_open_entry(token), Outcome.LEFT, by)


@operation(_("了结候补"))
def settle_waiting(*, entry_id: uuid.UUID, accepted: bool, by: Actor) -> WaitingEntry:
    """The family has booked what it was offered, or something else, or waits for another day."""
    # As it is now: an offer may have been made since it was read.
    entry = queue.lock_entry(entry_id)
    if not accepted:
        _drop_offer(entry, by)
    if not entry.settled_at:
        _settle(entry, Outcome.ACCEPTED if accepted else Outcome.LEFT)
    return entry


@operation(_("记下已告知候补家属"))
def tell_offer(*, token: str, by: Actor) -> WaitingEntry:
    """The desk has telephoned. Raises WaitingOver, OfferOver."""
    entry = queue.lock_entry(_open_entry(token).id)
    if entry.offered_plan_id is None or queue.has_lapsed(entry):
        raise OfferOver
    entry.told_at = entry.told_at or clock.now()
    return entry


def _open_entry(token: str) -> WaitingEntry:
    entry = queue.get_entry(token)
    if entry.settled_at:
        raise WaitingOver
    return entry


def _leave(entry: WaitingEntry, outcome: Outcome, by: Actor) -> WaitingEntry:
    hall, cremator = HallClass(entry.hall_class), CrematorType(entry.cremator_type)
    usable_resources(entry.institution_id, hall, cremator, lock=True)
    # As it is now: an offer may have been made since it was read.
    entry = queue.lock_entry(entry.id)
    if entry.settled_at:
        raise WaitingOver
    _drop_offer(entry, by)
    _settle(entry, outcome)
    db.session.flush()
    offer_times(institution_id=entry.institution_id, hall_class=hall, cremator_type=cremator, by=by)
    return entry


def _drop_offer(entry: WaitingEntry, by: Actor) -> None:
    """Unless the family has confirmed it at this very moment."""
    if entry.offered_plan_id and lock_plan(entry.offered_plan_id).held_until:
        release_plan(plan_id=entry.offered_plan_id, by=by)


def _miss(entry: WaitingEntry) -> None:
    entry.missed += 1
    if entry.missed >= MOST_MISSED:
        _settle(entry, Outcome.EXPIRED)
    else:
        entry.offered_plan_id = entry.offered_until = entry.told_at = None
        entry.queued_at = clock.now()


def _settle(entry: WaitingEntry, outcome: Outcome) -> None:
    entry.settled_at, entry.outcome = clock.now(), outcome


def _wish(entry: WaitingEntry) -> tuple[object, ...]:
    return entry.day, entry.hall_class, entry.cremator_type, entry.from_time, entry.to_time
