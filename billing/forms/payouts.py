"""What the bank made of a list, and another account where a transfer failed."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class RecordPayoutPaidForm(Form):
    paid_on = YearMonthDayField(_("发放日期"), [InputRequired(_("请填写发放日期。"))])
    reference = StringField(_("凭证编号"), [Length(max=60)])


class RecordPayoutFailedForm(Form):
    reason = StringField(_("未到账的原因"), [Length(max=200)])


class CorrectPayeeForm(Form):
    account_holder = StringField(_("户名"), [Length(max=60)])
    bank = StringField(_("开户银行"), [Length(max=60)])
    account = StringField(_("账号"), [Length(max=60)])
