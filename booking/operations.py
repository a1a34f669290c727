"""What a family does online, and the desk's taking over."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from booking import queries
from booking.answers import Answers
from booking.errors import (
    AlreadyBooked,
    BookingCancelled,
    CancelReasonMissing,
    CaseAlreadyOpen,
    NotAllAnswered,
    OfferChanged,
)
from booking.models import Booking, Channel, Draft
from booking.offers import Offer, make_offer
from booking.steps import first_unanswered
from funeral.kinds import Source
from funeral.operations import open_case, plan_farewell, release_plan
from funeral.queries.cases import find_case_of_identity, get_case_by_id
from funeral.queries.schedule import cremation_of
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Claimant, ClaimantNameMissing, Relation, register_claimant
from kernel.people.deceased import (
    Deceased,
    IdentityKind,
    check_deceased,
    hold_identity,
    register_deceased,
)
from kernel.people.identity import Sex
from kernel.people.phones import normalise_phone

if TYPE_CHECKING:
    from funeral.models import FuneralCase, Plan

CODE_LENGTH = 8
# An unfinished booking is forgotten: PIPL art. 19, kept no longer than its purpose needs.
DRAFTS_LIVE = timedelta(days=7)


@operation(_("家属开始填写"))
def start_draft(*, institution_id: uuid.UUID, token: str, by: Actor) -> Draft:
    """A family begins; only the hash of its browser's token is kept."""
    draft = Draft(
        institution_id=institution_id,
        token_hash=queries.token_hash(token),
        answers={},
        started_at=clock.now(),
        saved_at=clock.now(),
    )
    db.session.add(draft)
    return draft


@operation(_("家属保存填写内容"))
def save_answers(*, draft_id: uuid.UUID, answers: Answers, by: Actor) -> Draft:
    """What has been answered so far, checked as confirm_booking will check it.

    Raises AlreadyBooked and the refusals of check_deceased and normalise_phone.
    """
    draft = queries.lock_draft(draft_id)
    known = Answers.from_json(draft.answers)
    if answers.phone is not None:
        _check_claimant(answers)
    if answers.died_on is not None:
        answers = _checked_deceased(answers)
    if answers.identity_number != known.identity_number:
        _ensure_first(draft.institution_id, answers.identity_number)
    draft.answers = answers.as_json()
    draft.saved_at = clock.now()
    return draft


@operation(_("家属确认预约"))
def confirm_booking(
    *,
    draft_id: uuid.UUID,
    by: Actor,
    agreed: str = "",
    channel: Channel = Channel.WEB,
    idempotency_key: str | None = None,
) -> Booking:
    """Deceased, claimant, farewell and cremation in one: all of it or nothing.

    `agreed`: the fingerprint of the offer the family was shown; empty where nobody was shown one.
    Raises NotAllAnswered, AlreadyBooked, OfferChanged, TimeTaken (with alternatives) and the
    refusals of register_deceased and register_claimant.
    """
    draft = queries.lock_draft(draft_id)
    answers = Answers.from_json(draft.answers)
    starts_at = answers.chosen_start
    if first_unanswered(answers) or starts_at is None:
        raise NotAllAnswered
    hold_identity(answers.identity_number)
    _ensure_first(draft.institution_id, answers.identity_number)
    deceased = _register_deceased(draft.institution_id, answers, by)
    claimant = _register_claimant(draft.institution_id, answers, by)
    plan = plan_farewell(
        institution_id=draft.institution_id,
        hall_class=answers.hall,
        cremator_type=answers.cremator,
        starts_at=starts_at,
        by=by,
    )
    db.session.flush()
    offer = _offer_of(draft, starts_at, plan)
    if agreed not in {"", offer.fingerprint}:
        raise OfferChanged
    booking = Booking(
        institution_id=draft.institution_id,
        code=new_token()[:CODE_LENGTH],
        channel=channel,
        deceased_id=deceased.id,
        claimant_id=claimant.id,
        plan_id=plan.id,
        pick_up_from=answers.pick_up_from or "",
        estimate=offer.estimate.as_json(),
        confirmed_at=clock.now(),
    )
    db.session.add(booking)
    # What is booked no longer needs to lie in the draft (PIPL art. 19: no longer than needed).
    draft.answers = {}
    return booking


