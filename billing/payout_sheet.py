"""A payout list as a workbook for the bank: the only place where full account numbers leave."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter

from billing.classes import Payer
from billing.models import PayoutEntry, PayoutList
from billing.rewards import Recipient
from kernel.i18n import _

WIDTHS = (6, 16, 12, 12, 22, 26, 24, 14, 14, 14)


def payout_sheet(payout_list: PayoutList, title: str) -> bytes:
    """Texts are written as texts, so that no name is taken for a formula; amounts in yuan."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(payout_list.number)
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        payers = list_payers(payout_list.entries)
        sheet.write_string(0, 0, title, bold)
        for column, head in enumerate([*_heads(), *(payer.label for payer in payers)]):
            sheet.write_string(2, column, str(head), bold)
        for row, entry in enumerate(payout_list.entries, start=3):
            texts = _texts(entry)
            for column, said in enumerate(texts):
                sheet.write_string(row, column, said)
            fens = [entry.fen, *(funding_of(entry).get(payer, 0) for payer in payers)]
            for column, fen in enumerate(fens, start=len(texts)):
                sheet.write_number(row, column, fen / 100, money)
        foot = len(payout_list.entries) + 3
        sheet.write_string(foot, 0, str(_("合计")), bold)
        totals = [payout_list.total_fen, *sum_by_payer(payout_list.entries).values()]
        for column, fen in enumerate(totals, start=len(_heads()) - 1):
            sheet.write_number(foot, column, fen / 100, money)
    return file.getvalue()


def list_payers(entries: Sequence[PayoutEntry]) -> list[Payer]:
    return list(sum_by_payer(entries))


def sum_by_payer(entries: Sequence[PayoutEntry]) -> Mapping[Payer, int]:
    """Fen each level of finance bears of the list, in one order."""
    sums: dict[Payer, int] = {}
    for entry in entries:
        for payer, fen in funding_of(entry).items():
            sums[payer] = sums.get(payer, 0) + fen
    return dict(sorted(sums.items()))


def funding_of(entry: PayoutEntry) -> Mapping[Payer, int]:
    return {Payer(part["payer"]): part["fen"] for part in entry.funding}


def _heads() -> tuple[str, ...]:
    return (
        *(_("序号"), _("申请编号"), _("逝者"), _("发给"), _("户名"), _("开户银行")),
        *(_("账号"), _("金额（元）")),
    )


def _texts(entry: PayoutEntry) -> tuple[str, ...]:
    application = entry.application
    return (
        str(entry.position),
        application.number,
        application.deceased_name,
        str(Recipient(entry.recipient).label),
        entry.payee_name,
        entry.bank,
        entry.account,
    )
