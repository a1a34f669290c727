"""The people of a booking, from the answers of its family."""

import uuid
from dataclasses import replace
from typing import Any

from booking import queries
from booking.answers import Answers
from booking.errors import AlreadyBooked
from funeral.queries.cases import find_case_of_identity
from kernel.people.actors import Actor
from kernel.people.claimants import (
    Claimant,
    ClaimantNameMissing,
    Relation,
    phone_index,
    register_claimant,
)
from kernel.people.deceased import Deceased, IdentityKind, check_deceased, register_deceased
from kernel.people.identity import Sex
from kernel.people.phones import normalise_phone


def index_of(answers: Answers) -> str:
    """What the telephone number is known by in the schedule. Refusals of normalise_phone."""
    return phone_index(normalise_phone(answers.phone or ""))


def ensure_first(institution_id: uuid.UUID, identity_number: str | None) -> None:
    """Nobody is booked twice, nor booked who is here already. Raises AlreadyBooked."""
    if not identity_number:
        return
    if queries.has_booking_for(institution_id, identity_number) or find_case_of_identity(
        institution_id, identity_number
    ):
        raise AlreadyBooked


def check_claimant(answers: Answers) -> None:
    if not (answers.claimant_name or "").strip():
        raise ClaimantNameMissing
    normalise_phone(answers.phone or "")


def checked_deceased(answers: Answers) -> Answers:
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


def enrol_deceased(institution_id: uuid.UUID, answers: Answers, by: Actor) -> Deceased:
    return register_deceased(
        institution_id=institution_id,
        household_registration=answers.household_registration or None,
        waiver_class=str(answers.waiver_class),
        by=by,
        **_particulars(answers),
    )


def enrol_claimant(institution_id: uuid.UUID, answers: Answers, by: Actor) -> Claimant:
    return register_claimant(
        institution_id=institution_id,
        name=answers.claimant_name or "",
        relation=Relation(str(answers.relation)),
        phone=answers.phone or "",
        by=by,
    )
