"""Why the remains cannot take this step."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class AlreadyReceived(Refusal):
    message = _("遗体已经办理入馆，不再重复登记。")


class PickUpNotScanned(Refusal):
    message = _("本馆灵车接运的遗体还没有扫腕带登记“接到遗体”。没有扫描的，请写明原因。")
    field = "unscanned"


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


class NotAtFarewell(Refusal):
    """The ceremony is recorded by whoever was there; the scan shows the body was."""

    message = _("还没有扫描登记遗体到%(hall)s，请先在那里扫腕带登记“告别”。")
    field = "hall_id"


class FarewellForbidden(Refusal):
    """Of a kind of death (funeral/law/cremation.yaml)."""

    message = _("按规定，%(kind)s不举行遗体告别。")


class OutOfOrder(Refusal):
    """`why`: a whole sentence of funeral.custody."""

    message = _("%(why)s")
    field = "step"


class StepNotByScan(Refusal):
    message = _("%(step)s不能只凭扫描登记，请在它自己的页面办理。")
    field = "step"


class MovePlaceMissing(Refusal):
    message = _("请填写或选择地点。")
    field = "place"


class PlaceOfOtherKind(Refusal):
    message = _("%(step)s要选本馆在用的%(kinds)s。")
    field = "place"


class CabinetTaken(Refusal):
    message = _("这个柜位里还有别的遗体，请另选一个柜位。")
    field = "place"


class TwoCabinets(Refusal):
    message = _("这具遗体刚刚已放入另一个柜位，请重新扫描后再登记。")
    field = "place"


class MovedMeanwhile(Refusal):
    message = _("同事刚刚登记过这具遗体，请重新扫描，看过最新的位置再登记。")


class DeviceClockWrong(Refusal):
    message = _("这台设备的时间与服务器相差 %(minutes)s 分钟，请先校准设备的时间，再扫描。")


class AshesNotReady(Refusal):
    message = _("骨灰还没有登记装殓，不能交接或寄存。请先扫腕带登记骨灰装殓。")


class AshesAtRest(Refusal):
    message = _("骨灰还寄存着（%(deposit)s），请先在骨灰堂办理领取，再登记交接。")


class AlreadyHandedOver(Refusal):
    message = _("骨灰已经办理交接，不再重复登记。")


refuse_on("uq_admissions_case_id", AlreadyReceived)
refuse_on("one_body_a_cabinet", CabinetTaken)
refuse_on("one_cabinet_at_a_time", TwoCabinets)
refuse_on("one_move_after_the_other", MovedMeanwhile)
refuse_on("uq_ash_handovers_case_id", AlreadyHandedOver)
