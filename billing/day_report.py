"""What must agree in a day's report, and the report as a file."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from billing.kinds import ItemClass, PaymentMethod
from billing.queries.days import DayFigures
from billing.sheets import Cell, Sheet, Yuan
from kernel import clock
from kernel.i18n import _


@dataclass(frozen=True)
class Check:
    """Two sums, reckoned from different documents, that must be the same. In fen."""

    name: str
    one: str
    one_fen: int
    other: str
    other_fen: int

    @property
    def agrees(self) -> bool:
        return self.one_fen == self.other_fen

    @property
    def difference_fen(self) -> int:
        return self.one_fen - self.other_fen


def checks_of(report: DayFigures) -> list[Check]:
    bills = report.bills
    gross = sum(item.sums.gross_fen for item in report.items)
    return [
        Check(
            _("应收减去减免等于应付"),
            *(_("应收－减免"), bills.gross_fen - bills.waived_fen),
            *(_("应付"), bills.due_fen),
        ),
        Check(
            _("账单合计等于各项目合计"),
            *(_("账单应收"), bills.gross_fen),
            *(_("项目应收"), gross),
        ),
        Check(
            _("减免等于各承担方合计"),
            *(_("账单减免"), bills.waived_fen),
            *(_("承担方"), report.funded_fen),
        ),
        Check(
            _("收款等于有效收据"),
            *(_("收款"), report.paid_fen),
            *(_("收据"), report.receipts.receipted_fen),
        ),
        Check(
            _("现金收款都在班次里"),
            *(_("现金收款"), report.cash_fen),
            *(_("班次现金"), report.cash_in_shifts_fen),
        ),
    ]


def sheets_of(report: DayFigures, home: str, cashiers: Mapping[uuid.UUID, str]) -> list[Sheet]:
    title = f"{home} {report.day.isoformat()}"
    return [
        Sheet(
            _("日结"),
            [_("栏目"), _("内容"), _("笔数"), _("金额（元）")],
            [*_documents(report), *_money(report), *_receipts(report)],
            notes=[title, str(_("制表 %(at)s")) % {"at": clock.say_stamp(clock.now())}],
        ),
        Sheet(
            _("项目"),
            [_("类别"), _("项目"), _("笔数"), _("应收（元）"), _("减免（元）"), _("应付（元）")],
            [
                (
                    *(ItemClass(item.item_class).label, item.name, item.sums.count),
                    *(Yuan(item.sums.gross_fen), Yuan(item.sums.waived_fen)),
                    Yuan(item.sums.due_fen),
                )
                for item in report.items
            ],
            notes=[title],
            foot=(
                *(_("合计"), "", sum(item.sums.count for item in report.items)),
                *(Yuan(report.bills.gross_fen), Yuan(report.bills.waived_fen)),
                Yuan(report.bills.due_fen),
            ),
        ),
        Sheet(
            _("班次"),
            [_("班次"), _("收款人"), _("应有（元）"), _("清点（元）"), _("差额（元）"), _("说明")],
            [
                (
                    *(shift.number, cashiers.get(shift.cashier_id, "")),
                    *(Yuan(shift.expected_fen or 0), Yuan(shift.counted_fen or 0)),
                    Yuan((shift.counted_fen or 0) - (shift.expected_fen or 0)),
                    shift.explanation,
                )
                for shift in report.shifts
            ],
            notes=[title],
        ),
        Sheet(
            _("核对"),
            [_("核对"), _("一方"), _("金额（元）"), _("另一方"), _("金额（元）"), _("结果")],
            [
                (
                    *(check.name, check.one, Yuan(check.one_fen)),
                    *(check.other, Yuan(check.other_fen)),
                    _("一致") if check.agrees else _("不一致"),
                )
                for check in checks_of(report)
            ],
            notes=[title],
        ),
    ]


def _documents(report: DayFigures) -> list[tuple[Cell, ...]]:
    bills, notes, returns = report.bills, report.notes, report.fee_returns
    return [
        (_("账单"), _("应收"), bills.count, Yuan(bills.gross_fen)),
        (_("账单"), _("减免"), bills.count, Yuan(bills.waived_fen)),
        (_("账单"), _("应付"), bills.count, Yuan(bills.due_fen)),
        (_("红冲单"), _("应收"), notes.count, Yuan(-notes.gross_fen)),
        (_("红冲单"), _("减免"), notes.count, Yuan(-notes.waived_fen)),
        (_("红冲单"), _("应付"), notes.count, Yuan(-notes.due_fen)),
        (_("退还使用费"), _("应付"), returns.count, Yuan(-returns.due_fen)),
    ]


def _money(report: DayFigures) -> list[tuple[Cell, ...]]:
    groups = (
        *((_("收款"), moved, 1) for moved in report.payments),
        *((_("关闭后到账，退回"), moved, 1) for moved in report.late),
        *((_("退款"), moved, -1) for moved in report.refunds),
        *((_("凭票据退款"), moved, -1) for moved in report.paper_refunds),
    )
    return [
        *(
            (name, PaymentMethod(moved.method).label, moved.count, Yuan(sign * moved.fen))
            for name, moved, sign in groups
        ),
        (_("预付款"), _("当日结束时未结算"), report.deposits.count, Yuan(report.deposits.fen)),
    ]


def _receipts(report: DayFigures) -> list[tuple[Cell, ...]]:
    receipts = report.receipts
    span = f"{receipts.first}–{receipts.last}" if receipts.first else str(_("无"))
    return [
        (_("收据"), span, receipts.count, Yuan(receipts.receipted_fen)),
        (_("作废收据"), "", receipts.voided_today, ""),
    ]
