"""Sending a hearse, and what the driver records on the road."""

from wtforms import DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from funeral.fields import ClockField
from kernel import clock
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class OrderTransferForm(Form):
    pick_up_from = StringField(_("接运地点"), [Length(max=120)])
    contact = StringField(_("现场联系人和电话"), [Optional(), Length(max=80)])
    wanted_on = YearMonthDayField(
        _("要求的日期"), [InputRequired(_("请填写日期。"))], default=clock.today
    )
    wanted_at = ClockField(_("要求的时间"), [InputRequired(_("请填写时间。"))])


class AssignTransferForm(Form):
    hearse_id = SelectField(_("灵车"), [InputRequired(_("请选择灵车。"))])
    driver_id = SelectField(_("接运员"), [InputRequired(_("请选择接运员。"))])


class CancelTransferForm(Form):
    reason = StringField(_("取消的原因"), [Length(max=200)])


class StartTripForm(Form):
    odometer = DecimalField(_("里程表读数"), [InputRequired(_("请填写里程表读数。"))], places=1)


class EndTripForm(StartTripForm):
    empty_reason = StringField(_("空车返回的原因"), [Optional(), Length(max=200)])


class PickUpRemainsForm(Form):
    wristband = StringField(_("扫腕带"), [InputRequired(_("请扫遗体上的腕带。")), Length(max=200)])


class TripMomentForm(Form):
    """A moment that needs nothing but the button."""
