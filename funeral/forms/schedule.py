"""Asking for times and moving them."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from funeral.errors import CancelReasonMissing
from funeral.kinds import CrematorType, HallClass
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class ShowFreeTimesForm(Form):
    """Which times to show; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    idempotency_key = None  # type: ignore[assignment]  # WTForms drops a field this way
    hall_class = SelectField(_("告别厅"))
    cremator_type = SelectField(_("火化方式"))
    long_farewell = BooleanField(_("较长的告别仪式"))
    day = YearMonthDayField(_("日期"))


class CancelPlanForm(Form):
    reason = StringField(
        _("取消的原因"),
        [
            InputRequired(CancelReasonMissing.message),
            Length(max=200, message=_("原因最多 200 个字。")),
        ],
    )


class PlanCaseForm(Form):
    long_farewell = HiddenField()
    hall_class = HiddenField(default=HallClass.NONE.value)
    cremator_type = HiddenField(default=CrematorType.FLAT.value)
    # An alternative may lie on another day than the one shown, so any start is let through here.
    starts_at = RadioField(
        _("开始时间"),
        [InputRequired(_("请选择时间。"))],
        choices=[],
        validate_choice=False,
    )
