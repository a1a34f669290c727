"""Which months a draft is tried on."""

from wtforms import SelectField

from kernel.i18n import _
from kernel.web import Form


class StartWhatIfForm(Form):
    """Months as "2026-01"; the choices are those of the page."""

    period_from = SelectField(_("从"))
    period_to = SelectField(_("到（含）"))
