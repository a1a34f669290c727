"""停用: asking, reporting, deciding."""

from datetime import datetime

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from funeral.fields import ClockField, moment
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

DAY = InputRequired(_("请填写日期。"))
CLOCK = InputRequired(_("请填写时间。"))


class AskClosureForm(Form):
    """`starts_at` and `ends_at` carry the refusals about both."""

    resource_id = SelectField(_("停用什么"))
    starts_on = YearMonthDayField(_("从哪一天"), [DAY])
    starts_at = ClockField(_("从几点"), [CLOCK])
    ends_on = YearMonthDayField(_("到哪一天"), [DAY])
    ends_at = ClockField(_("到几点"), [CLOCK])
    reason = StringField(_("原因"), [Length(max=120)])

    def times(self) -> tuple[datetime, datetime]:
        """Of a valid form."""
        return moment(self.starts_on, self.starts_at), moment(self.ends_on, self.ends_at)


class ReportBreakdownForm(AskClosureForm):
    pass


class DecideClosureForm(Form):
    """Approving, refusing and lifting ask for nothing more."""
