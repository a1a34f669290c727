"""What is typed about paper and devices, by noun."""

from hardware.forms.printers import (
    AddPrinterForm,
    AnswerUnconfirmedForm,
    ChangePrinterForm,
    SitAtDeskForm,
)

__all__ = ["AddPrinterForm", "AnswerUnconfirmedForm", "ChangePrinterForm", "SitAtDeskForm"]
