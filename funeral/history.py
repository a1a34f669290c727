"""The history of a case: every journal entry about it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from funeral.kinds import PaperKind
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
# What a reader of the history needs; everything else stays in the journal.
FIELDS = {
    "kind": _("材料"),
    "number": _("编号"),
    "issuer": _("出具单位"),
    "starts_at": _("开始"),
    "started_at": _("开始"),
    "ended_at": _("结束"),
    "received_at": _("入馆"),
    "received_from": _("来自"),
    "cabinet": _("柜位"),
    "collected_by": _("领取人"),
}
# Kept by the journal only as a hash (kernel.secrets.digest).
HIDDEN = "…"


@dataclass(frozen=True)
class Event:
    """One transaction: its outermost step, and in `details` field in words, before, after."""

    happened_at: datetime
    who: str
    step: str
    details: list[tuple[str, str, str]]


def history_of(progress: "Progress", *, page: int = 1) -> "tuple[Page, list[Event]]":
    """The page of journal entries, and what they say, newest first."""
    found = list_entries_about(
        _records(progress), named=("case_id", progress.case.id), page=page, direction="desc"
    )
    names = staff_names({entry.by for entry in found.items})
    together = groupby(found.items, key=lambda entry: entry.transaction)
    return found, [_event(list(entries), names) for _transaction, entries in together]


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


def _event(entries: "list[JournalEntry]", names: dict[str, str]) -> Event:
    """An operation that calls others writes last, so it comes first here."""
    outermost = entries[0]
    details = [detail for entry in reversed(entries) for detail in _details(entry.changes)]
    return Event(
        outermost.happened_at,
        who_is(outermost.by, names),
        str(STEPS.get(outermost.operation, _("其他办理"))),
        list(dict.fromkeys(details)),
    )


def _details(changes: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for change in changes:
        for field, label in FIELDS.items():
            before, after = change.get(field, [None, None])
            if after is not None:
                yield str(label), _shown(before), _shown(after)


def _shown(value: object) -> str:
    """Moments on the clocks of China, papers by their name, what is private not at all."""
    text = "" if value is None else str(value)
    if text.startswith(HIDDEN):
        return str(_("（已隐藏）"))
    if text in list(PaperKind):
        return str(PaperKind(text).label)
    try:
        return clock.say_stamp(datetime.fromisoformat(text))
    except ValueError:
        return text
