"""Receiving the remains, each move of them, the ceremony, the ashes."""

from datetime import datetime, timedelta

from wtforms import DecimalField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from funeral.fields import ClockField
from funeral.forms.collecting import CollectorForm
from kernel import clock
from kernel.fields import YearMonthDayField, YuanField
from kernel.i18n import _
from kernel.web import Form

LONGEST_TOKEN = 120  # a whole address may be in the code


class ScanForm(Form):
    """`device_at` is filled in by scan.js; without JavaScript the server's time is all there is."""

    device_at = HiddenField()

    def device_time(self) -> datetime | None:
        """What the device believed; far in the past where it sent nonsense, so it is refused."""
        written = (self.device_at.data or "").strip()
        if not written:
            return None
        try:
            return clock.parse_moment(written)
        except ValueError:
            return clock.now() - timedelta(days=36500)


class RecordMoveForm(ScanForm):
    """One box for the wristband; a step and its place once it was read."""

    wristband = StringField(
        _("扫腕带"), [InputRequired(_("请扫遗体上的腕带。")), Length(max=LONGEST_TOKEN)]
    )
    step = HiddenField()
    place_id = SelectField(_("地点"), choices=[], validate_choice=False)
    place = StringField(_("地点"), [Length(max=80)])


class ReceiveRemainsForm(ScanForm):
    wristband = StringField(
        _("扫腕带"), [InputRequired(_("请扫遗体上的腕带。")), Length(max=LONGEST_TOKEN)]
    )
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
    unscanned = StringField(_("接运时没有扫描的原因"), [Length(max=80)])
    # A refusal about the place is shown here, too.
    place = SelectField(_("存放柜位"), choices=[])


class RecordFarewellForm(Form):
    hall_id = SelectField(_("告别厅"))
    held_on = YearMonthDayField(
        _("日期"), [InputRequired(_("请填写告别仪式的日期。"))], default=clock.today
    )
    started_at = ClockField(_("开始时间"), [InputRequired(_("请填写开始时间。"))])
    ended_at = ClockField(_("结束时间"), [InputRequired(_("请填写结束时间。"))])


class CancelFarewellForm(Form):
    pass


class HandOverAshesForm(ScanForm, CollectorForm):
    """The band that went with the ashes, then who takes them."""

    wristband = StringField(
        _("扫腕带"), [InputRequired(_("请扫随骨灰的腕带。")), Length(max=LONGEST_TOKEN)]
    )
