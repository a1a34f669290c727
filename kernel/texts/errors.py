"""What texts refuse."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class TextUnderWay(Refusal):
    message = _("这条短信还在发送，或者已经送达，不用再发。")


class TextForgotten(Refusal):
    message = _("这条短信的号码和内容已经按期删除，不能再发。")


class TextUnsendable(Refusal):
    message = _("现在不能发送：%(why)s。请打电话告知家属。")


class TextTold(Refusal):
    message = _("已经有同事打电话告知了。")


class SignatureMissing(Refusal):
    message = _("请填写短信签名，要和短信平台批准的一样。")
    field = "signature"
    status = 422


class DeclinedAlready(Refusal):
    message = _("这个号码已经登记过不收短信。")
    field = "phone"


refuse_on("one_decline_a_phone", DeclinedAlready)
