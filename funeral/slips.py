"""What stands on a certificate, on paper and on the page that verifies it: the same and no more."""

from typing import TYPE_CHECKING

from funeral.queries import cases, cremation
from hardware.qr import certificate_url
from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.people.identity import Sex
from kernel.people.staff import staff_names
from kernel.places import Institution, get_institution

if TYPE_CHECKING:
    from funeral.models import CremationCertificate


def printed_facts(certificate: "CremationCertificate") -> list[tuple[str, str]]:
    """(label, value) in the order of the paper (rules.md §2.8); the identity number masked."""
    case = cases.get_case_by_id(certificate.case_id)
    run = cremation.find_run(case.id)
    deceased = case.deceased
    facts = [
        (_("姓名"), deceased.name),
        (_("性别"), str(Sex(deceased.sex).label)),
        (_("证件号码"), deceased.shown_identity),
        (_("死亡时间"), clock.say_date(deceased.died_on)),
    ]
    if run and run.ended_at:
        names = staff_names({run.first_operator, run.second_operator})
        operators = [names.get(by, "") for by in (run.first_operator, run.second_operator)]
        facts += [
            (_("火化开始"), clock.say_stamp(run.started_at)),
            (_("火化结束"), clock.say_stamp(run.ended_at)),
            (_("炉号"), run.cremator.name),
            (_("操作员"), "、".join(filter(None, operators))),
        ]
    facts.append((_("证明编号"), certificate.number))
    if certificate.blank:
        facts.append((_("证明纸编号"), certificate.blank.number))
    if certificate.reissue_number:
        facts.append((_("补发"), str(_("第 %(count)s 次")) % {"count": certificate.reissue_number}))
    return [
        *facts,
        (_("签发日期"), clock.say_date(clock.local(certificate.issued_at).date())),
        (_("签发单位"), get_institution(certificate.institution_id).name),
    ]


def certificate_slip(
    certificate: "CremationCertificate",
    facts: list[tuple[str, str]],
    address: str,
    home: Institution,
) -> Slip:
    """A sample on a thermal slip; the numbered sheet is another paper. `facts`: printed_facts.
    `address`: our own public address, for the code."""
    prefix = certificate_url(address, certificate.verify_token).removesuffix(
        certificate.verify_token
    )
    rows: list[Row] = [
        *(Fact(label, value) for label, value in facts),
        Rule(),
        Text(_("样张，不作证明使用。"), centre=True),
        Code(
            certificate.verify_token,
            caption=str(_("扫码后填写证明编号，可以查验真伪。")),
            prefix=prefix,
        ),
    ]
    return Slip(
        title=str(_("火化证明（样张）")),
        rows=tuple(rows),
        issuer=home.name,
    )
