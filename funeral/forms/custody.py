"""Receiving the remains, the ceremony."""

from wtforms import DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from funeral.fields import ClockField
from kernel import clock
from kernel.fields import YearMonthDayField, YuanField
from kernel.i18n import _
from kernel.web import Form


class ReceiveRemainsForm(Form):
    received_on = YearMonthDayField(
        _("入馆日期"), [InputRequired(_("请填写入馆日期。"))], default=clock.today
    )
    received_at = ClockField(_("入馆时间"), [InputRequired(_("请填写入馆时间。"))])
    received_from = StringField(
        _("从哪里来"), [InputRequired(_("请填写从哪里来。")), Length(max=80)]
    )
    transfer_km = DecimalField(
        _("接运里程"),
        [Optional()],
        places=1,
    )
    price = YuanField(_("本次接运价格"), [Optional()])
    cabinet = StringField(_("存放柜位"), [InputRequired(_("请填写柜位。")), Length(max=20)])


class RecordFarewellForm(Form):
    hall_id = SelectField(_("告别厅"))
    held_on = YearMonthDayField(
        _("日期"), [InputRequired(_("请填写告别仪式的日期。"))], default=clock.today
    )
    started_at = ClockField(_("开始时间"), [InputRequired(_("请填写开始时间。"))])
    ended_at = ClockField(_("结束时间"), [InputRequired(_("请填写结束时间。"))])


class CancelFarewellForm(Form):
    pass
