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
from billing.forms.receipts import RecordFiscalReceiptForm, VoidReceiptForm
from billing.forms.settlements import FreezeSettlementForm, RecordSettlementPaidForm
from billing.forms.shifts import CloseShiftForm, OpenShiftForm
from billing.forms.what_ifs import StartWhatIfForm

__all__ = [
    "CloseShiftForm",
    "CountGoodsForm",
    "EndTariffItemForm",
    "FindAccountForm",
    "FreezeSettlementForm",
    "OpenShiftForm",
    "PayOnlineForm",
    "PublishPolicyDraftForm",
    "ReceiveGoodsForm",
    "RecordFiscalReceiptForm",
    "RecordSettlementPaidForm",
    "ReturnPolicyDraftForm",
    "SavePolicyDraftForm",
    "StartPolicyDraftForm",
    "StartWhatIfForm",
    "TakeCashForm",
    "TariffItemForm",
    "VoidReceiptForm",
]
