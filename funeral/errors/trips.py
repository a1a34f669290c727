"""Why a hearse cannot be sent, or a moment of its trip cannot be recorded."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PickUpPlaceMissing(Refusal):
    message = _("请填写接运地点。")
    field = "pick_up_from"


class ForNobody(Refusal):
    message = _("派车单要对应一个案件或一个预约。")


class AlreadyInHouse(Refusal):
    message = _("遗体已经入馆，不用再派车。")


class WantedInPast(Refusal):
    message = _("要求的时间已经过去，请填写以后的时间。")
    field = "wanted_at"


class WantedTooFar(Refusal):
    message = _("派车最多提前 %(days)s 天登记。")
    field = "wanted_at"


class NotAHearse(Refusal):
    message = _("请选择本馆在用的灵车。")
    field = "hearse_id"


class NotADriver(Refusal):
    message = _("请选择本馆在岗的接运员。")
    field = "driver_id"


class NobodyAssigned(Refusal):
    message = _("还没有指定灵车和接运员，不能出发。")


class NotYourTrip(Refusal):
    message = _("这张派车单不是派给您的，请与前台核对。")
    status = 403


class HearseOut(Refusal):
    message = _("这辆灵车还在另一趟接运中，回馆登记后才能出发。")


class DriverOut(Refusal):
    message = _("这位接运员还在另一趟接运中，回馆登记后才能出发。")


class AlreadyLeft(Refusal):
    message = _("灵车已经出发，不能再改动或重复登记。")


class NotLeft(Refusal):
    message = _("还没有登记出发。")


class AlreadyArrived(Refusal):
    message = _("已经登记到达，不再重复登记。")


class NotArrived(Refusal):
    message = _("还没有登记到达接运地点。")


class AlreadyPickedUp(Refusal):
    message = _("已经登记接到遗体，不再重复登记。")


class OtherBody(Refusal):
    message = _("扫描的腕带属于另一位逝者，请核对遗体和派车单。")
    field = "wristband"


class NoCaseYet(Refusal):
    message = _("这个预约还没有建立案件，请前台先接待并打印腕带。")


class AlreadyBack(Refusal):
    message = _("这趟接运已经回馆，不能再改动。")


class EmptyReasonMissing(Refusal):
    message = _("没有登记接到遗体。空车返回请填写原因。")
    field = "empty_reason"


class OdometerWrong(Refusal):
    message = _("里程表读数应在 0 到 %(most)s 公里之间，最多一位小数。")
    field = "odometer"


class OdometerBackwards(Refusal):
    message = _("里程表读数不能小于 %(last)s 公里，请核对。")
    field = "odometer"


class TripTooLong(Refusal):
    message = _("这一趟算出来是 %(km)s 公里，超过 %(most)s 公里，请核对里程表。")
    field = "odometer"


class OrderCancelled(Refusal):
    message = _("这张派车单已经取消。")


class CancelOrderReasonMissing(Refusal):
    message = _("请填写取消派车的原因。")
    field = "reason"


refuse_on("one_trip_per_hearse", HearseOut)
refuse_on("one_trip_per_driver", DriverOut)
