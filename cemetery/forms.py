import uuid

from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from kernel.i18n import _
from kernel.web import Form

CHOOSE_NICHE = _("请选择一个格位。")
FILL_MONTHS = _("请填写寄存多少个月，只用数字。")


class MonthsField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(FILL_MONTHS) from None


class DepositAshesForm(Form):
    # The niche may be gone since the page was read: the operation says so, not the list of choices.
    niche_id = RadioField(
        _("格位"), [InputRequired(CHOOSE_NICHE)], choices=[], validate_choice=False
    )
    certificate_number = StringField(
        _("火化证明编号"), [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。"))]
    )
    months = MonthsField(_("寄存期限（月）"), [InputRequired(FILL_MONTHS)], default=12)

    @property
    def chosen_niche(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.niche_id.data or "")
        except ValueError:
            return None

    def validate_niche_id(self, _field: RadioField) -> None:
        if self.chosen_niche is None:
            raise ValidationError(CHOOSE_NICHE)


class ReplacePlateForm(Form):
    """Nothing to fill in: the new plate needs only the clerk's decision."""
