"""海葬撒散登记单: what a family takes home, with where and when to gather."""

from typing import TYPE_CHECKING

from cemetery.voyages.kinds import VoyageKind
from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from cemetery.voyages.models import VoyageRegistration

VOYAGE_SLIP = "voyage_slip"


def voyage_slip(registration: "VoyageRegistration", name: str, home: Institution) -> Slip:
    """`name`: of the deceased."""
    voyage = registration.voyage
    letters = str(_("、")).join(portion.letter for portion in registration.portions)
    relatives = str(_("、")).join(each.name for each in registration.relatives)
    rows: list[Row] = [
        Text(name, centre=True, size=2),
        Text(VoyageKind(voyage.kind).label, centre=True),
        Rule(),
        Text(clock.say_day(clock.day_of(voyage.gathers_at)), bold=True, centre=True, size=2),
        Text(
            str(_("%(time)s集合")) % {"time": clock.say_time(voyage.gathers_at)},
            bold=True,
            centre=True,
            size=2,
        ),
        Fact(_("集合地点"), voyage.gathers_place),
        Fact(_("出发"), clock.say_clock(voyage.departs_at)),
        *([Fact(_("船舶"), voyage.ship_name)] if voyage.ship_name else []),
        Rule(),
        Fact(_("骨灰份号"), letters),
        *([Fact(_("随行亲属"), relatives)] if relatives else []),
        Fact(_("火化证明"), registration.certificate_number),
        Rule(),
        Text(_("请带"), bold=True),
        Text(_("·骨灰和本单\n·火化证明\n·随行亲属的身份证")),
        *([Text(voyage.bring)] if voyage.bring else []),
        Text(_("寄存在骨灰堂的，请先领取。天气不宜时改期，我们电话告知。")),
        *([Fact(_("电话"), home.phone)] if home.phone else []),
        Code(registration.number),
    ]
    return Slip(title=str(_("海葬撒散登记单")), issuer=home.name, rows=tuple(rows))
