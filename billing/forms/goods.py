"""丧葬用品 received and counted."""

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from kernel import clock
from kernel.fields import WholeNumberField, YearMonthDayField, YuanField
from kernel.i18n import _
from kernel.web import Form

CHOOSE = InputRequired(_("请选择丧葬用品。"))
SHORT = Length(max=200, message=_("请写短一些，最多 200 个字。"))


class ReceiveGoodsForm(Form):
    item_code = SelectField(_("丧葬用品"), [CHOOSE])
    quantity = WholeNumberField(_("数量"), [InputRequired(_("请填写数量。"))])
    purchase_price = YuanField(_("每件购进价"), [InputRequired(_("请填写每件购进价。"))])
    received_on = YearMonthDayField(
        _("购进日期"), [InputRequired(_("请填写购进日期。"))], default=clock.today
    )
    supplier = StringField(_("供应单位"), [InputRequired(_("请填写供应单位。")), SHORT])
    document = StringField(_("发票或送达单号"), [InputRequired(_("请填写发票或送达单号。")), SHORT])


class CountGoodsForm(Form):
    item_code = SelectField(_("丧葬用品"), [CHOOSE])
    counted = WholeNumberField(_("实有数量"), [InputRequired(_("请填写实有数量，没有就填 0。"))])
    reason = StringField(_("差异原因"), [Optional(), SHORT])
