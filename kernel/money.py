"""Money is integer fen (1 yuan = 100 fen); here it is read from people and written for them."""

import re
import unicodedata

from kernel.errors import Refusal
from kernel.i18n import _

# Below the largest PostgreSQL integer, and above any amount a desk takes.
MOST_FEN = 1_000_000_000

_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<cents>\d{1,2}))?", re.ASCII)


class NotAnAmount(Refusal, ValueError):
    message = _("请填写金额，只用数字，最多两位小数，例如 1280.50。")
    field = "amount"
    status = 422


class AmountTooLarge(NotAnAmount):
    message = _("金额不能超过一千万元，请核对。")


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


def parse_yuan(text: str) -> int:
    """Fen from "1280.5", "1,280.50", "￥1280" or "1280 元". Raises NotAnAmount."""
    written = unicodedata.normalize("NFKC", text).strip()
    written = written.removeprefix("¥").removesuffix("元").strip()
    amount = _AMOUNT.fullmatch(written)
    if amount is None:
        raise NotAnAmount
    whole = written.partition(".")[0].replace(",", "").lstrip("0")
    if len(whole) > len(str(MOST_FEN)):  # int() itself refuses thousands of digits
        raise AmountTooLarge
    fen = int(whole or "0") * 100 + int((amount["cents"] or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise AmountTooLarge
    return fen
