"""The furnace and the certificate."""

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from kernel.i18n import _
from kernel.web import Form


class StartCremationForm(Form):
    cremator_id = SelectField(_("火化机"))
    second_operator = SelectField(
        _("另一位火化员"), [InputRequired(_("入炉须两人核对，请选择另一位火化员。"))]
    )


class EndCremationForm(Form):
    pass


class IssueCertificateForm(Form):
    collected_by = StringField(_("领取人姓名"), [Length(max=60)])
