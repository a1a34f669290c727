"""账单 on A4: every line with its clause, who pays what is waived, and the family's signature.

Payments are not on it: it says what was asked, receipts say what was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.capital_amount import capital_amount
from hardware.papers import (
    Block,
    Cell,
    Code,
    Column,
    Facts,
    Heading,
    Paper,
    Signature,
    Signatures,
    Sum,
    Table,
    Text,
)
from hardware.qr import short_code
from kernel.i18n import _
from kernel.money import yuan, yuan2

BILL = "bill"


@dataclass(frozen=True)
class BilledRow:
    """`counted`: fact and quantity; `notes`: numbers of the clauses below; `credited_by`: the
    number of the credit note that took it back."""

    name: str
    counted: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    notes: Sequence[int] = ()
    credited_by: str = ""


@dataclass(frozen=True)
class Signed:
    """By whom and when; `path`: as drawn on the screen, empty where it is on paper."""

    name: str
    at: str
    path: str = ""


@dataclass(frozen=True)
class BillOnPaper:
    """Sums as the bill stands now, without what was taken back. `family_page`: its address;
    `returned_fen`: of lines that stand, as their time is not used."""

    number: str
    issuer: str
    case_number: str
    payer_name: str
    made_at: str
    made_by: str
    rows: Sequence[BilledRow]
    policy: str
    clauses: Sequence[str]
    funders: Sequence[tuple[str, int]]
    legal_bases: Sequence[str]
    replaces: str = ""
    # 账单 or 补充账单, and the other bills of the case that stand.
    title: str = ""
    others: str = ""
    signed: Signed | None = None
    family_page: str = ""
    token: str = ""
    hotline: str = ""
    returned_fen: int = 0

    @property
    def left(self) -> list[BilledRow]:
        return [row for row in self.rows if not row.credited_by]


def bill_paper(bill: BillOnPaper) -> Paper:
    due = sum(row.due_fen for row in bill.left) - bill.returned_fen
    is_reversed = not bill.left
    return Paper(
        kind=BILL,
        number=bill.number,
        title=bill.title or str(_("账单")),
        subtitle=str(_("已整单红冲") if is_reversed else _("收费明细，不是发票")),
        issuer=bill.issuer,
        code=_code(bill),
        blocks=(
            Facts(_facts(bill), pairs=True),
            Text(bill.policy),
            _table(bill),
            Sum(str(_("应付")), yuan(due), capital_amount(due)),
            *_grounds(bill),
            *([] if is_reversed else [_signatures(bill)]),
        ),
        foot=(_last_words(bill),),
    )


def _code(bill: BillOnPaper) -> Code | None:
    if not bill.family_page:
        return None
    return Code(bill.family_page, short_code(bill.token), str(_("扫码看账单和付款")))


def _facts(bill: BillOnPaper) -> list[tuple[str, str]]:
    return [
        (str(_("付款人")), bill.payer_name),
        (str(_("案件")), bill.case_number),
        (str(_("出具")), f"{bill.made_at} {bill.made_by}".rstrip()),
        (str(_("账单号")), bill.number),
        *([(str(_("代替")), bill.replaces)] if bill.replaces else []),
        *([(str(_("本案其他账单")), bill.others)] if bill.others else []),
    ]


def _table(bill: BillOnPaper) -> Table:
    columns = (
        Column(str(_("项目"))),
        Column(str(_("减免依据")), width=12),
        *(
            Column(str(label), number=True, width=17)
            for label in (_("应收（元）"), _("减免（元）"), _("应付（元）"))
        ),
    )
    foot = [_total(str(_("合计")), bill.rows)]
    if len(bill.left) != len(bill.rows):
        foot.append(_total(str(_("红冲以后")), bill.left))
    if bill.returned_fen:
        foot.append([str(_("按未用年限退还")), "", "", yuan2(-bill.returned_fen)])
    return Table(str(_("费用明细")), columns, [_row(row) for row in bill.rows], foot, foot_span=2)


def _row(row: BilledRow) -> list[Cell | str]:
    note = row.counted
    if row.credited_by:
        note += str(_("，已由 %(note)s 红冲")) % {"note": row.credited_by}
    return [
        Cell(row.name, note=note, struck=bool(row.credited_by)),
        "、".join(f"[{number}]" for number in row.notes) or "—",
        *(yuan2(fen) for fen in (row.gross_fen, row.waived_fen, row.due_fen)),
    ]


def _total(label: str, rows: Sequence[BilledRow]) -> list[str]:
    return [
        label,
        yuan2(sum(row.gross_fen for row in rows)),
        yuan2(sum(row.waived_fen for row in rows)),
        yuan2(sum(row.due_fen for row in rows)),
    ]


def _grounds(bill: BillOnPaper) -> list[Block]:
    found: list[Block] = []
    if bill.clauses:
        found.append(Heading(str(_("减免依据"))))
        found += [
            Text(f"[{at}] {clause}", note=True) for at, clause in enumerate(bill.clauses, start=1)
        ]
    if bill.funders:
        said = [
            str(_("由%(payer)s承担 %(amount)s")) % {"payer": payer, "amount": yuan(fen)}
            for payer, fen in bill.funders
        ]
        found.append(Text(str(_("，")).join(said) + str(_("。")), note=True))
    if bill.legal_bases:
        found.append(Heading(str(_("收费依据"))))
        found += [Text(basis, note=True) for basis in bill.legal_bases]
    return found


def _signatures(bill: BillOnPaper) -> Signatures:
    family = str(_("家属签字"))
    signed = bill.signed
    if signed:
        said = f"{signed.name} {signed.at}"
        return Signatures((Signature(family, drawn=signed.path, said=said), _cashier()))
    lines = (str(_("签字")), str(_("与逝者的关系")), str(_("日期")))
    return Signatures((Signature(family, lines), _cashier()))


def _cashier() -> Signature:
    return Signature(str(_("出具单位（盖章）")), (str(_("经办")), str(_("日期"))))


def _last_words(bill: BillOnPaper) -> str:
    said = str(_("收费清单之外不收取任何费用。"))
    if bill.hotline:
        said += str(_("对收费有疑问，请拨打 %(hotline)s。")) % {"hotline": bill.hotline}
    return said
