from wtforms import StringField
from wtforms.validators import InputRequired, Length, NumberRange

from kernel.fields import WholeNumberField
from kernel.i18n import _
from kernel.web import Form


class FindPlateForm(Form):
    code = StringField(_("铭牌编号"), [InputRequired(_("请填写铭牌上的编号。")), Length(max=300)])


class FindRestingPlaceForm(Form):
    deceased_name = StringField(
        _("逝者姓名"), [InputRequired(_("请填写逝者姓名。")), Length(max=60)]
    )
    died_in = WholeNumberField(
        _("离世年份"),
        [
            InputRequired(_("请填写离世年份，例如 2026。")),
            NumberRange(1900, 2200, _("离世年份请填四位数字，例如 2026。")),
        ],
    )
    known = StringField(
        _("再填一项"),
        [InputRequired(_("请再填一项，后四位或火化证明编号都可以。")), Length(max=40)],
    )
