"""Opening a case and putting its papers on file."""

import uuid
from datetime import date

from funeral.errors import (
    BookedAlready,
    CaseExists,
    DeathKindStated,
    IssuedBeforeDeath,
    IssuedInFuture,
    IssuerMissing,
    PaperNumberMissing,
    PaperOnFile,
)
from funeral.kinds import DeathKind, PaperKind, Source
from funeral.models import CasePaper, FuneralCase
from funeral.panels import booked_code
from funeral.queries import cases as queries
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Relation, record_claimant_identity, register_claimant
from kernel.people.deceased import IdentityKind, get_deceased, hold_identity, register_deceased
from kernel.people.identity import Sex
from kernel.places import get_institution


@operation(_("登记案件"))
def open_case(
    *,
    institution_id: uuid.UUID,
    deceased_id: uuid.UUID,
    claimant_id: uuid.UUID,
    plan_id: uuid.UUID | None,
    source: Source,
    by: Actor,
) -> FuneralCase:
    """One case a deceased and home. Raises CaseExists."""
    # The number comes first: whoever opens a case here now waits at the counter, then looks.
    case_number = next_number(NumberKind.CASE, get_institution(institution_id))
    number = get_deceased(deceased_id).identity_number
    known = queries.find_case_of_identity(institution_id, number) if number else None
    if known:
        raise CaseExists(number=known.number)
    case = FuneralCase(
        institution_id=institution_id,
        deceased_id=deceased_id,
        claimant_id=claimant_id,
        plan_id=plan_id,
        source=source,
        death_kind=_death_kind(deceased_id),
        opened_at=clock.now(),
        number=case_number,
    )
    db.session.add(case)
    return case


@operation(_("窗口登记"))
def open_walk_in_case(
    *,
    institution_id: uuid.UUID,
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
) -> FuneralCase:
    """A family at the counter. Raises BookedAlready, CaseExists.

    Also the refusals of register_deceased and register_claimant.
    """
    deceased = register_deceased(
        institution_id=institution_id,
        name=deceased_name,
        identity_kind=identity_kind,
        identity_number=identity_number,
        sex=sex,
        born_on=born_on,
        died_on=died_on,
        household_registration=household_registration,
        waiver_class=waiver_class,
        by=by,
    )
    _ensure_not_booked(institution_id, deceased.identity_number)
    claimant = register_claimant(
        institution_id=institution_id,
        name=claimant_name,
        relation=relation,
        phone=phone,
        delegate_name=delegate_name,
        by=by,
    )
    db.session.flush()
    return open_case(
        institution_id=institution_id,
        deceased_id=deceased.id,
        claimant_id=claimant.id,
        plan_id=None,
        source=Source.WALK_IN,
        by=by,
    )


def _death_kind(deceased_id: uuid.UUID) -> DeathKind | None:
    """The papers say it; of whom nobody knows the name, the police must."""
    is_unnamed = get_deceased(deceased_id).identity_kind == IdentityKind.UNNAMED
    return DeathKind.UNIDENTIFIED if is_unnamed else None


def _ensure_not_booked(institution_id: uuid.UUID, identity_number: str | None) -> None:
    """A relative may be confirming a booking right now: both wait for the same person."""
    hold_identity(identity_number)
    code = booked_code(institution_id, identity_number) if identity_number else None
    if code:
        raise BookedAlready(code=code)


@operation(_("登记证明材料"))
def record_paper(
    *,
    number: str,
    kind: PaperKind,
    paper_number: str,
    issuer: str,
    issued_on: date | None,
    by: Actor,
    death_kind: DeathKind | None = None,
    idempotency_key: str | None = None,
) -> CasePaper:
    """The clerk has the paper in hand. For CLAIMANT_IDENTITY `paper_number` is the ID number.

    `death_kind`: as the paper says, where nobody has said it yet. Raises DeathKindStated,
    PaperOnFile, PaperNumberMissing, IssuerMissing, IssuedInFuture, IssuedBeforeDeath and the
    refusals of kernel.people.identity.
    """
    case = queries.lock_case(number)
    if kind in queries.list_papers(case.id):
        raise PaperOnFile
    if not paper_number.strip() and kind is not PaperKind.CREMATION_CONSENT:
        raise PaperNumberMissing
    if not issuer.strip() and kind is PaperKind.DEATH_CERTIFICATE:
        raise IssuerMissing
    if issued_on and issued_on > clock.today():
        raise IssuedInFuture
    if issued_on and kind is PaperKind.DEATH_CERTIFICATE and issued_on < case.deceased.died_on:
        raise IssuedBeforeDeath
    if death_kind and case.death_kind not in {None, death_kind}:
        raise DeathKindStated(kind=DeathKind(case.death_kind).label)
    case.death_kind = death_kind or case.death_kind
    if kind is PaperKind.CLAIMANT_IDENTITY:
        record_claimant_identity(claimant_id=case.claimant_id, identity_number=paper_number, by=by)
        paper_number = ""
    paper = CasePaper(
        institution_id=case.institution_id,
        case_id=case.id,
        kind=kind,
        number=paper_number.strip() or None,
        issuer=issuer.strip(),
        issued_on=issued_on,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(paper)
    return paper
