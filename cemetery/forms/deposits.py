"""What is typed to deposit ashes."""

import uuid

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from kernel.fields import CountyField, WholeNumberField
from kernel.i18n import _
from kernel.web import Form

CHOOSE_UNIT = _("请选择一个位置。")


class DepositAshesForm(Form):
    # The niche may be gone since the page was read: the operation says so, not the list of choices.
    unit_id = RadioField(_("位置"), [InputRequired(CHOOSE_UNIT)], choices=[], validate_choice=False)
    certificate_number = StringField(
        _("火化证明编号"), [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。"))]
    )
    months = WholeNumberField(
        _("寄存期限（月）"), [InputRequired(_("请填写寄存多少个月。"))], default=12
    )
    # Asked only where it counts and nobody knows it.
    household_registration = CountyField(_("逝者的户籍地"))
    # Asked only where no case of ours could be charged; then the operation says that it is missing.
    receipt = StringField(_("收费窗口的票据号"), [Length(max=60)])

    @property
    def chosen_unit(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.unit_id.data or "")
        except ValueError:
            return None

    def validate_unit_id(self, _field: RadioField) -> None:
        if self.chosen_unit is None:
            raise ValidationError(CHOOSE_UNIT)
