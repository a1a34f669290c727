"""海葬证明, 撒散证明: one paper a portion, kept by the family, asked for by the reward."""

from dataclasses import dataclass
from datetime import date

from cemetery.voyages.kinds import VoyageKind
from hardware.papers import Facts, Paper, Signature, Signatures, Text
from kernel import clock
from kernel.i18n import _

SCATTERING_CERTIFICATE = "scattering_certificate"
TITLES = {
    VoyageKind.SEA: _("海葬证明"),
    VoyageKind.RIVER: _("江河撒散证明"),
    VoyageKind.GARDEN: _("骨灰撒散证明"),
}


@dataclass(frozen=True)
class Scattered:
    """What it says. `at`: day and time in words; `witnesses`: names with their units."""

    kind: VoyageKind
    number: str
    issuer: str
    deceased: str
    certificate_number: str
    portion: str
    holder: str
    relation: str
    at: str
    position: str
    voyage: str
    ship: str
    witnesses: str
    made_on: date
    phone: str = ""


def scattering_certificate(scattered: Scattered) -> Paper:
    facts = [
        (_("证明编号"), scattered.number),
        (_("逝者"), scattered.deceased),
        (_("火化证明"), scattered.certificate_number),
        (_("骨灰份号"), scattered.portion),
        (_("撒散时间"), scattered.at),
        (_("撒散位置"), scattered.position),
        (_("航次"), scattered.voyage),
        (_("船舶"), scattered.ship),
        (_("见证人"), scattered.witnesses),
        (_("持证人"), scattered.holder),
        (_("与逝者的关系"), scattered.relation),
        (_("电话"), scattered.phone),
        (_("签发日期"), clock.say_date(scattered.made_on)),
    ]
    return Paper(
        kind=SCATTERING_CERTIFICATE,
        number=scattered.number,
        title=str(TITLES[scattered.kind]),
        issuer=scattered.issuer,
        blocks=(
            Text(str(_("兹证明下列逝者的这一份骨灰已经撒散。")), lead=True),
            Facts([(str(label), value) for label, value in facts if value]),
            Signatures(
                (
                    Signature(str(_("持证人")), (str(_("签字")), str(_("日期")))),
                    Signature(str(_("签发单位（盖章）")), (str(_("经办")), str(_("日期")))),
                )
            ),
        ),
        foot=(str(_("申请节地生态安葬奖补时请出示本证明。")),),
        framed=True,
    )
