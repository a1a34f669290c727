"""The furnace."""

from wtforms import DecimalField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from funeral.forms.custody import LONGEST_TOKEN, ScanForm
from funeral.kinds import FuelKind
from kernel.i18n import _
from kernel.web import Form


class CheckFurnaceForm(ScanForm):
    """Two boxes, read one after the other; the cremator one stands before."""

    cremator_id = RadioField(_("火化机"), [InputRequired(_("请选择您面前的火化机。"))], choices=[])
    wristband = StringField(
        _("扫腕带"), [InputRequired(_("请扫遗体上的腕带。")), Length(max=LONGEST_TOKEN)]
    )
    work_order = StringField(
        _("扫火化工作单"), [InputRequired(_("请再扫火化工作单。")), Length(max=LONGEST_TOKEN)]
    )


class StartCremationForm(Form):
    reason = StringField(_("改变火化次序的原因"), [Optional(), Length(max=200)])


class EndCremationForm(Form):
    fuel_kind = SelectField(
        _("燃料"),
        choices=[
            SelectChoice("", _("没有读数")),
            *(SelectChoice(kind.value, kind.label) for kind in FuelKind),
        ],
    )
    fuel_used = DecimalField(_("燃料用量"), [Optional()], places=2)
