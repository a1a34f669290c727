"""Items and goods of the list, charged to a case at the desk."""

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from billing.forms.fields import NumberField
from kernel import clock
from kernel.fields import WholeNumberField, YearMonthDayField, YuanField
from kernel.i18n import _
from kernel.web import Form

SHORT = Length(max=200, message=_("请写短一些，最多 200 个字。"))


class ChargeItemForm(Form):
    item_code = SelectField(_("项目"), [InputRequired(_("请选择项目。"))])
    quantity = NumberField(_("数量"), [InputRequired(_("请填写数量。"))])
    price = YuanField(_("本次价格"), [Optional()])
    fact = StringField(_("事实"), [SHORT])
    occurred_on = YearMonthDayField(
        _("服务日期"), [InputRequired(_("请填写服务日期。"))], default=clock.today
    )


class SellArticleForm(Form):
    item_code = SelectField(_("丧葬用品"), [InputRequired(_("请选择丧葬用品。"))])
    quantity = WholeNumberField(_("数量"), [InputRequired(_("请填写数量。"))], default=1)
    price = YuanField(_("本次价格"), [Optional()])


class WithdrawItemForm(Form):
    reason = StringField(_("原因"), [SHORT])
