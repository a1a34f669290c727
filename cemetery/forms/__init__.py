"""What is typed about ashes and plates, by noun."""

from cemetery.forms.deposits import DepositAshesForm
from cemetery.forms.finding import FindPlateForm, FindRestingPlaceForm
from cemetery.forms.plates import (
    CancelPlateBatchForm,
    GiveOutPlatesForm,
    OrderPlatesForm,
    ReplacePlateForm,
)

__all__ = [
    "CancelPlateBatchForm",
    "DepositAshesForm",
    "FindPlateForm",
    "FindRestingPlaceForm",
    "GiveOutPlatesForm",
    "OrderPlatesForm",
    "ReplacePlateForm",
]
