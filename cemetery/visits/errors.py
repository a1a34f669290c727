"""The refusals of visits."""

from kernel.constraints import refuse_on
from kernel.errors import NotFound, Refusal
from kernel.i18n import _

# ---- Terms ----


class PeakDayUnread(Refusal):
    message = _("“%(line)s”读不出来。每行写一个节日或日期，例如 清明 前10 后15，或 2026-05-10。")
    field = "peak_days"


class SlotTimesUnread(Refusal):
    message = _("“%(line)s”读不出来，或与上一行重叠。每行写一个时段，从早到晚，例如 08:00-10:00。")
    field = "slots"


class SlotTimesMissing(Refusal):
    message = _("请至少写一个时段。")
    field = "slots"


class VisitTermsPast(Refusal):
    message = _("施行日期不能早于今天。")
    field = "valid_from"


class VisitTermsExist(Refusal):
    message = _("这一天已经有新的办法，请另选日期。")
    field = "valid_from"


class VisitBasisMissing(Refusal):
    message = _("请填写依据的文件或决定。")
    field = "legal_basis"


class VisitTermsWrong(Refusal):
    """`field`: which of the numbers."""

    message = _("请填写 %(least)s 到 %(most)s 之间的数字。")

    def __init__(self, field: str, least: int, most: int) -> None:
        super().__init__(least=least, most=most)
        self.field = field


class TooMuchKept(Refusal):
    message = _("为电话和到场保留的人数合计不能超过每个时段的人数。")
    field = "kept_walk_in"


# ---- Booking ----


class NoVisitTerms(Refusal):
    message = _("这里还没有开放祭扫预约，请联系工作人员。")


class NoBookingNeeded(Refusal):
    message = _("这一天不用预约，请在开放时间内直接前来。")


class SlotUnknown(NotFound):
    message = _("没有这个时段，请重新选择。")


class NotOpenYet(Refusal):
    message = _("这一天从 %(opens)s 开始预约。")


class SlotOver(Refusal):
    message = _("这个时段已经过去，请另选时段。")
    field = "slot"


class SlotClosed(Refusal):
    message = _("这个时段已经暂停开放，请另选时段。")
    field = "slot"


class SlotFull(Refusal):
    message = _("这个时段的名额不够了，请另选时段，或减少人数。")
    field = "slot"


class CarsFull(Refusal):
    message = _("这个时段的车位不够了，请另选时段，或乘公共交通前来。")
    field = "number_plates"


class VisitorNameMissing(Refusal):
    message = _("请填写预约人姓名。")
    field = "name"


class PartyTooLarge(Refusal):
    message = _("每次预约 1 到 %(most)s 人，包括预约人。人多时请分开预约。")
    field = "persons"


class CompanionsMissing(Refusal):
    message = _("除预约人外还有 %(wanted)s 人，请每行写一个同行人的姓名，现在写了 %(given)s 人。")
    field = "companions"


class TooManyCars(Refusal):
    message = _("每次预约最多 %(most)s 辆车，请只留下要进园的车。")
    field = "number_plates"


class NumberPlateUnread(Refusal):
    message = _("车牌号码填写有误，请对照车牌核对，例如 鄂L12345，新能源车是 8 位。")
    field = "number_plates"


class NumberPlateProvince(NumberPlateUnread):
    message = _("车牌号码的第一个字应是省份简称，例如 鄂。")


class NumberPlateWrongLength(NumberPlateUnread):
    message = _("车牌号码应为 7 位，新能源车是 8 位，现在是 %(length)d 位，请核对。")


class NumberPlateLooksAlike(NumberPlateUnread):
    message = _("车牌号码里没有字母 I 和 O，请改成数字 1 和 0。")


class UnitMissing(Refusal):
    message = _("请填写要祭扫的格位或墓位。")
    field = "unit"


class UnitUnknown(Refusal):
    """The same whether it does not exist, stands elsewhere, or its plate no longer works."""

    message = _("在这里没有找到这个格位或墓位，请核对铭牌、寄存证或格位名称。")
    field = "unit"


class UnitBookedOut(Refusal):
    message = _("这个格位或墓位这一天的预约已满 %(most)s 次，请另选日期，或与家人一起前来。")
    field = "unit"


