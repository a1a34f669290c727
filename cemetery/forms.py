import uuid

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from kernel.fields import WholeNumberField
from kernel.i18n import _
from kernel.web import Form

CHOOSE_NICHE = _("请选择一个格位。")


class DepositAshesForm(Form):
    # The niche may be gone since the page was read: the operation says so, not the list of choices.
    niche_id = RadioField(
        _("格位"), [InputRequired(CHOOSE_NICHE)], choices=[], validate_choice=False
    )
    certificate_number = StringField(
        _("火化证明编号"), [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。"))]
    )
    months = WholeNumberField(
        _("寄存期限（月）"), [InputRequired(_("请填写寄存多少个月。"))], default=12
    )

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
