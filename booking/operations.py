"""What a family does online, and the desk's taking over."""

import uuid
from datetime import date

from booking import queries
from booking.answers import Answers
from booking.errors import AlreadyBooked, CaseAlreadyOpen, NotAllAnswered
from booking.estimate import estimate_of
from booking.models import Booking, Channel, Draft
from funeral.kinds import CrematorType, HallClass, Source
from funeral.models import FuneralCase
from funeral.operations import open_case, plan_farewell
from funeral.queries.cases import find_case_of_identity, get_case_by_id
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Claimant, Relation, register_claimant
from kernel.people.deceased import Deceased, IdentityKind, register_deceased
from kernel.people.identity import Sex

CODE_LENGTH = 8


@operation
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


@operation
def save_answers(*, draft_id: uuid.UUID, answers: Answers, by: Actor) -> Draft:
    draft = queries.get_draft(draft_id)
    draft.answers = answers.as_json()
    draft.saved_at = clock.now()
    return draft


@operation
def confirm_booking(
    *,
    draft_id: uuid.UUID,
    by: Actor,
    channel: Channel = Channel.WEB,
    idempotency_key: str | None = None,
) -> Booking:
    """Deceased, claimant, farewell and cremation in one: all of it or nothing.

    Raises NotAllAnswered, AlreadyBooked, TimeTaken (with alternatives) and the refusals of
    register_deceased and register_claimant.
    """
    draft = queries.get_draft(draft_id)
    answers = Answers.from_json(draft.answers)
    starts_at = answers.chosen_start
    if not answers.is_complete() or starts_at is None:
        raise NotAllAnswered
    _ensure_first(draft.institution_id, answers.identity_number)
    deceased = _register_deceased(draft.institution_id, answers, by)
    claimant = _register_claimant(draft.institution_id, answers, by)
    estimate = estimate_of(draft.institution_id, answers)
    plan = plan_farewell(
        institution_id=draft.institution_id,
        hall_class=HallClass(answers.hall_class),
        cremator_type=CrematorType(answers.cremator_type),
        starts_at=starts_at,
        by=by,
    )
    db.session.flush()
    booking = Booking(
        institution_id=draft.institution_id,
        code=new_token()[:CODE_LENGTH],
        channel=channel,
        deceased_id=deceased.id,
        claimant_id=claimant.id,
        plan_id=plan.id,
        pick_up_from=answers.pick_up_from or "",
        estimate=estimate.as_json(),
        confirmed_at=clock.now(),
    )
    db.session.add(booking)
    # What is booked no longer needs to lie in the draft (PIPL art. 19: no longer than needed).
    draft.answers = {}
    return booking


@operation
def open_case_from_booking(
    *, code: str, by: Actor, idempotency_key: str | None = None
) -> FuneralCase:
    """The desk receives the family. Raises CaseAlreadyOpen, CaseExists."""
    booking = queries.lock_booking(code)
    if booking.case_id:
        raise CaseAlreadyOpen(number=get_case_by_id(booking.case_id).number)
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


def _ensure_first(institution_id: uuid.UUID, identity_number: str | None) -> None:
    if not identity_number:
        return
    if queries.has_booking_for(institution_id, identity_number) or find_case_of_identity(
        institution_id, identity_number
    ):
        raise AlreadyBooked


def _register_deceased(institution_id: uuid.UUID, answers: Answers, by: Actor) -> Deceased:
    return register_deceased(
        institution_id=institution_id,
        name=answers.deceased_name or "",
        identity_kind=IdentityKind(answers.identity_kind),
        identity_number=answers.identity_number,
        sex=Sex(answers.sex or Sex.UNSTATED),
        born_on=date.fromisoformat(answers.born_on) if answers.born_on else None,
        died_on=date.fromisoformat(str(answers.died_on)),
        household_registration=answers.household_registration or None,
        waiver_class=str(answers.waiver_class),
        by=by,
    )


def _register_claimant(institution_id: uuid.UUID, answers: Answers, by: Actor) -> Claimant:
    return register_claimant(
        institution_id=institution_id,
        name=answers.claimant_name or "",
        relation=Relation(answers.relation),
        phone=answers.phone or "",
        by=by,
    )
