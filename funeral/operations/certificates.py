"""火化证明: issued once after the run, on numbered paper, and every later step on record."""

from typing import TYPE_CHECKING

from funeral.errors import (
    AlreadyCollected,
    AlreadyReissued,
    BlankNotInStock,
    BlankUnknown,
    CertificateExists,
    CertificateVoid,
    CollectorIdentityDiffers,
    CollectorMissing,
    IssuedBefore,
    NoBlankLeft,
    NotEnded,
    NotFirstCollector,
    ReissueReasonMissing,
    VoidReasonMissing,
)
from funeral.kinds import BlankState
from funeral.models import CertificateBlank, CremationCertificate, CremationRun, FuneralCase
from funeral.queries import blanks, cases, cremation
from funeral.queries import certificates as queries
from funeral.reasons import checked_reason
from funeral.slips import certificate_slip, printed_facts
from hardware.operations import print_slip, release_document
from hardware.papers import Paper
from hardware.pdf import Pdf
from hardware.qr import new_token
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.identity import parse_identity_number
from kernel.places import get_institution

if TYPE_CHECKING:
    from hardware.models import Document

CERTIFICATE = "cremation_certificate"


@operation(_("出具火化证明"))
def issue_certificate(
    *,
    number: str,
    by: Actor,
    collected_by: str | None = None,
    identity_number: str = "",
    blank_number: str = "",
    idempotency_key: str | None = None,
) -> CremationCertificate:
    """The first one of a case, once its run has ended; handed over at once unless `collected_by`
    is None. `blank_number`: the sheet in the clerk's hand, else the next one.

    Raises NotEnded, CertificateExists, IssuedBefore, NoBlankLeft, BlankUnknown, BlankNotInStock,
    BlankTaken and the refusals of collect_certificate.
    """
    case = cases.lock_case(number)
    run = cremation.find_run(case.id)
    if run is None or run.ended_at is None:
        raise NotEnded
    issued = queries.list_certificates_of_case(case.id)
    if issued and issued[-1].voided_at:
        raise IssuedBefore(number=issued[-1].number)
    if issued:
        raise CertificateExists(number=issued[-1].number)
    certificate = _new_certificate(case, run, by)
    if collected_by is not None:
        _hand_over(certificate, case, collected_by, identity_number)
    _put_on_paper(certificate, blank_number)
    return certificate


@operation(_("领取火化证明"))
def collect_certificate(
    *,
    number: str,
    collected_by: str,
    by: Actor,
    identity_number: str = "",
    idempotency_key: str | None = None,
) -> CremationCertificate:
    """`identity_number`: of the identity card the clerk has seen; empty where none was shown.

    Raises CertificateVoid, AlreadyCollected, CollectorMissing, CollectorIdentityDiffers and the
    refusals of kernel.people.identity.
    """
    certificate, case = _lock(number)
    if certificate.voided_at:
        raise CertificateVoid(number=certificate.number)
    if certificate.collected_at:
        raise AlreadyCollected(collected_at=clock.say_stamp(certificate.collected_at))
    _hand_over(certificate, case, collected_by, identity_number)
    return certificate


@operation(_("补发火化证明"))
def reissue_certificate(
    *,
    number: str,
    reason: str,
    collected_by: str,
    by: Actor,
    identity_number: str = "",
    exception_reason: str = "",
    blank_number: str = "",
    idempotency_key: str | None = None,
) -> CremationCertificate:
    """补发: voids `number` and issues another in one step, to the first collector alone, or with
    `exception_reason` to somebody else. Counted: `reissue_number`.

    Raises ReissueReasonMissing, ReasonHoldsNumber, AlreadyReissued, NotFirstCollector, and what
    collect_certificate raises and the stock of paper refuses.
    """
    reason = checked_reason(reason, ReissueReasonMissing)
    exception = checked_reason(exception_reason, NotFirstCollector) if exception_reason else None
    old, case = _lock(number)
    replacement = queries.find_replacement(old)
    if replacement:
        raise AlreadyReissued(number=replacement.number)
    run = cremation.find_run(case.id)
    if run is None:
        raise NotEnded
    if old.voided_at is None:
        _void(old, reason, by)
        # The new row must not meet the old one while both would count.
        db.session.flush()
    certificate = _new_certificate(case, run, by)
    certificate.replaces_id, certificate.reissue_number = old.id, old.reissue_number + 1
    _hand_over(certificate, case, collected_by, identity_number)
    if not _is_first_collector(certificate) and exception is None:
        raise NotFirstCollector
    certificate.exception_reason = exception
    _put_on_paper(certificate, blank_number)
    return certificate


