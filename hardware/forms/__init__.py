"""What is typed about paper and devices, by noun."""

from hardware.forms.printers import (
    AddPrinterForm,
    AnswerUnconfirmedForm,
    ChangePrinterForm,
    SitAtDeskForm,
)
from hardware.forms.scanning import ReadCodeForm

__all__ = [
    "AddPrinterForm",
    "AnswerUnconfirmedForm",
    "ChangePrinterForm",
    "ReadCodeForm",
    "SitAtDeskForm",
]
