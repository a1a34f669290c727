"""Money is integer fen (1 yuan = 100 fen); here it is written for people."""

from kernel.errors import Refusal
from kernel.i18n import _

# Below the largest PostgreSQL integer, and above any amount a desk takes.
MOST_FEN = 1_000_000_000


class AmountTooLarge(Refusal):
    message = _("金额不能超过一千万元，请核对。")
    field = "amount"
    status = 422


def yuan(fen: int) -> str:
    """For people: "1,140 元", "1,280.50 元"; whole yuan lose their ".00"."""
    return str(_("%(amount)s 元")) % {"amount": yuan2(fen).removesuffix(".00")}


def yuan2(fen: int) -> str:
    """For columns of figures: "1,140.00"."""
    whole, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{cents:02d}"


def decimal_yuan(fen: int) -> str:
    """For JSON and spreadsheets: "1140.00"."""
    return yuan2(fen).replace(",", "")
