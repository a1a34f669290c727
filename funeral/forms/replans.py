"""A cremator that fails, or might."""

from wtforms import SelectField

from funeral.forms.closures import AskClosureForm
from kernel.i18n import _
from kernel.web import Form

NO_LIMIT = ""


class ReplanBreakdownForm(AskClosureForm):
    """`runs_at_once`: furnaces the operators on duty can watch."""

    resource_id = SelectField(_("哪一台火化机"))
    runs_at_once = SelectField(_("当班人手最多同时看几台"), default=NO_LIMIT)

    def limit(self) -> int | None:
        """Of a valid form."""
        return int(self.runs_at_once.data) if self.runs_at_once.data else None


class TryReplanForm(ReplanBreakdownForm):
    """What if: nothing is marked, so no reason is asked for."""

    reason = None  # type: ignore[assignment]  # WTForms drops a field this way


class DecideReplanForm(Form):
    """Applying, discarding and working out again ask for nothing more."""
