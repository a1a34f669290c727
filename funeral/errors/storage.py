"""Why longer storage, the ladder of the unclaimed, belongings and photos refuse."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NotStored(Refusal):
    message = _("遗体还没有入馆，或者已经火化，不用办理这一项。")


class ExtensionReasonMissing(Refusal):
    message = _("请填写延期存放的原因。")
    field = "reason"


class AskerMissing(Refusal):
    message = _("请填写申请人姓名。")
    field = "asked_by"


class ExtensionPast(Refusal):
    message = _("延期应到今天或以后的日期。")
    field = "until_on"


class ExtensionBeforeAdmission(Refusal):
    message = _("遗体 %(received_on)s 入馆，延期不能早于这一天。")
    field = "until_on"


class ExtensionTooLong(Refusal):
    message = _("一次最多延期到 %(last)s（%(basis)s）。")
    field = "until_on"


class ExtensionShorter(Refusal):
    message = _("已经延期到 %(until)s，新的日期应晚于这一天。")
    field = "until_on"


class AlreadyUnclaimed(Refusal):
    message = _("已经登记为无人认领，不再重复登记。")


class NotUnclaimed(Refusal):
    message = _("这个案件没有登记为无人认领。")


class SenderMissing(Refusal):
    message = _("请填写送存单位。")
    field = "sent_by"


class NoLadder(Refusal):
    message = _("本馆还没有登记无人认领遗体的办理程序，请先由管理员登记。")


class RungNotYet(Refusal):
    message = _("“%(title)s”还不能办理：%(why)s")


class RungBegun(Refusal):
    message = _("这一步已经登记过，不再重复登记。")


class LadderDone(Refusal):
    message = _("办理程序已经全部完成，可以处置。")


class StepDayWrong(Refusal):
    message = _("办理日期应在 %(first)s 到今天之间。")
    field = "done_on"


class NoticeMissing(Refusal):
    message = _("这一步要公告，请填写公告媒体。")
    field = "media"


class NoticeReferenceMissing(Refusal):
    message = _("这一步要公告，请填写公告的期号或文号。")
    field = "reference"


class PoliceNumberMissing(Refusal):
    message = _("这一步要有公安立案编号，请填写。")
    field = "police_case_number"


class OfficeUnknown(Refusal):
    message = _("这一步不需要这个部门签署，或者它已经签署。")
    field = "office"


class SignerMissing(Refusal):
    message = _("请填写签署人姓名。")
    field = "signed_by"


class SignedDayWrong(Refusal):
    message = _("签署日期应在 %(first)s 到今天之间。")
    field = "signed_on"


class ClaimedReasonMissing(Refusal):
    message = _("请写明谁来认领，或者为什么不再属于无人认领。")
    field = "reason"


class RungPlaceTaken(Refusal):
    message = _("这个序号在这段时间已经有一级程序。")
    field = "position"


class RungWrong(Refusal):
    message = _(
        "序号从 1 到 99，天数从 0 到 3650，名称和依据都要填写，最后一天不能早于施行的那一天。"
    )


class RungEndWrong(Refusal):
    message = _("最后一天不能早于 %(first)s，也不能晚于已经登记的最后一天。")
    field = "last_on"


class BelongingMissing(Refusal):
    message = _("请填写是什么物品。")
    field = "description"


class QuantityWrong(Refusal):
    message = _("数量应在 1 到 %(most)s 之间。")
    field = "quantity"


class PlaceMissing(Refusal):
    message = _("请填写存放在哪里。")
    field = "place"


class AlreadyReturned(Refusal):
    message = _("这件物品已经交还，不能再交还一次。")


class ReceiverMissing(Refusal):
    message = _("请填写领回人姓名。")
    field = "returned_to"


class SignatureMissing(Refusal):
    message = _("请填写领回人签字的单据，例如 领取单 12 号。")
    field = "signature"


class PhotoUnreadable(Refusal):
    message = _("这个文件不是可以识别的照片，请用手机或相机拍的照片。")
    field = "photo"
    status = 422


class PhotoTooLarge(Refusal):
    message = _("照片不能超过 %(most)s MB，请缩小后再上传。")
    field = "photo"
    status = 413


class LookReasonMissing(Refusal):
    message = _("请填写查看照片的原因，原因和您的姓名会留下记录。")
    field = "reason"


refuse_on("uq_unclaimed_remains_open", AlreadyUnclaimed)
refuse_on("one_rung_at_a_place", RungPlaceTaken)
refuse_on("uq_unclaimed_steps_unclaimed_id", RungBegun)
refuse_on("uq_unclaimed_sign_offs_step_id", OfficeUnknown)
