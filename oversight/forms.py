from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from kernel.fields import WholeNumberField
from kernel.i18n import _
from kernel.web import Form


class RecordDeathsForm(Form):
    deaths = WholeNumberField(_("全部死亡人口"), [InputRequired(_("请填写死亡人口。"))])
    deaths_in_zone = WholeNumberField(_("其中火葬区死亡人口"), [Optional()])
    source = StringField(
        _("数字的来源"),
        [InputRequired(_("请写明数字的来源，例如公安户籍部门的月报。")), Length(max=200)],
    )
