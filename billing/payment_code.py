"""付款码: the digits a family's phone shows and the desk's scanner types."""

import re
import unicodedata

from billing.kinds import PaymentMethod

# Both providers' own rules for telling their codes apart.
WECHAT = re.compile(r"1[0-5]\d{16}")
ALIPAY = re.compile(r"(?:2[5-9]|30)\d{14,22}")


def plain_code(typed: str) -> str:
    """Full-width digits as ASCII, without any space."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def method_of_code(code: str) -> PaymentMethod | None:
    """Whose code it is; None where it is nobody's."""
    if WECHAT.fullmatch(code):
        return PaymentMethod.WECHAT
    return PaymentMethod.ALIPAY if ALIPAY.fullmatch(code) else None
