"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm
from billing.forms.payouts import CorrectPayeeForm, RecordPayoutFailedForm, RecordPayoutPaidForm
from billing.forms.rewards import (
    NoteRewardEvidenceForm,
    RefuseRewardForm,
    ReturnRewardForm,
    RewardForm,
    form_of,
)

__all__ = [
    "CorrectPayeeForm",
    "NoteRewardEvidenceForm",
    "RecordPayoutFailedForm",
    "RecordPayoutPaidForm",
    "RefuseRewardForm",
    "ReturnRewardForm",
    "RewardForm",
    "TakeCashForm",
    "form_of",
]
