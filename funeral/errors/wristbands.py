"""Why a wristband or a work order cannot be given out or is not accepted."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class AlreadyTagged(Refusal):
    message = _("这具遗体已经系了腕带。腕带损坏或遗失，请更换腕带。")


class NotTagged(Refusal):
    message = _("这具遗体还没有系腕带，请先打印腕带，系在遗体上。")
    field = "wristband"


class NoRemains(Refusal):
    message = _("骨灰已经交给家属，不再发放腕带和工作单。")


class ReplaceReasonMissing(Refusal):
    message = _("请填写更换腕带的原因。")
    field = "reason"


class WristbandUnknown(Refusal):
    message = _("没有这条腕带的记录，请核对扫的是不是本馆的腕带。")
    field = "wristband"


class WristbandRevoked(Refusal):
    message = _("这条腕带已经停用，请核对遗体的身份，扫现用的腕带。")
    field = "wristband"


class NotAWristband(Refusal):
    """`kind`: what it is instead (hardware.scanning)."""

    message = _("扫到的是%(kind)s，请扫遗体上的腕带。")
    field = "wristband"


class OtherBody(Refusal):
    """The sentence everybody must understand at once: somebody else lies here."""

    message = _("停下核对：扫到的是另一位逝者的腕带，不是 %(number)s。")
    field = "wristband"


class WorkOrderExists(Refusal):
    message = _("这个案件已经有火化工作单。旧单遗失，请作废后重新出具。")


class WorkOrderMissing(Refusal):
    message = _("还没有出具火化工作单，请先出具，随遗体交火化员。")
    field = "work_order"


class WorkOrderUnknown(Refusal):
    message = _("没有这张火化工作单的记录，请核对。")
    field = "work_order"


class WorkOrderRevoked(Refusal):
    message = _("这张火化工作单已经作废，请用现在的工作单。")
    field = "work_order"


class NotAWorkOrder(Refusal):
    message = _("扫到的是%(kind)s，请扫火化工作单。")
    field = "work_order"


class WorkOrderOfAnother(Refusal):
    message = _("停下核对：腕带和火化工作单不是同一位逝者。")
    field = "work_order"


refuse_on("one_wristband_a_body", AlreadyTagged)
refuse_on("one_work_order_a_case", WorkOrderExists)
