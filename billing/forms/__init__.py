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
from billing.forms.payouts import CorrectPayeeForm, RecordPayoutFailedForm, RecordPayoutPaidForm
from billing.forms.policies import (
    PublishPolicyDraftForm,
    ReturnPolicyDraftForm,
    SavePolicyDraftForm,
    StartPolicyDraftForm,
)
from billing.forms.price_lists import EndTariffItemForm, TariffItemForm
from billing.forms.receipts import RecordFiscalReceiptForm, VoidReceiptForm
from billing.forms.rewards import (
    NoteRewardEvidenceForm,
    RefuseRewardForm,
    ReturnRewardForm,
    RewardForm,
    form_of,
)
from billing.forms.settlements import FreezeSettlementForm, RecordSettlementPaidForm
from billing.forms.shifts import CloseShiftForm, OpenShiftForm
from billing.forms.what_ifs import StartWhatIfForm

__all__ = [
    "CloseShiftForm",
    "CorrectPayeeForm",
    "CountGoodsForm",
    "CreditBillForm",
    "EndTariffItemForm",
    "FindAccountForm",
    "FreezeSettlementForm",
    "NoteRewardEvidenceForm",
    "OpenShiftForm",
    "PayOnlineForm",
    "PayOutRefundForm",
    "PublishPolicyDraftForm",
    "ReceiveGoodsForm",
    "RecordFiscalReceiptForm",
    "RecordPayoutFailedForm",
    "RecordPayoutPaidForm",
    "RecordSettlementPaidForm",
    "RefundByHandForm",
    "RefundSurplusForm",
    "RefuseRewardForm",
    "ReturnPolicyDraftForm",
    "ReturnRewardForm",
    "RewardForm",
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
    "form_of",
]