class AlreadyVisiting(Refusal):
    message = _("这位预约人在这个时段已经有预约，不用再约。")
    field = "identity_number"


class WaitingAlready(Refusal):
    """Somebody gave this person's number with another telephone: not shown whose place it is."""

    message = _("这位预约人已经在排队，请打开原来的排队页面查看结果。")
    field = "identity_number"


class OpeningRush(Refusal):
    message = _("这一天刚开放预约，正在按先后分配名额，请过一会儿再办理。")


class AnsweredAlready(Refusal):
    message = _("名额已经分配，请看本页的结果。")


class WrongVisitDigits(Refusal):
    message = _("预约编号或电话后四位不对，请核对。")
    field = "last4"
    status = 403


class VisitCancelled(Refusal):
    message = _("这个预约已经取消。")


class VisitEntered(Refusal):
    message = _("这个预约已经进园，不能再更改或取消。")


class SameSlot(Refusal):
    message = _("这就是现在的时段，请选择另一个。")
    field = "slot"


class CloseReasonMissing(Refusal):
    message = _("请填写暂停开放的原因，家属会看到。")
    field = "reason"


class NoSlotChosen(Refusal):
    message = _("请选择要暂停的时段。")
    field = "slots"


# ---- Ceremonies ----


class CeremonyNameMissing(Refusal):
    message = _("请填写仪式名称。")
    field = "title"


class CeremonyTimesWrong(Refusal):
    message = _("仪式时间应在今天以后，结束晚于开始，例如 09:00-10:00。")
    field = "times"


# ---- The gate ----


class PassRefused(Refusal):
    """Whoever stands at the gate is told why."""

    message = _("这张通行码不能使用，请与预约人核对。")
    field = "scanned"


class PassForged(PassRefused):
    message = _("这个码不是本系统发出的通行码，请核对预约编号。")


class PassOfAnotherSite(PassRefused):
    message = _("这张通行码是另一处的，不是这里的。")


class PassOfAnotherDay(PassRefused):
    message = _("这张通行码是 %(day)s 的，不是今天的。")


class PassTooEarly(PassRefused):
    message = _("还没有到时间，%(from_)s 起可以进园。")


class PassTooLate(PassRefused):
    message = _("预约的时段已经过去，%(until)s 以后不能再进园。请到服务台办理。")


class PassVoid(PassRefused):
    message = _("这个预约已经取消或改期，这张通行码不能再用。")


class PassUsed(PassRefused):
    message = _("这张通行码已经用过，%(at)s 已登记。")

    def __init__(self, **facts: object) -> None:
        super().__init__(**({"at": _("刚才")} | facts))


class NotInside(PassRefused):
    message = _("这张通行码还没有登记进园。")


class TooManyAtGate(PassRefused):
    message = _("进出人数应为 1 到 %(most)s 人。")
    field = "persons"


# ---- Sweeping done for the family ----


class SweepUnsaid(Refusal):
    message = _("请选择要代办的内容。")
    field = "wishes"


class SweepDayPast(Refusal):
    message = _("请选择今天以后的日期。")
    field = "wanted_on"


class SweepWordsTooLong(Refusal):
    message = _("代读的话最多 %(most)s 个字。")
    field = "words"


class SweepSettled(Refusal):
    message = _("这次代祭已经办结。")


class SweepUnproven(Refusal):
    message = _("请先上传现场照片，再办结。")
    field = "photo"


class SweepPriceChanged(Refusal):
    message = _("代客祭扫的公布价格是 %(price)s，与页面上的不同。请看过再提交。")


class SweepReceiptMissing(Refusal):
    message = _("没有可以记账的案件。请在收费窗口收取，填写票据号，再办结。")
    field = "receipt"


class SweepReasonMissing(Refusal):
    message = _("请填写不能代办的原因，家属会看到。")
    field = "reason"


class SweepPhotoUnread(Refusal):
    message = _("这个文件不是照片，或已损坏，请换一张。")
    field = "photo"


class TooManySweepPhotos(Refusal):
    message = _("每次代祭最多 %(most)s 张照片。")
    field = "photo"


refuse_on("one_visit_a_slot_per_person", AlreadyVisiting)
refuse_on("one_entry_per_pass", PassUsed)
refuse_on("one_version_of_visit_terms_a_day", VisitTermsExist)
