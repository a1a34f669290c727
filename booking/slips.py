"""What the desk hands to families on thermal paper."""

from datetime import datetime

from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _

TICKET = "queue_ticket"


def ticket_slip(
    *,
    number: str,
    kind: str,
    before: int,
    said_wait: str,
    taken_at: datetime,
    token: str,
    institution: str,
) -> Slip:
    """取号单: large characters and few words, for elders.

    `said_wait`: empty while nobody knows how long it takes.
    """
    rows: list[Row] = [
        Text(number, bold=True, centre=True, large=True),
        Text(kind, bold=True, centre=True, large=True),
        Rule(),
        Fact(str(_("前面等候")), str(_("%(count)s 位")) % {"count": before}),
    ]
    if said_wait:
        rows.append(Fact(str(_("大约等候")), said_wait))
    rows += [
        Fact(str(_("取号时间")), clock.say_stamp(taken_at)),
        Text(str(_("请留意大屏幕和叫号，叫到后到屏幕上写的窗口。")), centre=True),
        Code(token),
    ]
    return Slip(title=str(_("取号单")), rows=tuple(rows), issuer=institution)
