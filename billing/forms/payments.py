"""Taking money, and giving it back."""

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from billing.kinds import PaymentMethod
from billing.payment_code import method_of_code, plain_code
from kernel.fields import YuanField
from kernel.i18n import _
from kernel.web import Form

NAME = Length(max=60, message=_("姓名太长，请核对。"))
REFERENCE = Length(max=64, message=_("号码太长，请核对。"))
REASON = Length(max=200, message=_("请写短一些，200 字以内。"))


class PartForm(Form):
    """What one payer pays of all that is open."""

    amount = YuanField(_("本次收款"), [InputRequired(_("请填写这位付款人付多少。"))])
    payer_name = StringField(_("付款人"), [InputRequired(_("请填写付款人的姓名。")), NAME])


class TakeCashForm(Form):
    """All that is open: one field, one button."""

    tendered = YuanField(_("实收现金"), [InputRequired(_("请填写收到的现金。"))])


class TakeCashPartForm(PartForm, TakeCashForm):
    pass


class TakeByTerminalForm(PartForm):
    reference = StringField(_("刷卡单参考号"), [REFERENCE])


class TakeTransferForm(PartForm):
    reference = StringField(_("银行回单号"), [REFERENCE])


class StartPaymentForm(PartForm):
    """A scanned 付款码 says by itself whose it is."""

    payment_code = StringField(_("付款码"), [Optional()], filters=[lambda x: plain_code(x or "")])
    method = RadioField(_("付款方式"), [Optional()], validate_choice=False)

    def offer(self, methods: list[PaymentMethod]) -> None:
        self.method.choices = [SelectChoice(each.value, each.label) for each in methods]
        if not self.is_submitted() and methods:
            self.method.data = methods[0].value

    @property
    def chosen(self) -> PaymentMethod | None:
        scanned = method_of_code(self.payment_code.data or "")
        if scanned:
            return scanned
        return PaymentMethod(self.method.data) if self.method.data in set(PaymentMethod) else None

    def validate_payment_code(self, field: StringField) -> None:
        if field.data and method_of_code(field.data) is None:
            raise ValidationError(
                _("这不是微信或支付宝的付款码，请再扫一次。付款码是手机上显示的一串数字。")
            )

    def validate(self, extra_validators: object = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if valid and self.chosen is None:
            self.method.errors = (_("请选择付款方式，或扫家属的付款码。"),)
            return False
        return valid


class TakeDepositForm(PartForm):
    method = SelectField(
        _("付款方式"),
        choices=[
            SelectChoice(each.value, each.label)
            for each in (PaymentMethod.CASH, PaymentMethod.POS, PaymentMethod.TRANSFER)
        ],
    )
    tendered = YuanField(_("实收现金"), [Optional()])
    reference = StringField(_("凭证号"), [Optional(), REFERENCE])


class RefundSurplusForm(Form):
    reason = StringField(_("退还的原因"), [REASON])


class PayOutRefundForm(Form):
    reference = StringField(_("退款凭证号"), [REFERENCE])


class RefundByHandForm(Form):
    pass
