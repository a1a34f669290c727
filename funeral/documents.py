"""火化证明 on A4: the facts of the public page, the code that leads to it, room for the seal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from funeral.slips import printed_facts
from hardware.papers import Code, Facts, Paper, Signature, Signatures, Text
from hardware.qr import certificate_url, short_code
from kernel.i18n import _
from kernel.places import get_institution

if TYPE_CHECKING:
    from funeral.models import CremationCertificate

CERTIFICATE = "cremation_certificate"


def certificate_paper(certificate: "CremationCertificate", address: str) -> Paper:
    """`address`: our public address, for the code."""
    return draw_up(
        number=certificate.number,
        issuer=get_institution(certificate.institution_id).name,
        facts=printed_facts(certificate),
        token=certificate.verify_token,
        address=address,
    )


def draw_up(
    *, number: str, issuer: str, facts: Sequence[tuple[str, str]], token: str, address: str
) -> Paper:
    return Paper(
        kind=CERTIFICATE,
        number=number,
        title=str(_("火化证明")),
        issuer=issuer,
        code=Code(
            certificate_url(address, token),
            short_code(token),
            str(_("扫码后填写证明编号查验")),
        ),
        blocks=(
            Text(str(_("兹证明下列逝者的遗体已经火化，特发此证。")), lead=True),
            Facts([(str(label), str(value)) for label, value in facts]),
            Signatures(
                (
                    Signature(str(_("领取人")), (str(_("签字")), str(_("日期")))),
                    Signature(str(_("签发单位（盖章）")), (str(_("经办")), str(_("日期")))),
                )
            ),
        ),
        foot=(
            str(_("证件号码已遮盖中间各位，以保护个人信息。本证明遗失的，请到签发单位申请补发。")),
        ),
        framed=True,
    )
