"""Why a resource, its hours, a closure or the terms cannot be so."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class ResourceNameMissing(Refusal):
    message = _("请填写名称。")
    field = "name"


class ResourceMinutesWrong(Refusal):
    message = _("准备、使用和清理的时间应是 0 到 1440 之间的整数分钟，使用时间要大于 0。")
    field = "use_minutes"


class VarietyWrong(Refusal):
    message = _("请选择告别厅的大小或火化机的种类。")
    field = "variety"


class HoursWrong(Refusal):
    message = _("请填写开放时间，例如 06:00–18:00、20:00–次日 02:00、全天，或写“不开放”。")
    field = "hours"


class DayPast(Refusal):
    message = _("这一天已经过去，请填写今天或以后的日期。")
    field = "day"


class HoursReasonMissing(Refusal):
    message = _("请填写这一天时间不同的原因。")
    field = "reason"


class StillBooked(Refusal):
    """Staff move the bookings first; nothing is dropped."""

    message = _("%(resource)s还有 %(count)s 项日程，请先移动这些日程。")


class StillOccupied(Refusal):
    message = _("%(resource)s里还存放着遗体，请先移出。")


class ResourceRetired(Refusal):
    message = _("%(resource)s已经撤除，请另选。")
    field = "resource_id"


class ClosureTimesWrong(Refusal):
    message = _("停用的结束时间应晚于开始时间，也晚于现在。")
    field = "ends_at"


class ClosureReasonMissing(Refusal):
    message = _("请填写停用的原因。")
    field = "reason"


class NotYoursToLift(Refusal):
    message = _("这项停用由负责人决定，只有负责人或登记它的人可以结束。")
    status = 403


class ClosureDecided(Refusal):
    message = _("这项停用已经有人处理过，请看最新的内容。")


class ApprovedByAsker(Refusal):
    message = _("停用由申请人以外的负责人批准。")


class TermsWrong(Refusal):
    message = _("请填写 0 到 %(most)s 之间的整数。")

    def __init__(self, field: str, most: int) -> None:
        super().__init__(most=most)
        self.field = field


class LeadTooLong(Refusal):
    """Nobody could book anything at all."""

    message = _("提前的时间比最远可以预约的天数还长，这样没有时间可以预约。")
    field = "lead"


class TermsBasisMissing(Refusal):
    message = _("请填写依据的文件或决定。")
    field = "legal_basis"


class TermsPast(Refusal):
    message = _("这一天已经过去，请填写今天或以后的日期。")
    field = "valid_from"


class TermsExist(Refusal):
    message = _("这一天生效的规定已经有了，请换一个生效日期。")
    field = "valid_from"


refuse_on("ck_closures_approved_by_another", ApprovedByAsker)
refuse_on("uq_booking_terms_institution_id", TermsExist)
