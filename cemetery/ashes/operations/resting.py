"""Laid to rest: in a unit, or scattered; taken out again."""

import uuid
from datetime import datetime

from cemetery.ashes.at_rest import Scattering, Word, ensure_own_unit, inter, scatter
from cemetery.ashes.chain import ensure_may, lock_ours, write_event
from cemetery.ashes.errors import (
    ApplicantMissing,
    PlaceMissing,
    ReasonMissing,
    ScatteringAskerMissing,
    ScatteringUnauthorised,
)
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.leaving import leave_unit
from cemetery.ashes.models import AshEvent
from cemetery.ashes.papers import certificate_in_hand, entitled_to
from cemetery.ashes.uncollected.deciding import ensure_undecided
from cemetery.queries import get_unit
from cemetery.rights.grounds import ensure_local, registration_of
from cemetery.rights.queries import right_of_unit
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Relation


@operation(_("骨灰安葬"))
def inter_ashes(
    *,
    portion_id: uuid.UUID,
    unit_id: uuid.UUID,
    certificate_number: str,
    by: Actor,
    household_registration: str | None = None,
    idempotency_key: str | None = None,
) -> AshEvent:
    """安放 in a niche, 安葬 in the ground; a deposit ends with it.

    `household_registration`: as typed, where no case says it; asked for where the site serves those
    of its county only and nobody has a right to the unit. Raises NotLocal, RegistrationDiffers,
    AlreadyInterred, WrongMove, KeptElsewhere, LayingUndecided, CertificateUnknown,
    CertificateVoided, CertificateOfOthers, UnitOfAnotherHome and the refusals of take_place.
    """
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.INTER)
    ensure_undecided(portion, MoveKind.INTER)
    number = certificate_in_hand(portion, certificate_number)
    ensure_own_unit(portion, unit_id)
    if right_of_unit(unit_id) is None:
        registration = registration_of(portion.deceased, household_registration)
        ensure_local(get_unit(unit_id).site, registration)
    return inter(portion, unit_id, certificate_number=number, by=by)


@operation(_("骨灰起出"))
def disinter_ashes(
    *,
    portion_id: uuid.UUID,
    applicant: str,
    basis: str,
    reason: str,
    place: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """起出 on somebody's application; the place is free for others with the last portion.

    Raises WrongMove, KeptElsewhere, ApplicantMissing, ReasonMissing, PlaceMissing.
    """
    if not (applicant.strip() and basis.strip()):
        raise ApplicantMissing
    if not reason.strip():
        raise ReasonMissing
    if not place.strip():
        raise PlaceMissing
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.DISINTER)
    leave_unit(portion)
    return write_event(
        portion,
        MoveKind.DISINTER,
        PortionState.IN_CUSTODY,
        place=place,
        holder=by.name,
        counterpart=applicant.strip(),
        authorisation=basis.strip(),
        note=reason.strip(),
        by=by,
    )


@operation(_("骨灰撒散"))
def scatter_ashes(
    *,
    portion_id: uuid.UUID,
    certificate_number: str,
    asked_by: str,
    relation: Relation,
    authorisation: str,
    place: str,
    scattered_at: datetime,
    witnesses: list[str],
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """撒散 by the home, because the claimant asked for it, or somebody with an authorisation.

    Raises WrongMove, KeptElsewhere, LayingUndecided, CertificateUnknown, CertificateVoided,
    CertificateOfOthers, ScatteringAskerMissing, ScatteringUnauthorised and as scatter does.
    """
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.SCATTER)
    ensure_undecided(portion, MoveKind.SCATTER)
    number = certificate_in_hand(portion, certificate_number)
    if not asked_by.strip():
        raise ScatteringAskerMissing
    entitled = entitled_to(portion).name
    if asked_by.strip() != entitled and not authorisation.strip():
        raise ScatteringUnauthorised(claimant=entitled)
    word = Word(number, asked_by, relation, authorisation)
    return scatter(portion, Scattering(place, scattered_at, witnesses), word, by)
