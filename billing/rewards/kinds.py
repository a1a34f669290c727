"""What becomes of an application for a reward, of its evidence, and of the money."""

from enum import StrEnum

from billing.sentences import N_
from kernel.i18n import _


class RewardState(StrEnum):
    APPLIED = "applied"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return _(STATE_LABELS[self])

    @property
    def tag(self) -> str:
        return STATE_TAGS[self]


STATE_LABELS = {
    RewardState.APPLIED: N_("等待批准"),
    RewardState.APPROVED: N_("已批准"),
    RewardState.RETURNED: N_("退回补正"),
    RewardState.REFUSED: N_("不予奖补"),
}
STATE_TAGS = {
    RewardState.APPLIED: "waiting",
    RewardState.APPROVED: "done",
    RewardState.RETURNED: "flagged",
    RewardState.REFUSED: "plain",
}


class EvidenceMet(StrEnum):
    """How one thing the policy asks for was shown; 零次跑 is the data match."""

    PAPER = "paper"
    DATA_MATCH = "data_match"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return _(MET_LABELS[self])


MET_LABELS = {
    EvidenceMet.PAPER: N_("看过原件"),
    EvidenceMet.DATA_MATCH: N_("数据比对"),
    EvidenceMet.MISSING: N_("没有材料"),
}


class PayoutOutcome(StrEnum):
    """A transfer the bank sends back after all is paid and then failed."""

    PAID = "paid"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return _(OUTCOME_LABELS[self])


OUTCOME_LABELS = {PayoutOutcome.PAID: N_("已发放"), PayoutOutcome.FAILED: N_("未到账")}
