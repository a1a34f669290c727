"""What is refused about a deposit that goes on or moves."""

from cemetery.rights.errors import FeesChanged
from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class DepositOver(Refusal):
    message = _("这份骨灰已经不在寄存中，不能这样办理。请看骨灰去向。")


class TermFeeChanged(FeesChanged):
    """As for a right; here the term is in months."""

    field = "months"


class RenewalTooLong(Refusal):
    message = _("续期以后最晚到 %(until)s，从今天起不超过 %(years)s 年。请把期限改短。")
    field = "months"


class FamilyUntold(Refusal):
    message = _("请填写告知了哪位家属、怎样告知的，例如 2026年10月20日电话告知张小三。")
    field = "told"


class SameNiche(Refusal):
    message = _("骨灰现在就在这个位置，请另选一个。")
    field = "unit_id"


class TooLongForGuests(Refusal):
    """What may stay for long at one site may not at another."""

    message = _(
        "户籍不在本县（市、区、旗）的，新位置最多寄存 %(most)s 个月，这份寄存到 %(until)s。"
        "请另选一个。"
    )
    field = "unit_id"


refuse_on("renewals_of_a_deposit_lie_apart", TermFeeChanged)
