"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm
from billing.forms.family import FindAccountForm, PayOnlineForm
from billing.forms.goods import CountGoodsForm, ReceiveGoodsForm
from billing.forms.policies import (
    PublishPolicyDraftForm,
    ReturnPolicyDraftForm,
    SavePolicyDraftForm,
    StartPolicyDraftForm,
)
from billing.forms.price_lists import EndTariffItemForm, TariffItemForm
from billing.forms.what_ifs import StartWhatIfForm

__all__ = [
    "CountGoodsForm",
    "EndTariffItemForm",
    "FindAccountForm",
    "PayOnlineForm",
    "PublishPolicyDraftForm",
    "ReceiveGoodsForm",
    "ReturnPolicyDraftForm",
    "SavePolicyDraftForm",
    "StartPolicyDraftForm",
    "StartWhatIfForm",
    "TakeCashForm",
    "TariffItemForm",
]
