"""The history of a case: every journal entry about it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kernel import clock
from kernel.db import Base
from kernel.history import list_entries_about
from kernel.i18n import _
from kernel.people.staff import staff_names

if TYPE_CHECKING:
    from funeral.queries.progress import Progress
    from kernel.journal import JournalEntry
    from kernel.pages import Page

STEPS = {
    "funeral.open_walk_in_case": _("窗口登记"),
    "funeral.open_case": _("登记案件"),
    "funeral.record_paper": _("登记证明材料"),
    "funeral.receive_remains": _("遗体入馆"),
    "funeral.plan_farewell": _("预留时间"),
    "funeral.plan_case": _("安排日程"),
    "funeral.move_occupancy": _("移动日程"),
    "funeral.cancel_farewell": _("改为不举行告别仪式"),
    "funeral.tell_family": _("已通知家属"),
    "funeral.record_farewell": _("登记告别仪式"),
    "funeral.start_cremation": _("开始火化"),
    "funeral.end_cremation": _("结束火化"),
    "funeral.issue_certificate": _("出具火化证明"),
    "funeral.make_bill": _("结算"),
    "billing.record_charge": _("登记费用"),
    "billing.issue_bill": _("出具账单"),
    "billing.take_cash": _("收款"),
    "billing.print_receipt": _("打印收据"),
    "kernel.register_deceased": _("登记逝者"),
    "kernel.register_claimant": _("登记经办人"),
    "kernel.record_claimant_identity": _("核对经办人身份证"),
    "booking.confirm_booking": _("家属确认预约"),
    "booking.open_case_from_booking": _("接待预约家属"),
    "cemetery.deposit_ashes": _("骨灰寄存"),
    "cemetery.replace_plate": _("补发铭牌"),
}
# What a reader of the history needs; everything else, private fields first, stays in the journal.
FIELDS = {
    "starts_at": _("开始"),
    "started_at": _("开始"),
    "ended_at": _("结束"),
    "received_at": _("入馆"),
    "received_from": _("来自"),
    "cabinet": _("柜位"),
    "issuer": _("出具单位"),
    "collected_by": _("领取人"),
    "fact": _("事实"),
}


@dataclass(frozen=True)
class Event:
    """`details`: field in words, before, after."""

    happened_at: datetime
    who: str
    step: str
    details: list[tuple[str, str, str]]


def history_of(progress: "Progress", *, page: int = 1) -> "tuple[Page, list[Event]]":
    found = list_entries_about(
        _records(progress), named=("case_id", progress.case.id), page=page, direction="desc"
    )
    names = staff_names({entry.by for entry in found.items})
    return found, [_event(entry, names) for entry in found.items]


def who_is(by: str, names: dict[str, str]) -> str:
    """ "staff:…" as the person's name, a family as 家属, a machine as 系统."""
    if by.startswith("family:"):
        return str(_("家属"))
    return names.get(by) or str(_("系统"))


def _records(p: "Progress") -> Iterator[Base]:
    yield from (p.case, p.case.deceased, p.case.claimant)
    if p.case.plan:
        yield p.case.plan
        yield from p.case.plan.occupancies
    for record in (p.admission, p.farewell, p.run, p.certificate, p.bill, p.payment):
        if record is not None:
            yield record


def _event(entry: "JournalEntry", names: dict[str, str]) -> Event:
    step = str(STEPS.get(entry.operation, _("其他办理")))
    return Event(entry.happened_at, who_is(entry.by, names), step, list(_details(entry.changes)))


def _details(changes: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for change in changes:
        for field, label in FIELDS.items():
            if field in change:
                before, after = change[field]
                yield str(label), _shown(before), _shown(after)


def _shown(value: object) -> str:
    """Moments on the clocks of China, nothing as nothing, the rest as it stands."""
    try:
        return clock.say_stamp(datetime.fromisoformat(str(value)))
    except ValueError:
        return "" if value is None else str(value)
