"""Blank certificate paper: received, spoilt, counted."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class ReceiveBlanksForm(Form):
    prefix = StringField(_("字头"), [Optional(), Length(max=20)])
    first = StringField(_("起号"), [InputRequired(_("请填写起号。")), Length(max=20)])
    last = StringField(_("止号"), [InputRequired(_("请填写止号。")), Length(max=20)])
    received_on = YearMonthDayField(_("收到日期"), [InputRequired(_("请填写收到日期。"))])
    received_from = StringField(_("发放单位"), [Length(max=60)])


class VoidBlankForm(Form):
    reason = StringField(_("作废原因"), [Length(max=200, message=_("请写短一些，最多 200 个字。"))])


class CountStockForm(Form):
    held = TextAreaField(_("手中的空白证明"), [Length(max=4000)])
    second_person = SelectField(
        _("另一位盘点人"), [InputRequired(_("盘点须两人在场，请选择另一位在职人员。"))]
    )
    explanation = StringField(
        _("差异说明"),
        [Optional(), Length(max=200, message=_("请写短一些，最多 200 个字。"))],
    )
