"""What the papers of the ashes say: the label on the urn, the slip they are collected with."""

from datetime import datetime
from typing import TYPE_CHECKING

from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from funeral.models import FuneralCase

ASH_LABEL, PICK_UP_SLIP = "ash_label", "pick_up_slip"


def ash_label(
    case: "FuneralCase",
    portion: str,
    ended_at: datetime,
    certificate_number: str,
    home: Institution,
) -> Slip:
    """骨灰标签, small enough for the urn. `certificate_number`: empty while there is none."""
    rows: list[Row] = [
        Rule(),
        Text(case.deceased.name, bold=True, centre=True, size=3),
        Rule(),
        Fact(_("案件"), case.number),
        Fact(_("份"), portion),
        Fact(_("火化"), clock.say_stamp(ended_at)),
        *([Fact(_("证明"), certificate_number)] if certificate_number else []),
        Code(case.number, small=True),
    ]
    return Slip(title=str(_("骨灰标签")), issuer=home.name, rows=tuple(rows))


def pick_up_slip(
    case: "FuneralCase", ended_at: datetime, certificate_number: str, home: Institution
) -> Slip:
    """骨灰领取单: who may collect, with what, and where the ashes go; signed at the hand-over."""
    rows: list[Row] = [
        Text(case.deceased.name, centre=True, size=2),
        Rule(),
        Fact(_("案件"), case.number),
        Fact(_("经办人"), case.claimant.name),
        Fact(_("火化结束"), clock.say_stamp(ended_at)),
        *([Fact(_("火化证明"), certificate_number)] if certificate_number else []),
        Rule(),
        Text(_("领取时请出示"), bold=True),
        Text(_("·本单\n·经办人身份证\n·他人代领的，另带委托书")),
        *([Fact(_("电话"), home.phone)] if home.phone else []),
        Rule(),
        Text(_("骨灰去向"), bold=True),
        Text(_("□ 骨灰堂寄存或安放\n□ 公墓安葬\n□ 树葬、花葬、草坪葬、海葬\n□ 其他：")),
        Rule(),
        Text(_("领取人签名：\n\n\n与逝者的关系：\n\n日期：\n\n\n馆方签名：\n\n")),
        Code(case.number),
    ]
    return Slip(title=str(_("骨灰领取单")), issuer=home.name, rows=tuple(rows))
