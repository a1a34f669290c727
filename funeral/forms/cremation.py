"""The furnace."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from kernel.i18n import _
from kernel.web import Form


class StartCremationForm(Form):
    cremator_id = SelectField(_("火化机"))
    second_operator = SelectField(
        _("另一位火化员"), [InputRequired(_("入炉须两人核对，请选择另一位火化员。"))]
    )


class EndCremationForm(Form):
    pass
