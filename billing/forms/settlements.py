"""Making a settlement, and noting that it was paid."""

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from billing.classes import Payer
from billing.periods import list_periods
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

SETTLING = tuple(payer for payer in Payer if payer is not Payer.INSTITUTION)


class FreezeSettlementForm(Form):
    payer = SelectField(_("承担方"))
    period = SelectField(_("结算期"))

    def offer(self) -> None:
        """The payers of public money, and the months and quarters that are over."""
        self.payer.choices = [(payer.value, payer.label) for payer in SETTLING]
        self.period.choices = [(period.code, period.label) for period in list_periods()]


class RecordSettlementPaidForm(Form):
    paid_on = YearMonthDayField(_("到账日期"), [InputRequired(_("请填写到账日期。"))])
    reference = StringField(
        _("银行回单号"), [InputRequired(_("请填写银行回单号。")), Length(max=60)]
    )
