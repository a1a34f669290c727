"""Why a new plan cannot be applied."""

from kernel.errors import Refusal
from kernel.i18n import _


class ReplanStale(Refusal):
    """`what`: the cases or codes that are not as they were when it was worked out."""

    message = _("%(what)s在这份方案算出以后有变动，没有移动任何一项，请重新计算。")


class ReplanIsDryRun(Refusal):
    message = _("这是推演，不能采用。真的停用时，请登记火化机故障。")


class ReplanDiscarded(Refusal):
    message = _("这份方案已经放弃，请重新计算。")


class ReplanApplied(Refusal):
    message = _("这份方案已经采用，不能放弃。要改动，请在日程板上移动。")


class NotACremator(Refusal):
    message = _("请选择一台火化机。")
    field = "resource_id"
