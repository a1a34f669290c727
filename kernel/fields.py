"""Form fields the trade needs beyond the stock ones: a Chinese date, an amount, a county."""

import re
import unicodedata
from datetime import MAXYEAR, date
from typing import Any

from wtforms import Field, IntegerField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from kernel import regions
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.money import MOST_FEN

_YUAN = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?")
_EARLIEST_YEAR = 1850
_MOST_DIGITS = 9


def _plain(typed: str) -> str:
    """Full-width digits and letters as ASCII, without any space."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


class YearMonthDayField(Field):
    """Three inputs 年 月 日 posted under one name three times; `data` is a date or None.

    `typed` is what the inputs show: what was typed, even if it is no date.
    """

    widget = TextInput()

    @property
    def typed(self) -> tuple[str, str, str]:
        if self._typed is not None:
            return self._typed
        if self.data is None:
            return ("", "", "")
        return (str(self.data.year), str(self.data.month), str(self.data.day))

    _typed: tuple[str, str, str] | None = None
    data: date | None

    def _value(self) -> str:
        return "-".join(self.typed).strip("-")

    def process_formdata(self, valuelist: list[str]) -> None:
        year, month, day = ([_plain(value) for value in valuelist] + ["", "", ""])[:3]
        self._typed = (year, month, day)
        self.data = None
        # WTForms' own validators look only at the first value: show them all three as one.
        self.raw_data = [year + month + day]
        if not any(self._typed):
            return
        if not all(self._typed):
            raise ValueError(_("请把年、月、日都填上。"))
        try:
            self.data = date(int(year), int(month), int(day))
        except ValueError:
            raise ValueError(_("没有这一天，请核对年、月、日。")) from None
        # In the calendar's last year, reckoning with the days after it overflows.
        if not _EARLIEST_YEAR <= self.data.year < MAXYEAR:
            self.data = None
            raise ValueError(_("请填写四位数的年份，例如 1946。"))


class WholeNumberField(IntegerField):
    """Digits of either width; `data` is an int or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = _plain(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.isdecimal() or len(typed) > _MOST_DIGITS:
            raise ValueError(_("请用数字填写，例如 12。"))
        self.data = int(typed)


class YuanField(Field):
    """An amount typed in yuan, "1280" or "1280.50"; `data` is integer fen or None."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        yuan, fen = divmod(self.data, 100)
        return f"{yuan}.{fen:02d}" if fen else str(yuan)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = _plain(valuelist[0]).replace(",", "") if valuelist else ""
        self.data = None
        if not typed:
            return
        amount = _YUAN.fullmatch(typed)
        if amount is None:
            raise ValueError(_("请用数字填写金额，例如 1280 或 1280.50。"))
        yuan, fen = amount.groups(default="")
        typed_fen = int(yuan) * 100 + int(fen.ljust(2, "0"))
        if typed_fen > MOST_FEN:
            raise ValueError(_("金额不能超过一千万元，请核对。"))
        self.data = typed_fen


class IdentityNumberField(StringField):
    """An ID number without spaces and with a capital X. Whether it is one, the rules decide."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = _plain(str(valuelist[0])).upper()


class CountyField(StringField):
    """A county by its name or its six digits (GB/T 2260); `code` is set when it is known."""

    code: str | None = None

    @staticmethod
    def written(code: str | None) -> str:
        """How a known county is filled in: by name, or by its digits where names are ambiguous."""
        region = regions.find_region(code) if code else None
        if region is None:
            return code or ""
        name = regions.full_name(region.code)
        return name if regions.find_regions_named(name) == [region] else region.code

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001, ARG002
        typed = _plain(self.data or "")
        if not typed:
            return
        try:
            region = (
                regions.get_region(typed) if typed.isdigit() else regions.get_region_named(typed)
            )
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None
        self.code = regions.county_of(region.code)
        if self.code is None:
            raise ValidationError(_("请写到县（市、区、旗），例如 嘉鱼县。"))
