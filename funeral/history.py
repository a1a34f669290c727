"""The history of a case: every journal entry about it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from billing.classes import WaiverClass
from funeral.kinds import CustodyStep, DeathKind, FlagKind, PaperKind
from kernel import clock, regions
from kernel.db import Base
from kernel.history import list_entries_about
from kernel.i18n import _
from kernel.operations import say_operation
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex
from kernel.people.staff import say_who, staff_names

if TYPE_CHECKING:
    from funeral.queries.progress import Progress
    from kernel.journal import JournalEntry
    from kernel.pages import Page

# What a reader of the history needs; everything else stays in the journal.
FIELDS = {
    "kind": _("材料"),
    "number": _("编号"),
    "issuer": _("出具单位"),
    "starts_at": _("开始"),
    "started_at": _("开始"),
    "ended_at": _("结束"),
    "received_at": _("入馆"),
    "step": _("遗体"),
    "collected_by": _("领取人"),
    "reason": _("原因"),
    "until_on": _("延期到"),
    "void_reason": _("作废原因"),
}
# Said only where they were corrected: what was registered first stands at the top of the page.
PARTICULARS = {
    "name": _("姓名"),
    "identity_kind": _("证件"),
    "identity_number": _("证件号码"),
    "sex": _("性别"),
    "born_on": _("出生日期"),
    "died_on": _("离世日期"),
    "household_registration": _("户籍地"),
    "waiver_class": _("对象类别"),
    "death_kind": _("死亡情形"),
    "relation": _("与逝者的关系"),
    "phone": _("联系电话"),
    "delegate_name": _("受托人姓名"),
}
KINDS: dict[str, tuple[type[StrEnum], ...]] = {
    "kind": (PaperKind, FlagKind),
    "step": (CustodyStep,),
    "death_kind": (DeathKind,),
    "identity_kind": (IdentityKind,),
    "sex": (Sex,),
    "waiver_class": (WaiverClass,),
    "relation": (Relation,),
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


def _records(p: "Progress") -> Iterator[Base]:
    yield from (p.case, p.case.deceased, p.case.claimant)
    if p.case.plan:
        yield p.case.plan
        yield from p.case.plan.occupancies
    yield from p.certificates
    yield from p.chain.flags
    for record in (p.admission, p.farewell, p.run, *p.reversed_bills, *p.bills, *p.payments):
        if record is not None:
            yield record


def _event(entries: "list[JournalEntry]", names: dict[str, str]) -> Event:
    """An operation that calls others writes last, so it comes first here."""
    outermost = entries[0]
    details = [detail for entry in reversed(entries) for detail in _details(entry.changes)]
    return Event(
        outermost.happened_at,
        say_who(outermost.by, names),
        say_operation(outermost.operation),
        list(dict.fromkeys(details)),
    )


def _details(changes: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for change in changes:
        registers = "registered_at" in change
        fields = FIELDS if registers else FIELDS | PARTICULARS
        for field, label in fields.items():
            before, after = change.get(field, [None, None])
            if after is not None or (before is not None and field in PARTICULARS):
                is_flag = field == "kind" and change["record"].startswith("hold_flags/")
                said = str(_("情形") if is_flag else label)
                yield said, _shown(field, before), _shown(field, after)


def _shown(field: str, value: object) -> str:
    """Moments on the clocks of China, kinds and places by name, what is private not at all."""
    text = "" if value is None else str(value)
    if text.startswith(HIDDEN):
        return str(_("（已隐藏）"))
    for kind in KINDS.get(field, ()):
        if text in list(kind):
            return str(kind(text).label)  # type: ignore[attr-defined]  # every kind above has one
    if field == "household_registration" and regions.find_region(text):
        return regions.full_name(text)
    try:
        return clock.say_stamp(datetime.fromisoformat(text))
    except ValueError:
        return text
