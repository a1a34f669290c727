from datetime import date, datetime

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from billing.classes import WaiverClass
from booking.answers import SOON
from kernel import clock
from kernel.fields import IdentityNumberField, WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.deceased import ASKED_KINDS, IdentityKind
from kernel.people.identity import Sex
from kernel.web import Form

NAME = Length(max=60, message=_("姓名最多 60 个字。"))
TOLD = ("identity_number", "deceased_name", "sex", "born_on", "died_on")
HERE, ELSEWHERE, UNKNOWN = "here", "elsewhere", "unknown"


class StartDraftForm(Form):
    """`home`: an institution's code; asked only where there are several."""

    home = RadioField(_("在哪里办理"), [InputRequired(_("请选择在哪里办理。"))])


class TellClaimantForm(Form):
    claimant_name = StringField(_("您的姓名"), [DataRequired(_("请填写您的姓名。")), NAME])
    relation = SelectField(
        _("您与逝者的关系"),
        [InputRequired(_("请选择您与逝者的关系。"))],
        choices=[
            SelectChoice("", _("请选择")),
            *(SelectChoice(relation.value, relation.label) for relation in Relation),
        ],
    )
    phone = StringField(_("您的电话"), [DataRequired(_("请填写您的电话。"))])


class TellDeceasedForm(Form):
    """For everybody the fields that apply: `keep_what_applies`."""

    identity_number = IdentityNumberField(
        _("证件号码"), [DataRequired(_("请填写证件号码。")), Length(max=40)]
    )
    deceased_name = StringField(_("逝者姓名"), [DataRequired(_("请填写逝者姓名。")), NAME])
    sex = RadioField(
        _("性别"),
        [InputRequired(_("请选择性别。"))],
        choices=[
            SelectChoice(Sex.MALE.value, Sex.MALE.label),
            SelectChoice(Sex.FEMALE.value, Sex.FEMALE.label),
            SelectChoice(Sex.UNKNOWN.value, _("不清楚")),
        ],
    )
    born_on = YearMonthDayField(_("出生日期"), [Optional()])
    died_on = YearMonthDayField(_("离世日期"), [InputRequired(_("请填写离世日期。"))])

    def keep_what_applies(self, kind: IdentityKind) -> None:
        """An ID number says sex and birth; a person nobody knows has neither number nor name."""
        if kind is IdentityKind.ID_CARD:
            self.identity_number.label.text = _("身份证号")
            del self.sex, self.born_on
        elif kind is IdentityKind.INFANT:
            self.deceased_name.label.text = _("孩子的姓名")
            del self.identity_number
        elif kind is IdentityKind.UNNAMED:
            del self.identity_number, self.deceased_name, self.born_on

    def told(self) -> dict[str, str | None]:
        """In the draft's spelling; None for what was not asked or left empty."""
        known = {name: self.data.get(name) or None for name in TOLD}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in known.items()
        }


