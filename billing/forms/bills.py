"""Cash for a bill."""

from wtforms.validators import InputRequired

from kernel.fields import YuanField
from kernel.i18n import _
from kernel.web import Form


class TakeCashForm(Form):
    tendered = YuanField(_("实收现金"), [InputRequired(_("请填写收到的现金。"))])
