"""Why a hold flag cannot be set or lifted."""

from kernel.errors import Refusal
from kernel.i18n import _


class FlagReasonMissing(Refusal):
    message = _("请填写原因。")
    field = "reason"


class FlagUntilPast(Refusal):
    message = _("截止日期不能早于今天。")
    field = "until"


class FlagUntilNotNotice(Refusal):
    message = _("只有公告期可以到期自动解除；其他情形请不填日期，由人解除。")
    field = "until"


class FlagLiftedBySetter(Refusal):
    message = _("设置暂缓的人不能自己解除，请由另一位同事解除。")
    status = 403


class DeathKindMissing(Refusal):
    message = _("还没有登记死亡情形，请按死亡证明登记，再火化。")


class DeathKindStated(Refusal):
    message = _("死亡情形已登记为%(kind)s。与这份证明不一致的，请先更改死亡情形。")
    field = "death_kind"


class DeathKindReasonMissing(Refusal):
    message = _("更改已登记的死亡情形，请写明依据。")
    field = "reason"


class LighterByAdministrator(Refusal):
    message = _("改成要求更少的死亡情形，须由本馆管理员办理。")
    field = "death_kind"
    status = 403


class FlagTooLate(Refusal):
    message = _("遗体已经入炉，不能再设置暂缓火化。")


class FlagLifted(Refusal):
    message = _("这一条暂缓火化已经解除。")
