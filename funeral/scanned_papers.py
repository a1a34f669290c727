"""What a cremation certificate or a sheet of its paper says when it is scanned."""

from funeral.kinds import BlankState
from funeral.models import CertificateBlank, CremationCertificate
from funeral.queries.blanks import find_blank, get_blank
from funeral.queries.cases import get_case_by_id
from funeral.queries.certificates import find_replacement, find_scanned, get_certificate
from funeral.scanned import page_of_case
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing, known
from kernel import clock
from kernel.counters import NumberKind
from kernel.i18n import _
from kernel.scope import seen_institutions

STANDINGS = {
    BlankState.IN_STOCK: Standing.VALID,
    BlankState.ISSUED: Standing.VALID,
    BlankState.COLLECTED: Standing.VALID,
    BlankState.VOIDED: Standing.VOIDED,
}


def find_certificate_of_token(token: str) -> Scanned | None:
    certificate = find_scanned(token)
    return _certificate(certificate) if certificate else None


def find_certificate_of_number(number: str) -> Scanned | None:
    certificate = known(get_certificate, number)
    return _certificate(certificate) if certificate else None


def find_scanned_blank(number: str) -> Scanned | None:
    """By the number printed on the sheet, of a home the reader sees; homes may share numbers."""
    homes = seen_institutions() or ()
    sheets = (find_blank(institution_id, number) for institution_id in homes)
    blank = next((sheet for sheet in sheets if sheet), None)
    return _blank(get_blank(blank.id)) if blank else None


def _certificate(certificate: CremationCertificate) -> Scanned:
    case = get_case_by_id(certificate.case_id)
    number = {"number": certificate.number}
    collect = Act(str(_("登记领取")), "funeral.collect_certificate", number)
    reissue = Act(str(_("补发")), "funeral.reissue_certificate", number)
    void = Act(str(_("作废")), "funeral.void_certificate", number)
    replacement = find_replacement(certificate) if certificate.voided_at else None
    if certificate.voided_at:
        acts: tuple[Act, ...] = () if replacement else (reissue,)
    else:
        acts = (reissue, void) if certificate.collected_at else (collect, reissue, void)
    return Scanned(
        kind=str(_("火化证明")),
        title=certificate.number,
        standing=Standing.VOIDED if certificate.voided_at else Standing.VALID,
        state=_state_of(certificate, replacement),
        whose=case.deceased.name,
        page=page_of_case(case),
        acts=acts,
        record=f"cremation_certificates/{certificate.id}",
        case=case.number,
    )


def _state_of(certificate: CremationCertificate, replacement: CremationCertificate | None) -> str:
    if replacement and certificate.voided_at:
        return str(_("%(at)s 作废，已补发 %(number)s。")) % {
            "at": clock.say_stamp(certificate.voided_at),
            "number": replacement.number,
        }
    if certificate.voided_at:
        return str(_("%(at)s 作废，还没有补发。")) % {"at": clock.say_stamp(certificate.voided_at)}
    if certificate.collected_at:
        return str(_("%(at)s 已领取。")) % {"at": clock.say_stamp(certificate.collected_at)}
    return str(_("%(at)s 出具，还没有领取。")) % {"at": clock.say_stamp(certificate.issued_at)}


def _blank(blank: CertificateBlank) -> Scanned:
    page = Act(str(_("打开证明纸的记录")), "funeral.get_blank", {"blank_id": blank.id})
    void = Act(str(_("破损或印坏，作废")), "funeral.void_blank", {"blank_id": blank.id})
    case = get_case_by_id(blank.certificate.case_id) if blank.certificate else None
    return Scanned(
        kind=str(_("火化证明纸")),
        title=blank.number,
        standing=STANDINGS[blank.state],
        state=str(_("现在是“%(state)s”。")) % {"state": blank.state.label},
        whose=case.deceased.name if case else "",
        page=page,
        acts=(void,) if blank.state is BlankState.IN_STOCK else (),
        record=f"certificate_blanks/{blank.id}",
        case=case.number if case else "",
    )


FINDERS: dict[str, Finder] = {
    Shape.TOKEN: find_certificate_of_token,
    NumberKind.CERTIFICATE: find_certificate_of_number,
    Shape.PRINTED: find_scanned_blank,
}
