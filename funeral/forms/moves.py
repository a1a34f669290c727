"""Moving a time on the board."""

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class MoveOccupancyForm(Form):
    """`reason` and `despite_told` are asked for where the rules want them."""

    version = HiddenField()
    resource_id = SelectField(_("地点"))
    day = YearMonthDayField(_("日期"), [InputRequired(_("请填写日期。"))])
    starts_at = SelectField(_("开始"))
    reason = StringField(
        _("改变火化次序的原因"), [Optional(), Length(max=200, message=_("原因最多 200 个字。"))]
    )
    despite_told = BooleanField(_("家属已经知道原来的时间，移动后由我重新通知"))
