"""One form per operation, named after it; the rules themselves live in the operations."""

from funeral.forms.blanks import CountStockForm, ReceiveBlanksForm, VoidBlankForm
from funeral.forms.cases import (
    CorrectParticularsForm,
    MakeBillForm,
    OpenWalkInCaseForm,
    ParticularsForm,
    RecordPaperForm,
)
from funeral.forms.certificates import (
    CollectCertificateForm,
    IssueCertificateForm,
    ReissueCertificateForm,
    VerifyCertificateForm,
    VoidCertificateForm,
)
from funeral.forms.cremation import (
    EndCremationForm,
    StartCremationForm,
)
from funeral.forms.custody import (
    CancelFarewellForm,
    ReceiveRemainsForm,
    RecordFarewellForm,
)
from funeral.forms.moves import MoveOccupancyForm
from funeral.forms.schedule import (
    PlanCaseForm,
    ShowFreeTimesForm,
)

__all__ = [
    "CancelFarewellForm",
    "CollectCertificateForm",
    "CorrectParticularsForm",
    "CountStockForm",
    "EndCremationForm",
    "IssueCertificateForm",
    "MakeBillForm",
    "MoveOccupancyForm",
    "OpenWalkInCaseForm",
    "ParticularsForm",
    "PlanCaseForm",
    "ReceiveBlanksForm",
    "ReceiveRemainsForm",
    "RecordFarewellForm",
    "RecordPaperForm",
    "ReissueCertificateForm",
    "ShowFreeTimesForm",
    "StartCremationForm",
    "VerifyCertificateForm",
    "VoidBlankForm",
    "VoidCertificateForm",
]
