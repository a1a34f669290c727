"""What is typed about a deposit that goes on or moves."""

from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from cemetery.keeping.kinds import RelocateReason
from cemetery.rights.forms import ChooseUnitForm
from kernel.fields import CountyField, WholeNumberField
from kernel.i18n import _
from kernel.web import Form


class RenewDepositForm(Form):
    """`agreed`: the fingerprint of the fee on the page."""

    months = WholeNumberField(
        _("续期期限（月）"), [InputRequired(_("请填写续期多少个月。"))], default=12
    )
    # Asked only where it is needed; then the operation says that it is missing.
    receipt = StringField(_("收费窗口的票据号"), [Length(max=60)])
    household_registration = CountyField(_("逝者的户籍地"))
    agreed = HiddenField()


class MoveDepositForm(ChooseUnitForm):
    reason = RadioField(
        _("原因"),
        [InputRequired(_("请选择原因。"))],
        choices=[SelectChoice(each.value, each.label) for each in RelocateReason],
    )
    told = StringField(_("告知了哪位家属"), [Length(max=120)])
