"""Funeral's refusals."""

from datetime import datetime

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class TimeTaken(Refusal):
    """`alternatives`: the nearest free starts of the same class, at most three."""

    message = _("这个时间刚刚被预约。下面是最近的空闲时间，您填写的内容都还在。")
    field = "starts_at"

    def __init__(self, alternatives: tuple[datetime, ...] = ()) -> None:
        super().__init__()
        self.alternatives = alternatives


class NoSuchHall(Refusal):
    message = _("本馆没有这种告别厅或火化机，请另选。")
    field = "hall_class"


class TooEarly(Refusal):
    message = _("这个时间已经过去，请选择以后的时间。")
    field = "starts_at"


class TooFarAhead(Refusal):
    message = _("现在最远可以预约到 %(day)s，请选择这一天或更早的时间。")
    field = "starts_at"


class OutsideHours(Refusal):
    message = _("%(resource)s的开放时间是 %(opens)s–%(closes)s，含准备和清理，请另选时间。")
    field = "starts_at"


class ResourceBusy(Refusal):
    """To staff: names what is in the way."""

    message = _("%(resource)s %(from_)s–%(to)s 已有安排（%(case)s），没有移动。")
    field = "starts_at"


class CremationBeforeFarewell(Refusal):
    message = _("火化不能早于告别结束后 %(minutes)s 分钟，请先调整另一项。")
    field = "starts_at"


class OtherKind(Refusal):
    message = _("告别仪式只能移到告别厅，火化只能移到火化机。")
    field = "resource_id"


class StaleBoard(Refusal):
    message = _("这一项刚刚被同事改动过，请看最新的日程再移动。")


class AlreadyHappened(Refusal):
    message = _("这一项已经开始或完成，不能再移动。")


class CaseExists(Refusal):
    message = _("这位逝者已有案件 %(number)s，不再重复登记。")
    field = "identity_number"


class BookedAlready(Refusal):
    """To staff: a second case would leave the family's times with nobody."""

    message = _("家属已为这位逝者预约（%(code)s），请打开这个预约接待家属，不再重复登记。")
    field = "identity_number"


class BilledAsRegistered(Refusal):
    """A bill is immutable, and its waiver stands on the particulars."""

    message = _(
        "账单 %(bill)s 已经出具，减免按当时登记的内容核定，这里不能再更正。"
        "确有差错，请联系本馆负责人。"
    )


class StaleParticulars(Refusal):
    message = _("同事刚刚更正过这些内容，请重新打开这一页，看过最新的内容再更正。")


class CorrectionReasonMissing(Refusal):
    message = _("请填写更正的原因。")
    field = "reason"


class ReasonHoldsNumber(Refusal):
    """The reason stands in the journal for good, where numbers are never shown."""

    message = _("原因里请不要写证件号码和电话号码，改动本身会另行记下。")
    field = "reason"


class DiedAfterAdmission(Refusal):
    message = _("遗体 %(received_at)s 已经入馆，离世日期不能晚于这一天，请核对。")
    field = "died_on"


class DiedAfterCertificate(Refusal):
    message = _("死亡证明的出具日期是 %(issued_on)s，离世日期不能晚于这一天，请核对。")
    field = "died_on"


class AlreadyPlanned(Refusal):
    message = _("这个案件已经有日程，请在日程板上移动。")


class NotPlanned(Refusal):
    message = _("这个案件还没有安排日程。")


class NoFarewellPlanned(Refusal):
    message = _("这个案件没有预约告别仪式。")


class PaperNumberMissing(Refusal):
    message = _("请填写证件编号。")
    field = "number"


class IssuerMissing(Refusal):
    message = _("请填写出具单位。")
    field = "issuer"


class IssuedInFuture(Refusal):
    message = _("出具日期不能晚于今天。")
    field = "issued_on"


class IssuedBeforeDeath(Refusal):
    message = _("死亡证明的出具日期不能早于离世日期。")
    field = "issued_on"


class PaperOnFile(Refusal):
    message = _("这份证明已经登记过。")
    field = "kind"


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


class PapersMissing(Refusal):
    """殡葬管理条例 art. 28: no cremation without the papers."""

    message = _("还缺：%(papers)s。手续不全，不得火化。")


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


class AlreadyCremated(Refusal):
    message = _("这个案件已有火化记录，不能再次火化。")


class CremationDuringFarewell(Refusal):
    message = _("预约的告别仪式还没有登记，请先登记告别仪式，或改为不举行告别仪式。")


class CrematorBusy(Refusal):
    message = _("这台火化机正在使用，请等上一具结束，或换一台。")
    field = "cremator_id"


class CrematorOutOfUse(Refusal):
    message = _("这台火化机已经停用，请换一台。")
    field = "cremator_id"


class SecondOperatorMissing(Refusal):
    message = _("入炉须两人核对，请选择另一位火化员。")
    field = "second_operator"


class NotStarted(Refusal):
    message = _("还没有开始火化，不能登记结束。")


class EndedBeforeStart(Refusal):
    message = _("火化 %(started_at)s 才开始，结束时间应在此之后，请核对电脑的时间。")


class AlreadyEnded(Refusal):
    message = _("这次火化已经登记结束。")


class NotEnded(Refusal):
    message = _("火化还没有结束，不能出具火化证明。")


class NotCremated(Refusal):
    """The waiver may turn on the day of the cremation, and the charges are not complete before."""

    message = _("火化还没有结束，费用还不完整，暂不能结算。")


class CertificateExists(Refusal):
    message = _("火化证明 %(number)s 已经出具，不再重复出具。")


class CollectorMissing(Refusal):
    message = _("请填写领取人姓名。")
    field = "collected_by"


refuse_on("one_family_at_a_time", TimeTaken)
refuse_on("one_body_at_a_time", CrematorBusy)
refuse_on("uq_cremation_runs_case_id", AlreadyCremated)
refuse_on("uq_admissions_case_id", AlreadyReceived)
refuse_on("uq_cremation_certificates_case_id", CertificateExists)
refuse_on("uq_case_papers_one_of_a_kind", PaperOnFile)
