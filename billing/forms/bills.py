"""What happens to a bill besides being paid: signed, taken back."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from billing.kinds import SignatureKind
from billing.models import BillLine
from kernel.i18n import _
from kernel.web import Form


class SignBillForm(Form):
    kind = RadioField(
        _("签字方式"),
        [InputRequired(_("请选择签字方式。"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in SignatureKind],
        default=SignatureKind.SCREEN.value,
    )
    signer_name = StringField(_("签字人"), [Length(max=60, message=_("姓名太长，请核对。"))])
    # As billing.strokes reads them.
    strokes = HiddenField()


class CreditBillForm(Form):
    positions = SelectMultipleField(_("退哪些项目"), coerce=int, validate_choice=False)
    whole = BooleanField(_("整单红冲"))
    reason = StringField(_("原因"), [Length(max=200, message=_("请写短一些，200 字以内。"))])

    def offer(self, lines: Iterable[BillLine]) -> None:
        self.positions.choices = [SelectChoice(str(line.position), line.name) for line in lines]

    @property
    def chosen(self) -> list[int] | None:
        """None: the whole bill."""
        return None if self.whole.data else list(self.positions.data or [])
