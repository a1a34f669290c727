"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm
from billing.forms.policies import (
    PublishPolicyDraftForm,
    ReturnPolicyDraftForm,
    SavePolicyDraftForm,
    StartPolicyDraftForm,
)
from billing.forms.what_ifs import StartWhatIfForm

__all__ = [
    "PublishPolicyDraftForm",
    "ReturnPolicyDraftForm",
    "SavePolicyDraftForm",
    "StartPolicyDraftForm",
    "StartWhatIfForm",
    "TakeCashForm",
]
