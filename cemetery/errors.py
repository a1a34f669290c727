"""Cemetery's refusals."""

from kernel.constraints import refuse_on
from kernel.errors import NotFound, Refusal
from kernel.i18n import _


class UnitFull(Refusal):
    message = _("这个位置最多安放 %(capacity)s 份骨灰，已经满了，请另选一个。")
    field = "unit_id"


class UnitTaken(Refusal):
    message = _("这个位置刚刚被选走，请另选一个。")
    field = "unit_id"


class NoFreeUnit(Refusal):
    message = _("这里已没有这一类空位置，请与主管联系。")
    field = "unit_id"


class NotForKeeping(Refusal):
    """骨灰寄存 is for a term and behind a door; what is buried is not kept."""

    message = _("骨灰寄存要选格位。安葬请按安葬办理。")
    field = "unit_id"


class AshesAlreadyDeposited(Refusal):
    message = _("这份骨灰已经寄存，不能再存一次。")
    field = "certificate_number"


class CertificateUnknown(Refusal):
    message = _("没有这个火化证明编号，请核对。")
    field = "certificate_number"


class CertificateVoided(Refusal):
    message = _("火化证明 %(number)s 已经作废，请使用有效的火化证明。")
    field = "certificate_number"


class CertificateOfAnother(Refusal):
    message = _("这份火化证明属于另一个案件，请核对手中的证明。")
    field = "certificate_number"


class RestingPlaceUnknown(Refusal):
    """The same sentence for all that may be wrong, so that nobody learns who rests here."""

    message = _("没有查到。请核对姓名、离世年份和第三项；仍然查不到，请拨打服务电话。")


class TermTooLong(Refusal):
    message = _("寄存期限请填写 1 到 %(most)s 个月。")
    field = "months"


class PlateUnknown(NotFound):
    message = _("没有这个二维码的记录。请向骨灰堂工作人员核对铭牌上的编号。")
    field = "code"


class PlateRevoked(Refusal):
    message = _("这块铭牌已经停用，可能已换新牌。请联系骨灰堂工作人员，我们会帮您找到位置。")
    field = "code"
    status = 410


class PlateSizeUnknown(Refusal):
    message = _("铭牌只有 30、40、50 毫米三种，请选一种。")
    field = "size_mm"
    status = 422


class NothingToPlate(Refusal):
    message = _("所选的位置都已有铭牌。要重做，请勾选“已有铭牌的也重做”，旧铭牌会停用。")
    field = "place"


class TooManyPlates(Refusal):
    message = _("所选的位置有 %(count)s 个，一批最多 %(most)s 块铭牌。请按区或按排分批订制。")
    field = "place"
    status = 422


class UnitHasPlate(Refusal):
    message = _("这个位置刚刚有了新铭牌，请刷新后再看。")


class PlatesNotReady(Refusal):
    message = _("这批铭牌还没有放行，不能交付。")


class PlatesWithdrawn(Refusal):
    message = _("这批铭牌已经撤回，文件不再提供，请不要刻制。")
    status = 410


refuse_on("one_live_plate_per_unit", UnitHasPlate)
refuse_on("one_live_plate_per_deposit", UnitHasPlate)
refuse_on("ck_units_within_capacity", UnitTaken)
refuse_on("one_open_deposit_per_portion", AshesAlreadyDeposited)
