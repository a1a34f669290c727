"""Whose ashes from elsewhere are is put right; of an own case that is the case's business."""

import uuid
from datetime import date

from cemetery.ashes.chain import lock_ours
from cemetery.ashes.errors import DeathAfterCremation, NothingToCorrect, OwnCase
from cemetery.ashes.models import PersonCorrection
from cemetery.ashes.people import own_case
from cemetery.ashes.queries.corrections import count_corrections
from funeral.errors import CorrectionReasonMissing, StaleParticulars
from funeral.reasons import checked_reason
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.deceased import IdentityKind, check_deceased, lock_deceased, put_right
from kernel.people.identity import Sex


@operation(_("更正外来骨灰的逝者"))
def correct_admitted(
    *,
    portion_id: uuid.UUID,
    version: int,
    reason: str,
    deceased_name: str,
    identity_kind: IdentityKind,
    identity_number: str,
    sex: Sex,
    born_on: date | None,
    died_on: date,
    household_registration: str | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> PersonCorrection:
    """All as it should be, in the house that answers for the ashes (PIPL art. 46); a house that had
    them before keeps what it wrote. An empty `identity_number` keeps the known one.

    `version`: count_corrections when the keeper looked. Raises CorrectionReasonMissing,
    ReasonHoldsNumber, KeptElsewhere, OwnCase, StaleParticulars, DeathAfterCremation,
    NothingToCorrect and the refusals of check_deceased.
    """
    reason = checked_reason(reason, CorrectionReasonMissing)
    portion = lock_ours(portion_id, by)
    case, certificate = own_case(portion), portion.foreign_certificate
    if case:
        raise OwnCase(number=case.number)
    person = lock_deceased(portion.deceased_id)
    if version != count_corrections(person.id):
        raise StaleParticulars
    known = check_deceased(
        name=deceased_name,
        identity_kind=identity_kind,
        identity_number=identity_number or person.identity_number,
        sex=sex,
        born_on=born_on,
        died_on=died_on,
    )
    if certificate and died_on > certificate.cremated_on:
        raise DeathAfterCremation
    put_right(person, known, household_registration)
    if not db.session.is_modified(person):
        raise NothingToCorrect
    correction = PersonCorrection(
        institution_id=portion.institution_id,
        deceased_id=person.id,
        reason=reason,
        corrected_at=clock.now(),
        corrected_by=str(by),
    )
    db.session.add(correction)
    return correction
