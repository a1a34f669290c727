"""Voiding a receipt, and typing in its fiscal e-receipt."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class VoidReceiptForm(Form):
    reason = StringField(_("作废原因"), [InputRequired(_("请写明作废的原因。")), Length(max=200)])
    replaced = BooleanField(_("同时另开一张收据"))


class RecordFiscalReceiptForm(Form):
    code = StringField(_("票据代码"), [InputRequired(_("请填写票据代码。")), Length(max=20)])
    fiscal_number = StringField(
        _("票据号码"), [InputRequired(_("请填写票据号码。")), Length(max=20)]
    )
    check_code = StringField(_("校验码"), [InputRequired(_("请填写校验码。")), Length(max=20)])
    issued_on = YearMonthDayField(_("开票日期"), [InputRequired(_("请填写开票日期。"))])
