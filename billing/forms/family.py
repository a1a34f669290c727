"""What a family fills in: the short code of its bill, and how and how much it pays."""

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from billing.kinds import PaymentMethod
from kernel.fields import YuanField
from kernel.i18n import _
from kernel.web import Form

LONGEST_NAME = 60
# A scanned code is a whole address.
LONGEST_CODE = 200


class FindAccountForm(Form):
    code = StringField(
        _("账单上的短码"),
        [
            DataRequired(_("请填写账单上的 16 位短码。")),
            Length(max=LONGEST_CODE, message=_("短码是 16 位字母和数字，请核对。")),
        ],
    )


class PayOnlineForm(Form):
    method = RadioField(_("用什么付"), [InputRequired(_("请选择用什么付。"))])
    amount = YuanField(_("这次付多少"), [InputRequired(_("请填写这次付的金额。"))])
    payer_name = StringField(
        _("付款人姓名"),
        [Optional(), Length(max=LONGEST_NAME, message=_("姓名最多 60 个字。"))],
    )

    def offer(self, methods: list[PaymentMethod]) -> None:
        """One way alone is chosen already."""
        self.method.choices = [SelectChoice(each.value, each.label) for each in methods]
        if len(methods) == 1 and not self.method.data:
            self.method.data = methods[0].value
