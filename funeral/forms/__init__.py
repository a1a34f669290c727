"""One form per operation, named after it; the rules themselves live in the operations."""

from funeral.forms.cases import (
    CorrectParticularsForm,
    MakeBillForm,
    OpenWalkInCaseForm,
    ParticularsForm,
    RecordPaperForm,
)
from funeral.forms.certificates import IssueCertificateForm
from funeral.forms.cremation import (
    EndCremationForm,
    StartCremationForm,
)
from funeral.forms.custody import (
    CancelFarewellForm,
    ReceiveRemainsForm,
    RecordFarewellForm,
)
from funeral.forms.schedule import (
    MoveOccupancyForm,
    PlanCaseForm,
    ShowFreeTimesForm,
)

__all__ = [
    "CancelFarewellForm",
    "CorrectParticularsForm",
    "EndCremationForm",
    "IssueCertificateForm",
    "MakeBillForm",
    "MoveOccupancyForm",
    "OpenWalkInCaseForm",
    "ParticularsForm",
    "PlanCaseForm",
    "ReceiveRemainsForm",
    "RecordFarewellForm",
    "RecordPaperForm",
    "ShowFreeTimesForm",
    "StartCremationForm",
]
