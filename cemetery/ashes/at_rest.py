"""Ashes go into a unit, or are scattered: what is the same on whoever's word it is done.

Each operation has judged before on whose word and with which certificate.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from cemetery import queries as ground
from cemetery.ashes.chain import ensure_may, write_event
from cemetery.ashes.errors import (
    ScatteredWrongTime,
    ScatteringPlaceMissing,
    UnitOfAnotherHome,
    WitnessesMissing,
)
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.leaving import leave_unit, tell_funeral
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.models import Unit
from cemetery.occupancy import take_place
from kernel import clock
from kernel.errors import NotFound
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.places import get_institution

WITNESSES = 2


@dataclass(frozen=True)
class Word:
    """On whose word ashes are scattered, and the certificate that was checked for it.

    `asked_by`: of the family; empty where two persons decided because nobody came.
    `authorisation`: the paper behind it, which is always there where `asked_by` is not.
    """

    certificate_number: str
    asked_by: str = ""
    relation: Relation | None = None
    authorisation: str = ""


@dataclass(frozen=True)
class Scattering:
    """Where and when it was, and who saw it."""

    place: str
    scattered_at: datetime
    witnesses: list[str]
    voyage_id: uuid.UUID | None = None


def inter(
    portion: AshPortion, unit_id: uuid.UUID, *, certificate_number: str, by: Actor
) -> AshEvent:
    """Raises AlreadyInterred, WrongMove, UnitOfAnotherHome and the refusals of take_place."""
    ensure_may(portion, MoveKind.INTER)
    ensure_own_unit(portion, unit_id)
    ground.lock_each_unit((portion.unit_id, unit_id))
    # First out of the old place: it may be the same one, kept for good from now on.
    deposit = leave_unit(portion)
    unit = take_place(unit_id, portion.ashes_id)
    event = write_event(
        portion,
        MoveKind.INTER,
        PortionState.INTERRED,
        place=say_unit(unit),
        holder=get_institution(portion.institution_id).name,
        unit_id=unit.id,
        certificate_number=certificate_number,
        deposit_id=deposit.id if deposit else None,
        by=by,
    )
    tell_funeral(portion, by)
    return event


def scatter(portion: AshPortion, done: Scattering, word: Word, by: Actor) -> AshEvent:
    """Nothing can follow.

    Raises ScatteringPlaceMissing, WitnessesMissing, WrongMove, ScatteredWrongTime.
    """
    names = list(dict.fromkeys("".join(name.split()) for name in done.witnesses if name.strip()))
    if not done.place.strip():
        raise ScatteringPlaceMissing
    if len(names) < WITNESSES:
        raise WitnessesMissing
    ensure_may(portion, MoveKind.SCATTER)
    since = portion.since or done.scattered_at
    if not clock.minute_of(since) <= done.scattered_at <= clock.now():
        raise ScatteredWrongTime(since=clock.say_stamp(since))
    deposit = leave_unit(portion)
    event = write_event(
        portion,
        MoveKind.SCATTER,
        PortionState.SCATTERED,
        place=done.place,
        holder=done.place,
        happened_at=max(done.scattered_at, since),
        witnesses=names,
        voyage_id=done.voyage_id,
        certificate_number=word.certificate_number,
        counterpart=word.asked_by.strip(),
        relation=word.relation,
        authorisation=word.authorisation.strip(),
        deposit_id=deposit.id if deposit else None,
        by=by,
    )
    tell_funeral(portion, by)
    return event


def ensure_own_unit(portion: AshPortion, unit_id: uuid.UUID) -> None:
    """Raises UnitOfAnotherHome."""
    unit = ground.find_unit(unit_id)
    if unit is None:
        raise NotFound
    if unit.institution_id != portion.institution_id:
        raise UnitOfAnotherHome


def say_unit(unit: Unit) -> str:
    return f"{unit.site.name} {unit}"
