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
from funeral.forms.charges import ChargeItemForm, SellArticleForm, WithdrawItemForm
from funeral.forms.closures import AskClosureForm, DecideClosureForm, ReportBreakdownForm
from funeral.forms.cremation import CheckFurnaceForm, EndCremationForm, StartCremationForm
from funeral.forms.custody import (
    CancelFarewellForm,
    HandOverAshesForm,
    ReceiveRemainsForm,
    RecordFarewellForm,
    RecordMoveForm,
)
from funeral.forms.moves import MoveOccupancyForm
from funeral.forms.replans import DecideReplanForm, ReplanBreakdownForm, TryReplanForm
from funeral.forms.resources import (
    AddResourceForm,
    ChangeResourceForm,
    ClearSpecialDayForm,
    RetireResourceForm,
    SetHoursForm,
    SetSpecialDayForm,
)
from funeral.forms.schedule import (
    CancelPlanForm,
    PlanCaseForm,
    ShowFreeTimesForm,
)
from funeral.forms.shown_names import ApproveShownNameForm
from funeral.forms.terms import LayDownTermsForm
from funeral.forms.uses import ReleaseOccupancyForm, ReserveResourceForm, ShowRoomsForm
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
    "AddResourceForm",
    "ApproveShownNameForm",
    "AskClosureForm",
    "CancelFarewellForm",
    "CancelPlanForm",
    "ChangeResourceForm",
    "ChargeItemForm",
    "CheckFurnaceForm",
    "ClearSpecialDayForm",
    "CollectCertificateForm",
    "CorrectParticularsForm",
    "CountStockForm",
    "DecideClosureForm",
    "DecideReplanForm",
    "EndCremationForm",
    "HandOverAshesForm",
    "IssueCertificateForm",
    "IssueWorkOrderForm",
    "LayDownTermsForm",
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
    "ReleaseOccupancyForm",
    "ReplaceWorkOrderForm",
    "ReplaceWristbandForm",
    "ReplanBreakdownForm",
    "ReportBreakdownForm",
    "ReserveResourceForm",
    "RetireResourceForm",
    "SellArticleForm",
    "SetHoldFlagForm",
    "SetHoursForm",
    "SetSpecialDayForm",
    "ShowFreeTimesForm",
    "ShowRoomsForm",
    "StartCremationForm",
    "TagRemainsForm",
    "TryReplanForm",
    "VerifyCertificateForm",
    "VoidBlankForm",
    "VoidCertificateForm",
    "WithdrawItemForm",
]
