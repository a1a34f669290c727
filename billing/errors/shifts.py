"""Drawers: what is refused, and the sentence it says."""

from kernel.errors import Refusal
from kernel.i18n import _


class DrawerOpen(Refusal):
    message = _("您的钱箱已有现金进出，备用金不能再改；多出或少了的，请在交班时说明。")
    field = "float"


class NoOpenShift(Refusal):
    message = _("您现在没有打开的钱箱。收第一笔现金时会自动开班。")


class DifferenceUnexplained(Refusal):
    message = _("应有 %(expected)s，清点为 %(counted)s，相差 %(difference)s，请写明原因。")
    field = "explanation"


class SignatureWrong(Refusal):
    message = _("请填写您本人的姓名（%(name)s）作为签名。")
    field = "signed_name"
