from wtforms import BooleanField, HiddenField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from hardware.transports import Acknowledgement
from kernel.i18n import _
from kernel.web import Form

PAPERS = [
    SelectChoice("32", _("58 毫米，每行 32 个字符")),
    SelectChoice("48", _("80 毫米，每行 48 个字符")),
    SelectChoice("42", _("80 毫米，每行 42 个字符")),
]
ACKNOWLEDGEMENTS = [
    SelectChoice(Acknowledgement.GS_R, _("有打印回执（多数打印机）")),
    SelectChoice(Acknowledgement.NONE, _("没有回执，只看状态")),
]
PORT = _("端口是 1 到 65535 之间的数字，一般是 9100。")


class AddPrinterForm(Form):
    name = StringField(_("名称"), [InputRequired(_("请填写打印机的名称。")), Length(max=40)])
    host = StringField(_("网络地址"), [InputRequired(_("请填写打印机的网络地址。"))])
    port = IntegerField(_("端口"), [InputRequired(PORT), NumberRange(1, 65535, PORT)], default=9100)
    columns = SelectField(_("纸宽"), choices=PAPERS, coerce=int, default=48)
    acknowledgement = SelectField(_("打印回执"), choices=ACKNOWLEDGEMENTS)
    raster_always = BooleanField(_("打印机没有中文字库，整张按图片打印"))


class ChangePrinterForm(AddPrinterForm):
    in_use = BooleanField(_("正在使用"))


class AnswerUnconfirmedForm(Form):
    printed = HiddenField(validators=[AnyOf(["yes", "no"])])
