"""Vigil room, preparation room, hearse."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from funeral.fields import ClockField
from funeral.kinds import Purpose
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

# Hours → how a family asks for them.
VIGILS = {
    "2": _("2 小时"),
    "4": _("4 小时"),
    "8": _("8 小时"),
    "12": _("一夜（12 小时）"),
    "24": _("一昼夜（24 小时）"),
    "48": _("两昼夜（48 小时）"),
    "72": _("三昼夜（72 小时）"),
    "120": _("五昼夜（120 小时）"),
    "168": _("七昼夜（168 小时）"),
}
BESIDE_THE_PLAN = (
    Purpose.VIGIL,
    Purpose.PREPARATION,
    Purpose.TRANSFER,
    Purpose.LONG_TRANSFER,
)


class ShowRoomsForm(Form):
    """Which free times to show; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    idempotency_key = None  # type: ignore[assignment]  # WTForms drops a field this way
    purpose = SelectField(
        _("用途"), choices=[SelectChoice(each.value, each.label) for each in BESIDE_THE_PLAN]
    )
    day = YearMonthDayField(_("日期"))


class ReserveResourceForm(Form):
    purpose = HiddenField(default=Purpose.VIGIL.value)
    resource_id = RadioField(
        _("哪一间、哪一辆"), [InputRequired(_("请选择一项。"))], validate_choice=False
    )
    day = YearMonthDayField(_("从哪一天"), [InputRequired(_("请填写日期。"))])
    starts_at = ClockField(_("从几点"), [InputRequired(_("请填写时间。"))])
    hours = SelectField(
        _("多久"),
        choices=[SelectChoice(value, label) for value, label in VIGILS.items()],
        default="12",
    )


class ReleaseOccupancyForm(Form):
    version = HiddenField()
