"""What is typed about paper and devices, by noun."""

from hardware.forms.printers import (
    AddPrinterForm,
    AnswerUnconfirmedForm,
    ChangePrinterForm,
    SitAtDeskForm,
)
from hardware.forms.scanning import ReadCodeForm
from hardware.forms.screens import AddScreenForm

__all__ = [
    "AddPrinterForm",
    "AddScreenForm",
    "AnswerUnconfirmedForm",
    "ChangePrinterForm",
    "ReadCodeForm",
    "SitAtDeskForm",
]
