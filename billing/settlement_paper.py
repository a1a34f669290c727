"""财政结算单 on A4: the sums of a batch, what they belong to, and who seals it."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.capital_amount import capital_amount
from billing.kinds import ItemClass
from billing.statement import ItemSum
from hardware.papers import Column, Facts, Paper, Signature, Signatures, Sum, Table, Text
from kernel.i18n import _
from kernel.money import yuan, yuan2

SETTLEMENT = "settlement"


@dataclass(frozen=True)
class SettlementOnPaper:
    """`other_fen`: of it for deceased registered in other counties; `digest`: of the lines as they
    were frozen."""

    number: str
    home: str
    credit_code: str
    payer: str
    period: str
    days: str
    cases: int
    sums: Sequence[ItemSum]
    total_fen: int
    other_fen: int
    digest: str
    frozen_at: str


def settlement_paper(settlement: SettlementOnPaper) -> Paper:
    total = settlement.total_fen
    return Paper(
        kind=SETTLEMENT,
        number=settlement.number,
        title=str(_("财政结算单")),
        subtitle=str(_("惠民殡葬减免费用")),
        issuer=settlement.home,
        blocks=(
            Facts(_facts(settlement), pairs=True),
            _table(settlement),
            Sum(str(_("申请拨付")), yuan(total), capital_amount(total) if total >= 0 else ""),
            Text(
                str(_("其中户籍在外县的逝者 %(amount)s。以前各期的更正和补登已列入本期。"))
                % {"amount": yuan(settlement.other_fen)}
            ),
            Signatures(
                tuple(
                    Signature(str(party), (str(_("经办")), str(_("日期"))))
                    for party in (
                        _("申请机构（盖章）"),
                        _("民政部门审核（盖章）"),
                        _("财政部门（盖章）"),
                    )
                )
            ),
        ),
        foot=(
            str(_("出具 %(at)s，明细校验值 %(digest)s"))
            % {"at": settlement.frozen_at, "digest": settlement.digest},
        ),
    )


def _facts(settlement: SettlementOnPaper) -> list[tuple[str, str]]:
    found = [
        (_("编号"), settlement.number),
        (_("承担方"), settlement.payer),
        (_("结算期"), settlement.period),
        (_("起止"), settlement.days),
        (_("申请机构"), settlement.home),
        (_("涉及案件"), str(_("%(count)s 个")) % {"count": settlement.cases}),
        *([(_("信用代码"), settlement.credit_code)] if settlement.credit_code else []),
    ]
    return [(str(label), value) for label, value in found]


def _table(settlement: SettlementOnPaper) -> Table:
    rows = [
        [one.item_name, str(ItemClass(one.item_class).label), f"{one.lines:,}", yuan2(one.fen)]
        for one in settlement.sums
    ]
    count = sum(one.lines for one in settlement.sums)
    return Table(
        str(_("分项汇总")),
        (
            Column(str(_("项目"))),
            Column(str(_("类别")), width=22),
            Column(str(_("笔数")), number=True, width=16),
            Column(str(_("金额（元）")), number=True, width=24),
        ),
        rows,
        foot=[[str(_("合计")), f"{count:,}", yuan2(settlement.total_fen)]],
        foot_span=2,
    )