@operation(_("清除过期的填写内容"))
def forget_drafts(*, by: Actor) -> int:
    """Unfinished bookings nobody has touched for DRAFTS_LIVE; how many there were."""
    drafts = queries.list_drafts_before(clock.now() - DRAFTS_LIVE)
    for draft in drafts:
        db.session.delete(draft)
    return len(drafts)


@operation(_("接待预约家属"))
def open_case_from_booking(
    *, code: str, by: Actor, idempotency_key: str | None = None
) -> "FuneralCase":
    """The desk receives the family. Raises CaseAlreadyOpen, BookingCancelled, CaseExists."""
    booking = _lock_waiting(code)
    case = open_case(
        institution_id=booking.institution_id,
        deceased_id=booking.deceased_id,
        claimant_id=booking.claimant_id,
        plan_id=booking.plan_id,
        source=Source.BOOKING,
        by=by,
    )
    db.session.flush()
    booking.case_id = case.id
    return case


@operation(_("取消预约"))
def cancel_booking(
    *, code: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Booking:
    """The family does not come: the times are free again, the booking stays with the reason.

    Raises CancelReasonMissing, CaseAlreadyOpen, BookingCancelled.
    """
    if not reason.strip():
        raise CancelReasonMissing
    booking = _lock_waiting(code)
    release_plan(plan_id=booking.plan_id, by=by)
    booking.cancelled_at = clock.now()
    booking.cancel_reason = reason.strip()
    return booking


def _lock_waiting(code: str) -> Booking:
    """Held until this operation ends, so that it is received or cancelled, never both."""
    booking = queries.lock_booking(code)
    if booking.case_id:
        raise CaseAlreadyOpen(number=get_case_by_id(booking.case_id).number)
    if booking.cancelled_at:
        raise BookingCancelled
    return booking


def _ensure_first(institution_id: uuid.UUID, identity_number: str | None) -> None:
    if not identity_number:
        return
    if queries.has_booking_for(institution_id, identity_number) or find_case_of_identity(
        institution_id, identity_number
    ):
        raise AlreadyBooked


def _check_claimant(answers: Answers) -> None:
    if not (answers.claimant_name or "").strip():
        raise ClaimantNameMissing
    normalise_phone(answers.phone or "")


def _checked_deceased(answers: Answers) -> Answers:
    """With what follows from the ID number, and the number in its one spelling."""
    known = check_deceased(**_particulars(answers))
    return replace(
        answers,
        deceased_name=known.name,
        identity_number=known.identity_number,
        sex=known.sex.value,
        born_on=known.born_on.isoformat() if known.born_on else None,
    )


def _particulars(answers: Answers) -> dict[str, Any]:
    return {
        "name": answers.deceased_name or "",
        "identity_kind": IdentityKind(str(answers.identity_kind)),
        "identity_number": answers.identity_number,
        "sex": Sex(answers.sex or Sex.UNSTATED),
        "born_on": answers.birth_day,
        "died_on": answers.death_day,
    }


def _offer_of(draft: Draft, starts_at: datetime, plan: "Plan") -> Offer:
    cremation = cremation_of(plan)
    return make_offer(draft, starts_at, cremation.starts_at if cremation else starts_at)


def _register_deceased(institution_id: uuid.UUID, answers: Answers, by: Actor) -> Deceased:
    return register_deceased(
        institution_id=institution_id,
        household_registration=answers.household_registration or None,
        waiver_class=str(answers.waiver_class),
        by=by,
        **_particulars(answers),
    )


def _register_claimant(institution_id: uuid.UUID, answers: Answers, by: Actor) -> Claimant:
    return register_claimant(
        institution_id=institution_id,
        name=answers.claimant_name or "",
        relation=Relation(str(answers.relation)),
        phone=answers.phone or "",
        by=by,
    )
