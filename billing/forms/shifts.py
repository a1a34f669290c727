"""Opening a drawer, and counting it."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billing.cash import DENOMINATIONS, MOST_PIECES
from kernel.fields import WholeNumberField, YuanField
from kernel.i18n import _
from kernel.web import Form


class OpenShiftForm(Form):
    float = YuanField(_("备用金"), [InputRequired(_("请填写备用金，没有就填 0。"))])


class CloseShiftForm(Form):
    """A field left empty means that there is none of it."""

    explanation = TextAreaField(_("差额说明"), [Optional(), Length(max=500)])
    signed_name = StringField(_("签名"), [InputRequired(_("请填写您的姓名。")), Length(max=40)])

    @property
    def pieces(self) -> list[tuple[int, WholeNumberField]]:
        """Each denomination in fen with its field, the largest first."""
        return [(fen, self._fields[f"pieces_{fen}"]) for fen in DENOMINATIONS]

    @property
    def counts(self) -> dict[int, int]:
        return {fen: field.data or 0 for fen, field in self.pieces}


# Named after its value in fen; the page says it in yuan.
for _fen in DENOMINATIONS:
    _few = NumberRange(0, MOST_PIECES, _("数量太大，请核对。"))
    setattr(CloseShiftForm, f"pieces_{_fen}", WholeNumberField(str(_fen), [Optional(), _few]))
