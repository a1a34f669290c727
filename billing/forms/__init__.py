"""Billing's forms, by noun."""

from billing.forms.bills import CreditBillForm, SignBillForm
from billing.forms.family import FindAccountForm, PayOnlineForm
from billing.forms.goods import CountGoodsForm, ReceiveGoodsForm
from billing.forms.payments import (
    PayOutRefundForm,
    RefundByHandForm,
    RefundSurplusForm,
    StartPaymentForm,
    TakeByTerminalForm,
    TakeCashForm,
    TakeCashPartForm,
    TakeDepositForm,
    TakeTransferForm,
)
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
    "CreditBillForm",
    "EndTariffItemForm",
    "FindAccountForm",
    "FreezeSettlementForm",
    "OpenShiftForm",
    "PayOnlineForm",
    "PayOutRefundForm",
    "PublishPolicyDraftForm",
    "ReceiveGoodsForm",
    "RecordFiscalReceiptForm",
    "RecordSettlementPaidForm",
    "RefundByHandForm",
    "RefundSurplusForm",
    "ReturnPolicyDraftForm",
    "SavePolicyDraftForm",
    "SignBillForm",
    "StartPaymentForm",
    "StartPolicyDraftForm",
    "StartWhatIfForm",
    "TakeByTerminalForm",
    "TakeCashForm",
    "TakeCashPartForm",
    "TakeDepositForm",
    "TakeTransferForm",
    "TariffItemForm",
    "VoidReceiptForm",
]
