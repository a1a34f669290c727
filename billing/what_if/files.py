"""The figures of a what-if, and the cases behind them, as files for a spreadsheet."""

from collections.abc import Iterable, Iterator

from billing.classes import WaiverClass
from billing.policy import Policy
from billing.sheets import Cell, Sheet, Yuan
from billing.what_if import KINDS, Case, Prices, Sums, Totals, replay_case
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.money import decimal_yuan
from kernel.spreadsheets import BOM, csv_line

KIND_WORDS = {"item": _("按项目"), "class": _("按对象类别"), "month": _("按月份")}


def say_key(kind: str, key: str, sums: Sums) -> str:
    """An item by its name, a class by its label, a month as it is."""
    if kind == "item":
        return sums.name or key
    if kind == "class" and key in set(WaiverClass):
        return WaiverClass(key).label
    return key


def what_if_sheets(totals: Totals) -> list[Sheet]:
    """A sheet for each table, the sum as its foot."""
    return [
        Sheet(
            KIND_WORDS[kind],
            _columns(kind),
            [_row(say_key(kind, key, sums), sums) for key, sums in totals.listed(kind)],
            # A case has several items, so their cases are not added up.
            foot=_row(_("合计（案件只计一次）") if kind == "item" else _("合计"), totals.whole),
        )
        for kind in KINDS
    ]


def write_cases(policy: Policy, cases: Iterable[Case], prices: Prices) -> Iterator[str]:
    """CSV, row by row, so that a hundred thousand of them need no memory."""
    columns = (_("账单"), _("案件"), _("出账日期"), _("现在减免（元）"), _("草稿减免（元）"))
    yield BOM + csv_line([*map(str, columns), str(_("差额（元）")), str(_("说明"))])
    for case in cases:
        yield csv_line(_cells(policy, case, prices))


def _cells(policy: Policy, case: Case, prices: Prices) -> list[str]:
    named = [
        case.bill_number,
        case.case_number,
        case.made_on.isoformat(),
        decimal_yuan(case.waived_fen),
    ]
    try:
        then_fen = replay_case(policy, case, prices).then_fen
    except Refusal as refusal:
        return [*named, "", "", str(refusal)]
    return [*named, decimal_yuan(then_fen), decimal_yuan(then_fen - case.waived_fen), ""]


def _columns(kind: str) -> list[str]:
    first = {"item": _("项目"), "class": _("对象类别"), "month": _("月份")}[kind]
    words = (first, _("案件数"), _("现在减免（元）"), _("草稿减免（元）"), _("差额（元）"))
    return [str(word) for word in words]


def _row(name: str, sums: Sums) -> tuple[Cell, ...]:
    return (
        *(name, sums.cases, Yuan(sums.now_fen), Yuan(sums.then_fen)),
        Yuan(sums.difference_fen),
    )
