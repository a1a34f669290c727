"""The name at the door of the hall."""

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from funeral.fields import ClockField
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

OTHER = "other"


class ApproveShownNameForm(Form):
    """`wording` one of those offered, or OTHER and `other` as the family wants it."""

    wording = RadioField(_("门口显示"), [InputRequired(_("请选择门口显示什么。"))])
    other = StringField(_("其他写法"), [Length(max=20, message=_("写法最多 20 个字。"))])
    agreed_by = StringField(_("哪一位家属同意的"), [Length(max=60)])
    agreed_on = YearMonthDayField(_("哪一天同意的"), [InputRequired(_("请填写日期。"))])
    agreed_at = ClockField(_("几点"), [InputRequired(_("请填写时间。"))])

    def offer(self, wordings: list[str]) -> None:
        self.wording.choices = [
            *(SelectChoice(each, each) for each in wordings),
            SelectChoice(OTHER, _("其他写法")),
        ]

    def chosen(self) -> str:
        return str((self.other if self.wording.data == OTHER else self.wording).data or "")
