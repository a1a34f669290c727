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


class SecondOperatorMissing(Refusal):
    message = _("入炉须两人核对，请选择另一位火化员。")
    field = "second_operator"


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
