"""What is filled in about sites, zones and units."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from cemetery.ground.kinds import UnitAct, UnitRange, UnitSize
from cemetery.ground.rules import WRITE_AREA, read_area, say_area
from cemetery.models import SiteKind, UnitKind
from kernel.fields import WholeNumberField
from kernel.i18n import _
from kernel.web import Form

NUMBER = InputRequired(_("请填写数字。"))
LONGEST_LINE = 200


class AreaField(StringField):
    """Square metres with at most two decimals; `data` in 0.01 ㎡ or None."""

    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else say_area(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = read_area(valuelist[0] if valuelist else "")
        except ValueError:
            self.data = None
            raise ValueError(WRITE_AREA) from None


class SiteForm(Form):
    kind = RadioField(
        _("种类"),
        [InputRequired(_("请选择种类。"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in SiteKind],
    )
    name = StringField(_("名称"), [DataRequired(_("请填写名称。")), Length(max=60)])
    address = StringField(_("地址"), [Optional(), Length(max=LONGEST_LINE)])
    visiting_hours = StringField(
        _("开放时间"), [DataRequired(_("请填写开放时间，例如 8:00–17:00。")), Length(max=100)]
    )
    approval = StringField(_("批准文件"), [Optional(), Length(max=LONGEST_LINE)])

    def said(self) -> dict[str, Any]:
        """As add_site and change_site ask for it."""
        return {
            "kind": SiteKind(self.kind.data),
            "name": self.name.data or "",
            "address": self.address.data or "",
            "visiting_hours": self.visiting_hours.data or "",
            "approval": self.approval.data or "",
            "idempotency_key": self.idempotency_key.data,
        }


class RangeForm(Form):
    first_row = WholeNumberField(_("从第几排"), [NUMBER], default=1)
    last_row = WholeNumberField(_("到第几排"), [NUMBER])
    first_number = WholeNumberField(_("从几号"), [NUMBER], default=1)
    last_number = WholeNumberField(_("到几号"), [NUMBER])

    def units(self) -> UnitRange:
        return UnitRange(
            self.first_row.data or 0,
            self.last_row.data or 0,
            self.first_number.data or 0,
            self.last_number.data or 0,
        )


class ExtendZoneForm(RangeForm):
    capacity = WholeNumberField(_("每个位置安放几份骨灰"), [NUMBER], default=1)
    area = AreaField(_("占地面积"), [Optional()])
    stele_height = WholeNumberField(_("碑高"), [Optional()])

    def size(self) -> UnitSize:
        return UnitSize(self.capacity.data or 0, self.area.data, self.stele_height.data)


class AddZoneForm(ExtendZoneForm):
    name = StringField(_("区的名称"), [DataRequired(_("请填写区的名称。")), Length(max=40)])
    kind = RadioField(
        _("里面的位置是"),
        [InputRequired(_("请选择位置的种类。"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in UnitKind],
    )
    communal = BooleanField(_("集中安葬，一个位置由几家合用"))


class ChangeCommunalForm(Form):
    communal = RadioField(
        _("里面的位置"),
        [InputRequired(_("请选择。"))],
        choices=[
            SelectChoice("no", _("一家一个")),
            SelectChoice("yes", _("集中安葬，一个位置由几家合用")),
        ],
    )
    reason = StringField(_("原因"), [DataRequired(_("请填写原因。")), Length(max=LONGEST_LINE)])


class ChangeUnitsForm(RangeForm):
    """停用, 恢复使用 or a new capacity, for a range."""

    act = RadioField(
        _("办理什么"),
        [InputRequired(_("请选择办理什么。"))],
        choices=[
            SelectChoice(act.value, act.label)
            for act in (UnitAct.OUT_OF_USE, UnitAct.BACK_IN_USE, UnitAct.CAPACITY)
        ],
    )
    capacity = WholeNumberField(_("每个位置安放几份骨灰"), [Optional()])
    reason = StringField(_("原因"), [DataRequired(_("请填写原因。")), Length(max=LONGEST_LINE)])


class StageUnitImportForm(Form):
    file = FileField(_("CSV 文件"), [FileRequired(_("请选择文件。"))])
