"""A settlement as the finance bureau's file: sums by class and item, then every line."""

import uuid
from collections.abc import Mapping, Sequence

from billing.classes import Payer
from billing.kinds import ItemClass
from billing.models import Settlement
from billing.sheets import Cell, Sheet, Yuan
from billing.statement import SettledLine, sum_by_item
from kernel import clock
from kernel.i18n import _


def settlement_sheets(
    settlement: Settlement,
    lines: Sequence[SettledLine],
    home: str,
    names: Mapping[uuid.UUID, str],
) -> list[Sheet]:
    """`names`: the deceased, masked; numbers of papers are in no sheet."""
    total = Yuan(sum(line.fen for line in lines))
    return [
        Sheet(
            _("汇总"),
            [_("类别"), _("项目"), _("笔数"), _("金额（元）")],
            [
                (ItemClass(one.item_class).label, one.item_name, one.lines, Yuan(one.fen))
                for one in sum_by_item(lines)
            ],
            notes=_head(settlement, home),
            foot=(_("合计"), "", len(lines), total),
        ),
        Sheet(
            _("明细"),
            [
                *(_("案件"), _("逝者"), _("账单号"), _("项目"), _("减免依据"), _("承担方")),
                *(_("登记时间"), _("红冲单"), _("金额（元）")),
            ],
            [_row(settlement, line, names) for line in lines],
            foot=(_("合计"), *[""] * 7, total),
        ),
    ]


def _row(
    settlement: Settlement, line: SettledLine, names: Mapping[uuid.UUID, str]
) -> tuple[Cell, ...]:
    return (
        *(line.case_number, names.get(line.case_id, ""), line.bill_number, line.item_name),
        *(line.clause, Payer(settlement.payer).label, clock.say_stamp(line.entered_at)),
        *(line.credit_note or "", Yuan(line.fen)),
    )


def _head(settlement: Settlement, home: str) -> list[str]:
    facts = {
        "number": settlement.number,
        "payer": Payer(settlement.payer).label,
        "first": clock.say_date(settlement.period_from),
        "last": clock.say_date(settlement.period_to),
        "cases": settlement.cases,
        "digest": settlement.digest,
    }
    return [
        home,
        str(_("财政结算单 %(number)s，承担方 %(payer)s")) % facts,
        str(_("结算期 %(first)s至%(last)s，涉及 %(cases)s 个案件")) % facts,
        str(_("校验值 %(digest)s")) % facts,
    ]
