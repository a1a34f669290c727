"""Why the remains cannot take this step."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class AlreadyReceived(Refusal):
    message = _("遗体已经办理入馆，不再重复登记。")


class ReceivedInFuture(Refusal):
    message = _("入馆时间不能晚于现在。")
    field = "received_at"


class ReceivedBeforeDeath(Refusal):
    message = _("入馆时间不能早于离世日期 %(died_on)s，请核对。")
    field = "received_at"


class NotReceived(Refusal):
    message = _("遗体还没有办理入馆，不能进行这一步。")


class FarewellTimesWrong(Refusal):
    message = _("告别仪式的结束时间应晚于开始时间，且不能晚于现在。")
    field = "ended_at"


class FarewellBeforeAdmission(Refusal):
    message = _("遗体 %(received_at)s 才入馆，告别仪式不能早于这个时间。")
    field = "started_at"


class FarewellAfterCremation(Refusal):
    message = _("火化 %(started_at)s 已经开始，告别仪式应在此之前结束。")
    field = "ended_at"


class NotAHall(Refusal):
    message = _("请选择告别厅。")
    field = "hall_id"


class DistanceWrong(Refusal):
    message = _("里程应大于 0，不超过 %(most)s 公里；家属自己送来的请不填。")
    field = "transfer_km"


class AlreadyHeld(Refusal):
    message = _("告别仪式已经登记过。")


refuse_on("uq_admissions_case_id", AlreadyReceived)
