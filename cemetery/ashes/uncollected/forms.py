"""What is typed about ashes nobody collects; a field's description is the hint beside it."""

import uuid

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from cemetery.ashes.forms import PlaceForm as InterUncollectedForm
from cemetery.ashes.forms import ScatteringForm as ScatterUncollectedForm
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay
from funeral.fields import ClockField
from kernel import clock
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

__all__ = [
    "AnnouncementForm",
    "AskLayingForm",
    "AskLayingsForm",
    "ContactForm",
    "DeclineLayingForm",
    "InterUncollectedForm",
    "ScatterUncollectedForm",
]
LONGEST = 200


class ContactForm(Form):
    way = SelectField(
        _("怎么联系的"), choices=[SelectChoice(each.value, each.label) for each in ContactWay]
    )
    whom = StringField(
        _("联系了谁"), [Length(max=LONGEST)], description=_("例如 张小三（儿子）、经办人登记的地址")
    )
    day = YearMonthDayField(
        _("哪一天"), [InputRequired(_("请填写联系的日期。"))], default=clock.today
    )
    time_of_day = ClockField(_("几点"), [InputRequired(_("请填写时间，例如 9:30。"))])
    result = SelectField(
        _("结果"), choices=[SelectChoice(each.value, each.label) for each in ContactResult]
    )
    note = StringField(
        _("对方说了什么"),
        [Optional(), Length(max=LONGEST)],
        description=_("例如 在外地，下月初来取"),
    )


class AnnouncementForm(Form):
    place = StringField(
        _("公告登在哪里"),
        [Length(max=LONGEST)],
        description=_("例如 县民政局网站、本馆公告栏、报纸名称和版面"),
    )
    since = YearMonthDayField(
        _("从哪天起"), [InputRequired(_("请填写公告开始的日期。"))], default=clock.today
    )
    until = YearMonthDayField(_("到哪天止"), [InputRequired(_("请填写公告截止的日期。"))])


class AskLayingForm(Form):
    reason = TextAreaField(
        _("为什么安放"),
        [Length(max=LONGEST)],
        description=_("写清联系过谁、公告在哪里、结果怎样，批准的同事要据此核对"),
    )


class AskLayingsForm(AskLayingForm):
    """The choices are the portions of the page that is looked at."""

    portions = SelectMultipleField(_("哪几份一起安葬"), choices=[], validate_choice=False)

    @property
    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(each) for each in self.portions.data or []]

    def validate_portions(self, field: SelectMultipleField) -> None:
        offered = {choice.value for choice in self.portions.iter_choices()}
        if not offered.issuperset(field.data or ()):
            raise ValidationError(_("有的骨灰刚刚办理了别的，请重新勾选。"))


class DeclineLayingForm(Form):
    reason = StringField(
        _("为什么不安放"), [Length(max=LONGEST)], description=_("例如 家属来电，下周领取")
    )
