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
from funeral.forms.cremation import CheckFurnaceForm, EndCremationForm, StartCremationForm
from funeral.forms.custody import (
    CancelFarewellForm,
    HandOverAshesForm,
    ReceiveRemainsForm,
    RecordFarewellForm,
    RecordMoveForm,
)
from funeral.forms.moves import MoveOccupancyForm
from funeral.forms.schedule import (
    PlanCaseForm,
    ShowFreeTimesForm,
)
from funeral.forms.wristbands import (
    IssueWorkOrderForm,
    LiftHoldFlagForm,
    RecordDeathKindForm,
    ReplaceWorkOrderForm,
    ReplaceWristbandForm,
    SetHoldFlagForm,
    TagRemainsForm,
)

__all__ = [
    "CancelFarewellForm",
    "CheckFurnaceForm",
    "CollectCertificateForm",
    "CorrectParticularsForm",
    "CountStockForm",
    "EndCremationForm",
    "HandOverAshesForm",
    "IssueCertificateForm",
    "IssueWorkOrderForm",
    "LiftHoldFlagForm",
    "MakeBillForm",
    "MoveOccupancyForm",
    "OpenWalkInCaseForm",
    "ParticularsForm",
    "PlanCaseForm",
    "ReceiveBlanksForm",
    "ReceiveRemainsForm",
    "RecordDeathKindForm",
    "RecordFarewellForm",
    "RecordMoveForm",
    "RecordPaperForm",
    "ReissueCertificateForm",
    "ReplaceWorkOrderForm",
    "ReplaceWristbandForm",
    "SetHoldFlagForm",
    "ShowFreeTimesForm",
    "StartCremationForm",
    "TagRemainsForm",
    "VerifyCertificateForm",
    "VoidBlankForm",
    "VoidCertificateForm",
]
