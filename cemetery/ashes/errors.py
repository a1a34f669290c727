"""Refusals about portions of ashes."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PortionUnknown(Refusal):
    message = _("没有 %(letter)s 份骨灰，现有 %(letters)s。要分成几份，请先办理分份。")
    field = "letter"


class AshesUnknown(Refusal):
    message = _("没有查到这个编号的骨灰。请扫骨灰标签、寄存编号或火化证明，并核对份号。")
    field = "code"
    status = 422


class WrongMove(Refusal):
    message = _("这份骨灰%(state)s（%(where)s），现在不能办理%(move)s。")


class AlreadyInterred(Refusal):
    message = _("这份骨灰已于 %(at)s 安葬在%(where)s，不能再安葬一次。位置登记有误的，请办理更正。")


class OnBoard(Refusal):
    message = _(
        "这份骨灰已交接上船，现在不能办理%(move)s。请先在航次里登记撒散、带回或取消航次；家属要拿回的，办理领取。"
    )


class MovedMeanwhile(Refusal):
    message = _("这份骨灰刚刚登记了新的去向，请刷新后看清现在的位置，再办理。")


class KeptElsewhere(Refusal):
    message = _("这份骨灰现在由%(home)s负责，请由该单位办理。")


class OwnCase(Refusal):
    message = _("这份骨灰是本单位案件 %(number)s 的。登记有误的，请从案件页更正。")


class NothingToCorrect(Refusal):
    message = _("内容与登记的一致，没有改动。")


class PlaceMissing(Refusal):
    message = _("请填写骨灰现在放在哪里，例如 骨灰整理间、2号架3层。")
    field = "place"


class HolderMissing(Refusal):
    message = _("请填写骨灰交给谁保管。")
    field = "holder"


class BringerMissing(Refusal):
    message = _("骨灰从外单位回来的，请填写是谁送来的。")
    field = "brought_by"


class DivisionReasonMissing(Refusal):
    message = _("请填写谁要求分份、为什么。")
    field = "asked_by"


class TooManyPortions(Refusal):
    message = _("一次可以多分出 1 到 %(most)s 份，份号最多用到 Z。")
    field = "more"


class UnitOfAnotherHome(Refusal):
    message = _("这个位置不属于现在负责这份骨灰的单位，请核对。")
    field = "unit"


class UnitUnknown(Refusal):
    message = _("没有这个位置。请写成“松3排12号”；几处同名的，请在前面写上安放点的名称。")
    field = "unit"


class TwoUnitsSaid(Refusal):
    message = _("图上选的是%(chosen)s，写的是%(said)s。请只留一个。")
    field = "unit"


class SameUnit(Refusal):
    message = _("这份骨灰登记的就是这个位置，不需要更正。")
    field = "unit"


class UnitOfOthers(Refusal):
    message = _("%(where)s是另一家的，那里的使用权或同葬的骨灰与这份骨灰不是一家。请先核对使用权。")
    field = "unit"


class NobodyThere(Refusal):
    message = _("这个位置没有登记安葬的骨灰。只是一份登记错了的，请办理更正位置。")
    field = "unit"


class WhichPortion(Refusal):
    message = _("这个位置登记了 %(count)s 份（%(numbers)s），请填写是哪一份。")
    field = "code"


class CertificateInterred(Refusal):
    message = _("这份火化证明已经办理过安葬，不能再用一次。")
    field = "certificate_number"


class CertificateOfOthers(Refusal):
    message = _("这份火化证明不是这位逝者的，请核对手中的证明。")
    field = "certificate_number"


class ForeignCertificateUsed(Refusal):
    message = _("这份外地火化证明已经登记过，一份证明只能使用一次。请查找已有的记录。")
    field = "certificate_number"


class IssuerMissing(Refusal):
    message = _("有两家单位开具的外地火化证明是这个编号，请填写开具单位。")
    field = "issuer"


class ForeignCertificateIncomplete(Refusal):
    message = _("请填写外地火化证明的开具单位、编号和逝者姓名。")
    field = "issuer"


class CremationDayWrong(Refusal):
    message = _("火化日期晚于今天，请核对外地火化证明。")
    field = "cremated_on"


class DeathAfterCremation(Refusal):
    message = _("离世日期晚于火化日期，请核对外地火化证明。")
    field = "died_on"


class CertificateOfOurs(Refusal):
    message = _("这是本县开具的火化证明，不按外地骨灰办理。请从案件或骨灰去向进入。")
    field = "certificate_number"


class WitnessesMissing(Refusal):
    message = _("请填写至少两位不同的见证人，每人一行。")
    field = "witnesses"


class ScatteredWrongTime(Refusal):
    message = _("撒散时间应在 %(since)s 以后、现在以前，请核对。")
    field = "scattered_on"


class ScatteringPlaceMissing(Refusal):
    message = _("请填写撒散的地点，例如 本馆撒散林。")
    field = "place"


class ScatteringAskerMissing(Refusal):
    message = _("请填写家属中谁要求撒散，或者受谁委托的人要求。")
    field = "asked_by"


class ScatteringUnauthorised(Refusal):
    message = _("要求撒散的不是经办人（%(claimant)s）。请查看委托书，并填写委托书的编号或日期。")
    field = "authorisation"


class NothingAtHand(Refusal):
    message = _("这里没有可以交接的骨灰，请看下面各份现在在哪里，由所在单位办理。")


class InterredNotCollected(Refusal):
    message = _("这份骨灰安葬在%(where)s。家属要领取的，请先按家属的申请办理起出，再办理领取。")


class ReasonMissing(Refusal):
    message = _("请填写原因。")
    field = "reason"


class ApplicantMissing(Refusal):
    message = _("请填写谁申请起出、依据什么办理。")
    field = "applicant"


class DestinationMissing(Refusal):
    message = _("请选择接收单位；县外或其他单位，请填写名称。")
    field = "outside"


class CarrierMissing(Refusal):
    message = _("请填写由谁护送。")
    field = "carried_by"


class ReceiptMissing(Refusal):
    message = _("外单位接收的，请填写回执编号和接收人。")
    field = "receipt"


class NotForUs(Refusal):
    message = _("这份骨灰移交给%(home)s，请由接收单位确认。")


class NothingToPrint(Refusal):
    message = _("这份骨灰还没有领取，不打印领取凭证。")


class ZoneUnknown(Refusal):
    message = _("请选择要盘点的区。")
    field = "zone"


class StockTakeOpen(Refusal):
    message = _("这个区正在盘点，请打开没有结束的那一次接着扫。")
    field = "zone"


class StockTakeFinished(Refusal):
    message = _("这次盘点已经结束，不能再扫。要重新核对，请另开一次盘点。")
    field = "code"


class DiscrepancyResolved(Refusal):
    message = _("这一条差异已经有说明。")


refuse_on("one_open_stock_take_a_zone", StockTakeOpen)
refuse_on("begins_where_the_portion_is", MovedMeanwhile)
refuse_on("one_ash_move_after_the_other", MovedMeanwhile)
refuse_on("ck_ash_events_is_allowed", MovedMeanwhile)
refuse_on("one_portion_per_letter", MovedMeanwhile)
refuse_on("one_foreign_portion_per_letter", MovedMeanwhile)
refuse_on("one_interment_per_certificate", CertificateInterred)
refuse_on("one_use_of_a_foreign_certificate", ForeignCertificateUsed)
