"""What our slips say: 预约单 for a booking, 取号单 for who waits in the hall."""

from datetime import datetime
from typing import TYPE_CHECKING

from funeral.queries.pick_ups import pick_up_of
from funeral.queries.schedule import cremation_of, farewell_of
from hardware.qr import ticket_url
from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from booking.models import Booking
    from funeral.models import Plan

BOOKING_SLIP, QUEUE_TICKET = "booking_slip", "queue_ticket"


def booking_slip(booking: "Booking", plan: "Plan", home: Institution) -> Slip:
    """预约单: when and where, what to bring, whom to call."""
    rows: list[Row] = [
        Text(booking.code, bold=True, centre=True, size=3),
        Text(_("预约编号"), centre=True),
        Rule(),
        Fact(_("逝者"), booking.deceased.name),
        Fact(_("经办人"), booking.claimant.name),
        *_times(booking, plan),
        Fact(_("地点"), "\n".join(filter(None, (home.name, home.address)))),
        Rule(),
        Text(_("请带来"), bold=True),
        *(Text(f"·{thing}") for thing in _to_bring(booking)),
        Text(_("火化确认书到馆后由经办人当面签字。")),
        Rule(),
        *([Fact(_("电话"), home.phone)] if home.phone else []),
        Code(booking.code, caption=str(_("到馆时出示"))),
    ]
    return Slip(title=str(_("预约单")), issuer=home.name, rows=tuple(rows))


def _times(booking: "Booking", plan: "Plan") -> list[Row]:
    pick_up, farewell, cremation = pick_up_of(plan), farewell_of(plan), cremation_of(plan)
    first = farewell or cremation
    rows: list[Row] = []
    if first:
        day = clock.day_of(first.starts_at)
        rows.append(Fact(_("日期"), f"{clock.say_full_day(day)}\n{clock.say_lunar(day)}"))
    if farewell:
        rows.append(
            Fact(_("告别"), f"{clock.say_time(farewell.starts_at)} {farewell.resource.name}")
        )
    if cremation:
        rows.append(
            Fact(_("火化"), str(_("约%(time)s")) % {"time": clock.say_time(cremation.starts_at)})
        )
    if booking.pick_up_from:
        rows.append(Fact(_("接运"), booking.pick_up_from))
    if pick_up:
        on = clock.say_day(clock.day_of(pick_up.starts_at))
        rows.append(Fact(_("接运时间"), f"{on} {clock.say_time(pick_up.starts_at)}"))
    return rows


def _to_bring(booking: "Booking") -> list[str]:
    """As the family's page says it."""
    return [
        str(_("死亡证明")),
        str(_("经办人身份证")),
        *([str(_("逝者的证件和户口簿"))] if booking.deceased.identity_number else []),
        *([str(_("减免对象的证件或证明"))] if booking.deceased.waiver_class != "resident" else []),
    ]


def ticket_slip(
    *,
    number: str,
    kind: str,
    before: int,
    estimated: str,
    taken_at: datetime,
    token: str,
    institution: str,
    address: str = "",
) -> Slip:
    """取号单, its number four times as large, for the old and from afar. `before`: how many wait
    before it; `estimated`: in words, or empty; `address`: ours, where a phone shows the place."""
    rows: list[Row] = [
        Text(number, bold=True, centre=True, size=4),
        Text(kind, centre=True, size=2),
        Rule(),
        Fact(_("前面等候"), str(_("%(count)s 位")) % {"count": before}),
        *([Fact(_("预计"), estimated)] if estimated else []),
        Fact(_("取号"), clock.say_stamp(taken_at)),
        Rule(),
        Text(_("叫到后请到大屏幕上写的窗口。"), centre=True),
        Code(token, small=True, prefix=ticket_url(address, "") if address else ""),
    ]
    return Slip(title=str(_("取号单")), issuer=institution, rows=tuple(rows))
