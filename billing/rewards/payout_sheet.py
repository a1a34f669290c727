"""A payout list as a workbook for the bank: the only place where full account numbers leave."""

from collections.abc import Mapping, Sequence

from billing.classes import Payer
from billing.models import PayoutEntry, PayoutList
from billing.rewards import Recipient
from billing.sheets import Cell, Sheet, Yuan
from kernel.i18n import _


def payout_sheets(payout_list: PayoutList, title: str) -> list[Sheet]:
    """One row a payment, with what each level of finance bears of it."""
    sums = sum_by_payer(payout_list.entries)
    heads = _heads()
    return [
        Sheet(
            payout_list.number,
            [*heads, *(payer.label for payer in sums)],
            [_row(entry, list(sums)) for entry in payout_list.entries],
            notes=[title],
            foot=(
                _("合计"),
                *[""] * (len(heads) - 2),
                *(Yuan(fen) for fen in (payout_list.total_fen, *sums.values())),
            ),
        )
    ]


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


def _row(entry: PayoutEntry, payers: Sequence[Payer]) -> tuple[Cell, ...]:
    application, funding = entry.application, funding_of(entry)
    return (
        *(str(entry.position), application.number, application.deceased_name),
        *(Recipient(entry.recipient).label, entry.payee_name, entry.bank, entry.account),
        *(Yuan(entry.fen), *(Yuan(funding.get(payer, 0)) for payer in payers)),
    )
