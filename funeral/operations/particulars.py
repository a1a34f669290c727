"""Putting right what was registered about the deceased or the claimant."""

from datetime import date

from billing.queries import list_standing_bills
from funeral import gate
from funeral.errors import (
    BilledAsRegistered,
    CaseExists,
    CheckedAtFurnace,
    CorrectionReasonMissing,
    DiedAfterAdmission,
    DiedAfterCertificate,
    StaleParticulars,
)
from funeral.kinds import PaperKind
from funeral.models import Correction, FuneralCase
from funeral.queries import cases, cremation
from funeral.reasons import checked_reason
from funeral.withdrawing import withdraw_work_order
from kernel import clock
from kernel.counters import NumberKind, hold_counter
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import ClaimantNameMissing, Relation, phone_index
from kernel.people.deceased import (
    Deceased,
    IdentityKind,
    Particulars,
    check_deceased,
    put_right,
)
from kernel.people.identity import Sex
from kernel.people.phones import normalise_phone
from kernel.places import get_institution


@operation(_("更正登记内容"))
def correct_particulars(
    *,
    number: str,
    version: int,
    reason: str,
    deceased_name: str,
    identity_kind: IdentityKind,
    identity_number: str | None,
    sex: Sex,
    born_on: date | None,
    died_on: date,
    household_registration: str | None,
    waiver_class: str,
    claimant_name: str,
    relation: Relation,
    phone: str,
    delegate_name: str | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> Correction | None:
    """All particulars as they should be; None where they already were (PIPL art. 46, 49).

    A new name or identity withdraws the work order. An empty `identity_number` or `phone` keeps
    the known one, which no page shows in full.
    `version`: cases.count_corrections when the clerk looked. Raises CorrectionReasonMissing,
    ReasonHoldsNumber, BilledAsRegistered, StaleParticulars, CaseExists, CheckedAtFurnace,
    DiedAfterAdmission, DiedAfterCertificate and the refusals of register_deceased and
    register_claimant.
    """
    reason = checked_reason(reason, CorrectionReasonMissing)
    case = cases.lock_case(number)
    _ensure_correctable(case, version)
    deceased, claimant = case.deceased, case.claimant
    known = check_deceased(
        name=deceased_name,
        identity_kind=identity_kind,
        identity_number=identity_number or deceased.identity_number,
        sex=sex,
        born_on=born_on,
        died_on=died_on,
    )
    _check_death(case, known.died_on)
    if known.identity_number != deceased.identity_number:
        _ensure_only_case(case, known.identity_number)
    if not claimant_name.strip():
        raise ClaimantNameMissing
    phone = normalise_phone(phone or claimant.phone)
    if _is_renamed(deceased, known):
        if gate.is_at_furnace(case):
            raise CheckedAtFurnace
        withdraw_work_order(case, by)
    put_right(deceased, known, household_registration)
    deceased.waiver_class = waiver_class
    claimant.name, claimant.relation = claimant_name.strip(), relation
    claimant.phone, claimant.phone_index = phone, phone_index(phone)
    claimant.delegate_name = (delegate_name or "").strip() or None
    if not (db.session.is_modified(deceased) or db.session.is_modified(claimant)):
        return None
    correction = Correction(
        institution_id=case.institution_id,
        case_id=case.id,
        reason=reason.strip(),
        corrected_at=clock.now(),
        corrected_by=str(by),
    )
    db.session.add(correction)
    return correction


def _is_renamed(deceased: Deceased, known: Particulars) -> bool:
    before = (deceased.name, deceased.identity_kind, deceased.identity_number)
    return before != (known.name, known.identity_kind, known.identity_number)


def _ensure_correctable(case: FuneralCase, version: int) -> None:
    bills = list_standing_bills(case.id)
    if bills:
        raise BilledAsRegistered(bill="、".join(bill.number for bill in bills))
    if version != cases.count_corrections(case.id):
        raise StaleParticulars


def _check_death(case: FuneralCase, died_on: date) -> None:
    """The same order of days that receive_remains and record_paper ask for."""
    admission = cremation.find_admission(case.id)
    if admission and clock.local(admission.received_at).date() < died_on:
        raise DiedAfterAdmission(received_at=clock.say_stamp(admission.received_at))
    paper = cases.list_papers(case.id).get(PaperKind.DEATH_CERTIFICATE)
    if paper and paper.issued_on and paper.issued_on < died_on:
        raise DiedAfterCertificate(issued_on=paper.issued_on.isoformat())


def _ensure_only_case(case: FuneralCase, identity_number: str | None) -> None:
    if identity_number is None:
        return
    # Whoever opens a case here now waits at the counter, as for another new case.
    hold_counter(NumberKind.CASE, get_institution(case.institution_id))
    other = cases.find_case_of_identity(case.institution_id, identity_number)
    if other and other.id != case.id:
        raise CaseExists(number=other.number)
