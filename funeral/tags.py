"""What the wristband and the work order say on paper."""

from typing import TYPE_CHECKING

from funeral.queries import schedule
from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from funeral.models import FuneralCase, WorkOrder, Wristband

WRISTBAND, WORK_ORDER = "wristband", "work_order"


def wristband_slip(case: "FuneralCase", wristband: "Wristband", home: Institution) -> Slip:
    """Small enough to be tied on: name, case, the code people compare, the code scanners read."""
    return Slip(
        title=str(_("遗体腕带")),
        issuer=home.name,
        rows=(
            Text(case.deceased.name, size=2, centre=True),
            Rule(),
            Fact(_("案件"), case.number),
            Fact(_("腕带号"), wristband.code),
            Code(wristband.token),
        ),
    )


def work_order_slip(case: "FuneralCase", order: "WorkOrder", home: Institution) -> Slip:
    """火化工作单: whom, and when and where it is planned."""
    rows: list[Row] = [
        Text(case.deceased.name, size=2, centre=True),
        Rule(),
        Fact(_("案件"), case.number),
        Fact(_("经办人"), case.claimant.name),
    ]
    planned = schedule.cremation_of(case.plan) if case.plan else None
    if planned:
        when = clock.say_stamp(planned.starts_at)
        rows.append(Fact(_("预约火化"), f"{when}\n{planned.resource.name}"))
    rows += [
        Fact(_("出具"), clock.say_stamp(order.issued_at)),
        Text(_("入炉前由两名火化员各自扫描腕带和本单。")),
        Code(order.token),
    ]
    return Slip(
        title=str(_("火化工作单")),
        issuer=home.name,
        rows=tuple(rows),
    )