@operation(_("作废火化证明"))
def void_certificate(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> CremationCertificate:
    """The row stays. Raises VoidReasonMissing, ReasonHoldsNumber, CertificateVoid."""
    reason = checked_reason(reason, VoidReasonMissing)
    certificate, _case = _lock(number)
    if certificate.voided_at:
        raise CertificateVoid(number=certificate.number)
    _void(certificate, reason, by)
    return certificate


@operation(_("生成火化证明 PDF"))
def release_certificate(*, number: str, paper: Paper, pdf: Pdf, by: Actor) -> "Document":
    """`paper`, `pdf`: drawn before; one document a certificate. Raises CertificateVoid."""
    certificate, _case = _lock(number)
    if certificate.voided_at:
        raise CertificateVoid(number=certificate.number)
    return release_document(
        institution_id=certificate.institution_id,
        paper=paper,
        pdf=pdf,
        revision=str(certificate.id),
        by=by,
    )


@operation(_("打印火化证明样张"))
def print_certificate(
    *, number: str, address: str, by: Actor, idempotency_key: str | None = None
) -> CremationCertificate:
    """A slip with the verifying code. `address`: our public address.

    Raises CertificateVoid, NoPrinter, GlyphMissing.
    """
    certificate, _case = _lock(number)
    if certificate.voided_at:
        raise CertificateVoid(number=certificate.number)
    print_slip(
        institution_id=certificate.institution_id,
        slip=certificate_slip(
            certificate,
            printed_facts(certificate),
            address,
            get_institution(certificate.institution_id),
        ),
        document=CERTIFICATE,
        number=certificate.number,
        by=by,
    )
    return certificate


def _lock(number: str) -> tuple[CremationCertificate, FuneralCase]:
    """The case is what is held, so that all certificates of one deceased stand still."""
    case = cases.lock_case(cases.get_case_by_id(queries.get_certificate(number).case_id).number)
    certificate = queries.get_certificate(number)
    db.session.refresh(certificate)
    return certificate, case


def _new_certificate(case: FuneralCase, run: CremationRun, by: Actor) -> CremationCertificate:
    return CremationCertificate(
        institution_id=case.institution_id,
        case_id=case.id,
        run_id=run.id,
        verify_token=new_token(),
        issued_at=clock.now(),
        issued_by=str(by),
        reissue_number=0,
        collector_identity_checked=False,
    )


def _put_on_paper(certificate: CremationCertificate, blank_number: str) -> None:
    """Both numbers last: others who issue wait here until we commit."""
    institution = get_institution(certificate.institution_id)
    blanks.hold_stock(institution.id)
    blank = _take_blank(certificate, blank_number)
    certificate.number = next_number(NumberKind.CERTIFICATE, institution)
    certificate.blank, blank.issued_at = blank, certificate.issued_at
    db.session.add(certificate)


def _take_blank(certificate: CremationCertificate, blank_number: str) -> CertificateBlank:
    home_id = certificate.institution_id
    if not blank_number.strip():
        blank = blanks.find_next_blank(home_id)
        if blank is None:
            raise NoBlankLeft
        return blank
    blank = blanks.find_blank(home_id, blank_number)
    if blank is None:
        raise BlankUnknown(number=blank_number.strip()[:30])
    if blank.state is not BlankState.IN_STOCK:
        raise BlankNotInStock(number=blank.number, state=blank.state.label)
    return blank


def _hand_over(
    certificate: CremationCertificate, case: FuneralCase, collected_by: str, identity_number: str
) -> None:
    """The claimant's name and the claimant's number go together, or neither is the claimant's."""
    name = collected_by.strip()
    if not name:
        raise CollectorMissing
    if identity_number.strip():
        shown = parse_identity_number(identity_number).number
        known = case.claimant.identity_number
        if known and (name == case.claimant.name) != (shown == known):
            raise CollectorIdentityDiffers
        certificate.collector_identity_checked = True
        certificate.collector_identity_index = queries.collector_index(shown)
    certificate.collected_at, certificate.collected_by = clock.now(), name


def _is_first_collector(certificate: CremationCertificate) -> bool:
    """By name and, where the first card was seen, by its number: a name alone is soon said.

    Anybody where nobody collected yet.
    """
    earlier = queries.list_certificates_of_case(certificate.case_id)
    first = next((each for each in earlier if each.collected_at), None)
    if first is None:
        return True
    known, shown = first.collector_identity_index, certificate.collector_identity_index
    return first.collected_by == certificate.collected_by and known in {None, shown}


def _void(certificate: CremationCertificate, reason: str, by: Actor) -> None:
    certificate.voided_at, certificate.voided_by = clock.now(), str(by)
    certificate.void_reason = reason
