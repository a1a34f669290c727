"""Policy files, drafts and what-ifs: what is refused, and the sentence it says."""

from kernel.checked_yaml import YamlMistake
from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PolicyError(YamlMistake):
    """A waiver policy file that cannot be used: which file, which line, why."""

    field = "policy"


class CaseError(YamlMistake):
    """A case file that cannot be read: which file, which line, why."""

    field = "case"


class BurialMissing(Refusal):
    message = _("奖补要看怎样安葬：请在案例文件里写reward，至少写明burial。")
    field = "reward"


class PoliciesOverlap(Refusal):
    message = _("“%(one)s”和“%(other)s”在%(region)s同时有效，请先给其中一份写明截止日期。")
    field = "policy"


class PolicyInForce(Refusal):
    message = _("本地区同一时间已有一份减免政策，请先给原政策写明截止日期。")
    field = "policy"


class DraftChanged(Refusal):
    message = _("%(who)s在%(at)s保存过这份草稿。您写的内容还在下面，请对照后再保存。")
    field = "source"


class DraftSubmitted(Refusal):
    message = _("这份草稿已经提交审核，要修改请先退回。")


class DraftNotSubmitted(Refusal):
    message = _("这份草稿还没有提交审核。")


class DraftPublished(Refusal):
    message = _("这份草稿已经公布，公布的政策不再改动，请另写新的一版。")


class ReturnReasonMissing(Refusal):
    message = _("请写明退回的原因，让起草人知道要改什么。")
    field = "reason"


class WriterReviews(Refusal):
    """A policy is put in force by two persons, as money of the public depends on it."""

    message = _("写过这份草稿的人不能自己公布，请由另一位监管人员审核。")


class PolicyVersionTaken(Refusal):
    message = _("“%(code)s”的第%(version)s版已经公布，请把version改成更大的数。")
    field = "source"


class PublishedMeanwhile(Refusal):
    message = _("刚才已有人公布了同一版政策，请重新打开页面核对。")


class PolicyBeginsTooEarly(Refusal):
    message = _("“%(title)s”从%(day)s起有效，新的一版要从那以后的日子开始。")
    field = "source"


class BillsIssuedAlready(Refusal):
    message = _("已有%(count)s张账单按原政策出具，不会改动。确实要从%(day)s起生效，请写明理由。")
    field = "early_reason"


class CaseNotReadable(Refusal):
    message = _("账单上没有留下足够的事实，不能重新计算。")


class OnlyWaiversAreTried(Refusal):
    message = _("奖补不减少账单，只有减免政策可以在这里试算。")


class PeriodWrong(Refusal):
    message = _("结束的月份要在开始的月份之后，也不能晚于本月。")
    field = "period_to"


refuse_on("one_policy_at_a_time", PolicyInForce)
refuse_on("uq_waiver_policies_code", PublishedMeanwhile)
