"""Why there is no cremation yet."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PapersMissing(Refusal):
    """殡葬管理条例 art. 28: no cremation without the papers."""

    message = _("还缺：%(papers)s。手续不全，不得火化。")


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


class ChecksMissing(Refusal):
    """Two persons, each with the band and the order in hand, before this cremator, just now."""

    message = _(
        "入炉前须两名火化员在这台火化机前各自扫描腕带和火化工作单，"
        "%(minutes)s 分钟内有效。现在只有 %(count)s 人核对过。"
    )


class NotAnOperator(Refusal):
    message = _("只有本馆在岗的火化员可以核对遗体和登记入炉。")
    status = 403


class NotPlannedHere(Refusal):
    message = _("这个案件今天没有安排在%(cremator)s，请先在日程板上移动，再入炉。")
    field = "cremator_id"


class HoldFlagged(Refusal):
    """暂缓火化: disputed cause, open police case, a notice period (rules of the law and county)."""

    message = _("暂缓火化：%(kinds)s。解除以前不得火化。")


class ExtensionMissing(Refusal):
    """殡葬管理条例 art. 27: stored beyond the legal days."""

    message = _("存放已超过规定的天数，请先办理延期存放手续，再火化。")


class HeldUnclaimed(Refusal):
    """Remains nobody claims have a ladder of notices and sign-offs before them."""

    message = _("无人认领的遗体暂不能火化：%(why)s")


class DedicatedCrematorNeeded(Refusal):
    message = _("%(kind)s须用传染病专用的火化机，请换一台。")
    field = "cremator_id"


class FuelWrong(Refusal):
    message = _("燃料用量应大于 0，不超过 %(most)s，最多两位小数。")
    field = "fuel_used"


class FuelIncomplete(Refusal):
    message = _("燃料种类和用量要一起填写；没有读数的，两项都不填。")
    field = "fuel_used"


class SecondOperatorMissing(Refusal):
    message = _("入炉须两人核对，请选择另一位火化员。")
    field = "second_operator"


class NoAshesYet(Refusal):
    message = _("火化还没有结束，骨灰的单据要在火化结束后打印。")


class PortionUnknown(Refusal):
    message = _("份号是一个大写字母，例如 A。")
    status = 422


class NotStarted(Refusal):
    message = _("还没有开始火化，不能登记结束。")


class EndedBeforeStart(Refusal):
    message = _("火化 %(started_at)s 才开始，结束时间应在此之后，请核对电脑的时间。")


class AlreadyEnded(Refusal):
    message = _("这次火化已经登记结束。")


class NotCremated(Refusal):
    """The waiver may turn on the day of the cremation, and the charges are not complete before."""

    message = _("火化还没有结束，费用还不完整，暂不能结算。")


refuse_on("one_body_at_a_time", CrematorBusy)
refuse_on("uq_cremation_runs_case_id", AlreadyCremated)
