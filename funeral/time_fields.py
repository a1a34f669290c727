"""Fields for opening hours and spans of time, typed as they are said."""

from datetime import timedelta
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from funeral.errors import HoursWrong
from funeral.time_words import Hours, parse_hours, parse_span, say_open, say_span
from kernel.i18n import _


class HoursField(Field):
    """ "06:00–18:00", "20:00–次日 02:00", "全天" or "不开放"; `data` None: shut."""

    widget = TextInput()
    data: Hours | None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else say_open(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = parse_hours("".join(valuelist[:1]))
        except ValueError:
            raise ValueError(HoursWrong.message) from None


class SpanField(Field):
    """ "30 分钟", "12 小时", "1 天 6 小时"; `data` is a timedelta or None."""

    widget = TextInput()
    data: timedelta | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else say_span(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        try:
            self.data = parse_span("".join(valuelist[:1]))
        except ValueError:
            raise ValueError(_("请连单位一起填写，例如 30 分钟、12 小时、1 天。")) from None
