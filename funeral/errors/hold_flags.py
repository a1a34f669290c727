"""Why a hold flag cannot be set or lifted."""

from kernel.errors import Refusal
from kernel.i18n import _


class FlagReasonMissing(Refusal):
    message = _("请填写原因。")
    field = "reason"


class FlagUntilPast(Refusal):
    message = _("截止日期不能早于今天。")
    field = "until"


class FlagTooLate(Refusal):
    message = _("遗体已经入炉，不能再设置暂缓火化。")


class FlagLifted(Refusal):
    message = _("这一条暂缓火化已经解除。")
