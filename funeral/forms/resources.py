"""What there is, and when it is open."""

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from funeral.kinds import CrematorType, HallClass, Purpose, ResourceKind
from funeral.time_fields import HoursField
from funeral.time_words import Hours
from kernel.clock import WEEKDAYS
from kernel.fields import WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

VARIETIES = [
    SelectChoice("", _("不分种类")),
    *(SelectChoice(each.value, each.label) for each in HallClass if each is not HallClass.NONE),
    *(SelectChoice(each.value, each.label) for each in CrematorType),
]
# The fields of the usual use, and of the second one a kind may have.
MINUTES = (
    ("setup_minutes", "use_minutes", "cleanup_minutes"),
    ("other_setup", "other_use", "other_cleanup"),
)
NEEDED = InputRequired(_("请填写分钟数。"))


class ChangeResourceForm(Form):
    """The `other_` minutes are for the second purpose of a kind; all three, or none."""

    name = StringField(_("名称"), [Length(max=40)])
    site = StringField(_("所在地点"), [Optional(), Length(max=60)])
    capacity = WholeNumberField(_("座位"), [Optional()])
    setup_minutes = WholeNumberField(_("布置"), [NEEDED])
    use_minutes = WholeNumberField(_("使用"), [NEEDED])
    cleanup_minutes = WholeNumberField(_("清理"), [NEEDED])
    other_setup = WholeNumberField(_("布置"), [Optional()])
    other_use = WholeNumberField(_("使用"), [Optional()])
    other_cleanup = WholeNumberField(_("清理"), [Optional()])

    def uses(self, purposes: tuple[Purpose, ...]) -> dict[Purpose, tuple[int, int, int]]:
        """As change_resource takes them; a purpose left empty has the usual minutes."""
        rows = zip(purposes, MINUTES, strict=False)
        typed = {purpose: [self[name].data for name in names] for purpose, names in rows}
        return {
            purpose: (setup or 0, use or 0, cleanup or 0)
            for purpose, (setup, use, cleanup) in typed.items()
            if (setup, use, cleanup) != (None, None, None)
        }


class AddResourceForm(Form):
    kind = SelectField(
        _("设施"), choices=[SelectChoice(kind.value, kind.label) for kind in ResourceKind]
    )
    variety = SelectField(_("种类"), choices=VARIETIES)
    name = StringField(_("名称"), [Length(max=40)])
    site = StringField(_("所在地点"), [Optional(), Length(max=60)])
    capacity = WholeNumberField(_("座位"), [Optional()])
    setup_minutes = WholeNumberField(_("布置"), [NEEDED], default=0)
    use_minutes = WholeNumberField(_("使用"), [NEEDED])
    cleanup_minutes = WholeNumberField(_("清理"), [NEEDED], default=0)
    hours = HoursField(_("每天开放"))

    def validate_hours(self, field: HoursField) -> None:
        if field.data is None:
            raise ValidationError(_("请填写平日的开放时间；哪一天不开放，登记以后再设定。"))


class SetHoursForm(Form):
    """One row a weekday; the operation keeps what most days have, and where others differ."""

    monday = HoursField(_("星期一"))
    tuesday = HoursField(_("星期二"))
    wednesday = HoursField(_("星期三"))
    thursday = HoursField(_("星期四"))
    friday = HoursField(_("星期五"))
    saturday = HoursField(_("星期六"))
    sunday = HoursField(_("星期日"))

    @property
    def days(self) -> list[HoursField]:
        return [self[name.lower()] for name in WEEKDAYS["en"]]

    def hours(self, usual: Hours) -> tuple[Hours, dict[int, Hours | None]]:
        """`usual` stays where every day is shut."""
        typed = [field.data for field in self.days]
        opened = [hours for hours in typed if hours]
        most = max(opened, key=opened.count, default=usual)
        return most, {day: hours for day, hours in enumerate(typed) if hours != most}


class SetSpecialDayForm(Form):
    day = YearMonthDayField(_("日期"), [InputRequired(_("请填写日期。"))])
    hours = HoursField(_("这一天开放"))
    reason = StringField(_("原因"), [Length(max=80)])


class ClearSpecialDayForm(Form):
    day = HiddenField()


class RetireResourceForm(Form):
    pass
