"""A quantity or percent typed with either width of digits."""

import re
import unicodedata
from decimal import Decimal

from wtforms import Field
from wtforms.widgets import TextInput

from kernel.i18n import _

NUMBER = re.compile(r"\d{1,4}(\.\d{1,2})?", re.ASCII)


class NumberField(Field):
    """ "10", "0.5"; `data` is a Decimal below 10,000 or None. Never "NaN" or "1e30"."""

    widget = TextInput()
    data: Decimal | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        text = f"{self.data:.2f}"
        return text.rstrip("0").rstrip(".")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = "".join(unicodedata.normalize("NFKC", "".join(valuelist[:1])).split())
        self.data = None
        if not typed:
            return
        if not NUMBER.fullmatch(typed):
            raise ValueError(_("请用数字填写，最多两位小数，例如 10 或 0.5。"))
        self.data = Decimal(typed)