class ChooseIdentityKindForm(Form):
    kind = RadioField(
        _("属于哪一种情况"),
        [InputRequired(_("请选择一种情况。"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in ASKED_KINDS[1:]],
    )


class TellHouseholdForm(Form):
    household = RadioField(
        _("逝者的户籍在哪里"),
        [InputRequired(_("请选择户籍所在地；不知道可以选“不清楚”。"))],
        choices=[
            SelectChoice(HERE, _("本县")),
            SelectChoice(ELSEWHERE, _("其他地方")),
            SelectChoice(UNKNOWN, _("不清楚")),
        ],
    )
    region = StringField(_("其他地方的县、市、区或旗"), [Length(max=40)])
    waiver_class = RadioField(
        _("逝者生前属于"),
        [InputRequired(_("请选择一项；不清楚可以选“普通居民”，由前台核对。"))],
    )

    def validate_region(self, field: StringField) -> None:
        if self.household.data == ELSEWHERE and not (field.data or "").strip():
            raise ValidationError(_("请填写户籍所在的县、市、区或旗。"))

    def offer_classes(self, classes: list[WaiverClass]) -> None:
        self.waiver_class.choices = [SelectChoice(each.value, each.label) for each in classes]


class TellTransferForm(Form):
    pick_up = RadioField(
        _("需要殡仪馆去接吗"),
        [InputRequired(_("请选择是否需要接运。"))],
        choices=[SelectChoice("yes", _("需要接运")), SelectChoice("no", _("不需要"))],
    )
    pick_up_from = TextAreaField(
        _("从哪里接运"), [Length(max=200, message=_("地址最多 200 个字。"))]
    )

    pick_up_at = SelectField(_("接运时间"), validate_choice=False)

    def offer_times(self, free: list[datetime]) -> None:
        """A home without hearses, or without a free one, agrees on the time by telephone."""
        if not free:
            del self.pick_up_at
            return
        soon = str(_("尽快（最早 %(when)s）")) % {"when": _moment(free[0])}
        self.pick_up_at.choices = [
            SelectChoice(SOON, soon),
            *(SelectChoice(at.isoformat(), _moment(at)) for at in free),
        ]

    def validate_pick_up_at(self, field: SelectField) -> None:
        known = [choice.value for choice in field.choices]
        if self.pick_up.data == "yes" and field.data not in known:
            raise ValidationError(_("这个时间没有空闲的灵车，请另选接运时间。"))

    def validate_pick_up_from(self, field: TextAreaField) -> None:
        if self.pick_up.data == "yes" and not (field.data or "").strip():
            raise ValidationError(_("请填写从哪里接运，例如医院和科室，或家庭住址。"))


class ChooseDayForm(Form):
    day = RadioField(_("告别和火化的日期"), [InputRequired(_("请选择日期。"))])


class ChooseHallForm(Form):
    hall_class = RadioField(
        _("告别厅"), [InputRequired(_("请选择告别厅，或选择“不举行告别仪式”。"))]
    )
    party = WholeNumberField(_("预计来多少人"), [Optional()])
    cremator_type = RadioField(_("火化方式"), [InputRequired(_("请选择火化方式。"))])


class ChooseTimeForm(Form):
    """`starts_at`: an instant in ISO form; whether it is free the view asks when it is sent."""

    starts_at = RadioField(
        _("告别开始时间"), [InputRequired(_("请选择开始时间。"))], validate_choice=False
    )


class ConfirmBookingForm(Form):
    agreed = HiddenField()


class ChangeBookingForm(Form):
    """As ChooseTimeForm, for a booking there is already."""

    starts_at = RadioField(
        _("新的开始时间"), [InputRequired(_("请选择开始时间。"))], validate_choice=False
    )


class JoinWaitingListForm(Form):
    """`from_time`, `to_time`: "08:30", or empty for any time of the day."""

    day = SelectField(_("日期"), [InputRequired(_("请选择日期。"))])
    hall_class = RadioField(_("告别厅"), [InputRequired(_("请选择告别厅。"))])
    cremator_type = RadioField(_("火化方式"), [InputRequired(_("请选择火化方式。"))])
    from_time = SelectField(_("最早几点开始"), [Optional()])
    to_time = SelectField(_("最晚几点开始"), [Optional()])


class AnswerOfferForm(Form):
    """`last4`: asked in a browser that is not the family's own."""

    last4 = StringField(_("经办人电话的后四位"), [Length(max=20)])


class DeclineBookingForm(Form):
    reason = StringField(
        _("不能安排的原因"),
        [
            DataRequired(_("请填写不能安排的原因。")),
            Length(max=200, message=_("原因最多 200 个字。")),
        ],
    )


class CancelBookingForm(Form):
    reason = StringField(
        _("取消的原因"),
        [
            DataRequired(_("请填写取消的原因。")),
            Length(max=200, message=_("原因最多 200 个字。")),
        ],
    )


class FindBookingForm(Form):
    code = StringField(_("预约编号"), [DataRequired(_("请填写预约编号。"))])
    last4 = StringField(_("经办人电话的后四位"), [DataRequired(_("请填写电话的后四位。"))])


class WindowForm(Form):
    window = StringField(
        _("我在几号窗口"),
        [
            DataRequired(_("请填写您在几号窗口。")),
            Length(max=8, message=_("窗口的叫法最多 8 个字。")),
        ],
    )


class TakeTicketForm(Form):
    letter = SelectField(_("办理什么"), [InputRequired(_("请选择办理什么。"))])
    priority = StringField(
        _("优先的原因"), [Optional(), Length(max=40, message=_("优先的原因最多 40 个字。"))]
    )
    reference = StringField(_("案件编号或预约编号"), [Optional(), Length(max=40)])


class CallNextForm(Form):
    """`letter` empty: whoever is first of all kinds."""

    letter = SelectField(_("叫哪一项"), [Optional()])


class SetTicketKindForm(Form):
    letter = StringField(_("代号"), [DataRequired(_("请填写代号。")), Length(max=4)])
    label = StringField(_("业务名称"), [DataRequired(_("请填写业务的名称。")), Length(max=40)])
    offered = BooleanField(_("现在可以取号"), default=True)


class ChooseShownNameForm(Form):
    """One of the wordings offered, or empty for none."""

    wording = RadioField(_("告别厅门口显示什么"), [Optional()])

    def offer(self, wordings: list[str]) -> None:
        self.wording.choices = [
            SelectChoice("", _("不显示名称，只写“告别仪式”和时间")),
            *(SelectChoice(each, each) for each in wordings),
        ]


def _moment(at: datetime) -> str:
    return f"{clock.say_day(clock.day_of(at))} {clock.say_time(at)}"
