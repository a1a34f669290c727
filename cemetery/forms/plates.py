"""What is typed about plates."""

import re
import uuid
from collections.abc import Iterable

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from hardware.artwork import SIZES_MM
from kernel.i18n import _
from kernel.web import Form

ROWS = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
# As a Chinese keyboard types them.
SIGNS = str.maketrans("，、；－—～~", ",,,----")


class ReplacePlateForm(Form):
    """Nothing to fill in: the new plate needs only the clerk's decision."""


class CancelPlateBatchForm(Form):
    """Nothing to fill in either."""


class GiveOutPlatesForm(Form):
    """The plates ticked come as `plate`, by their keys; `all` stands for every one."""

    all = BooleanField(_("全部"))

    @staticmethod
    def chosen(keys: Iterable[str]) -> list[uuid.UUID]:
        """Those that are keys at all."""
        found = []
        for key in keys:
            try:
                found.append(uuid.UUID(key))
            except ValueError:
                continue
        return found


class OrderPlatesForm(Form):
    """`place`: "<site>|<zone>"; its choices are those of the page."""

    place = SelectField(_("哪些位置"), [InputRequired(_("请选择安放点和区。"))])
    rows = StringField(_("排"), [Optional(), Length(max=100)])
    size_mm = RadioField(
        _("铭牌宽度"),
        choices=[SelectChoice(str(size), _("%(size)s 毫米") % {"size": size}) for size in SIZES_MM],
        default="40",
    )
    first_line = StringField(_("最上面一行"), [Optional(), Length(max=40)])
    reissue = BooleanField(_("已有铭牌的也重做，旧铭牌停用"))

    @property
    def site_id(self) -> uuid.UUID:
        return uuid.UUID(self.place.data.partition("|")[0])

    @property
    def zone(self) -> str:
        return str(self.place.data.partition("|")[2])

    @property
    def chosen_rows(self) -> list[int]:
        """ "1-3，5" → [1, 2, 3, 5]; nothing typed means all. Raises ValueError."""
        typed = (self.rows.data or "").translate(SIGNS)
        rows: list[int] = []
        for part in filter(None, re.split(r"[,\s]+", typed)):
            found = ROWS.fullmatch(part)
            if not found:
                raise ValueError(part)
            first = int(found[1])
            last = int(found[2] or first)
            if not 1 <= first <= last:
                raise ValueError(part)
            rows += range(first, last + 1)
        return rows

    def validate_rows(self, _field: StringField) -> None:
        try:
            _rows = self.chosen_rows
        except ValueError:
            raise ValidationError(_("排请写成数字，例如 1-3，5。")) from None
