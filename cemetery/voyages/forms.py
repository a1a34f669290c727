"""What clerks fill in about voyages."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as LongField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from cemetery.voyages.kinds import Channel, VoyageKind
from cemetery.voyages.operations.day import Position
from cemetery.voyages.people import Relative, Witness, lines_of
from cemetery.voyages.planning import Planned, Times
from cemetery.voyages.registering import Party
from kernel import clock
from kernel.fields import WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

NUMBER = InputRequired(_("请填写数字。"))
DAY = InputRequired(_("请填写日期。"))
CHOOSE_VOYAGE = _("请选择航次。")
TIME_UNREAD = _("请填写时间，例如 08:30。")


class TimeField(StringField):
    """A time of the day as staff type it, "8:30"; `shown` once it was checked."""

    shown: time | None = None

    def post_validate(self, form: Form, validation_stopped: bool) -> None:  # noqa: FBT001, ARG002
        hours, _colon, minutes = (self.data or "").strip().replace("：", ":").partition(":")
        try:
            self.shown = time(int(hours), int(minutes))
        except ValueError:
            raise ValidationError(TIME_UNREAD) from None


class TimesForm(Form):
    """When it gathers and departs; both on one day."""

    day = YearMonthDayField(_("出发日期"), [DAY])
    gathers_time = TimeField(_("集合时间"))
    departs_time = TimeField(_("出发时间"))
    register_until = YearMonthDayField(_("报名截止日期"), [DAY])

    def times(self) -> Times:
        """Of a form that was checked."""
        day = self.day.data or clock.today()
        return Times(
            departs_at=_moment(day, self.departs_time),
            gathers_at=_moment(day, self.gathers_time),
            register_until=self.register_until.data or day,
        )


class PlanVoyageForm(TimesForm):
    kind = RadioField(
        _("怎样撒散"),
        [InputRequired(_("请选择怎样撒散。"))],
        choices=[SelectChoice(each.value, each.label) for each in VoyageKind],
    )
    gathers_place = StringField(_("集合地点"), [Length(max=80)])
    waters = StringField(_("撒散水域或地点"), [Length(max=80)])
    ship_name = StringField(_("船名"), [Length(max=40)])
    ship_licence = StringField(_("船舶证书编号"), [Length(max=60)])
    portions = WholeNumberField(_("最多多少份骨灰"), [NUMBER])
    relatives = WholeNumberField(_("最多多少位亲属"), [NUMBER])
    per_family = WholeNumberField(_("每家最多几位亲属"), [NUMBER], default=4)
    item_code = SelectField(_("收费项目"), choices=[], validate_choice=False)
    bring = LongField(_("给家属的提醒"), [Optional(), Length(max=400)])

    def planned(self) -> Planned:
        return Planned(
            kind=VoyageKind(self.kind.data),
            times=self.times(),
            gathers_place=self.gathers_place.data or "",
            waters=self.waters.data or "",
            ship_name=self.ship_name.data or "",
            ship_licence=self.ship_licence.data or "",
            portions=self.portions.data or 0,
            relatives=self.relatives.data or 0,
            per_family=self.per_family.data or 0,
            item_code=self.item_code.data or "",
            bring=self.bring.data or "",
        )


class PostponeVoyageForm(TimesForm):
    reason = StringField(_("改期的原因"), [Length(max=60)])


class CancelVoyageForm(Form):
    reason = StringField(_("取消的原因"), [Length(max=60)])


class RegisterForVoyageForm(Form):
    # It may be full since the page was read: the operation says so, not the list of choices.
    voyage = RadioField(
        _("航次"), [InputRequired(CHOOSE_VOYAGE)], choices=[], validate_choice=False
    )
    certificate_number = StringField(
        _("火化证明编号"), [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。"))]
    )
    portions = StringField(_("骨灰份号"), [Length(max=40)], default="A")
    relatives = LongField(_("随行亲属"), [Optional(), Length(max=1200)])
    contact = StringField(_("联系人"), [Length(max=40)])
    phone = StringField(_("联系人电话"), [Length(max=40)])
    needs = StringField(_("需要照顾的情况"), [Optional(), Length(max=200)])
    channel = RadioField(
        _("怎样登记"),
        choices=[SelectChoice(each.value, each.label) for each in Channel],
        default=Channel.WALK_IN.value,
    )
    agreed = BooleanField(_("已读给家属听，家属同意"))
    agreed_by = StringField(_("家属中谁同意"), [Length(max=40)])

    def party(self) -> Party:
        return Party(
            contact=self.contact.data or "",
            phone=self.phone.data or "",
            portions=self.portions.data or "",
            relatives=tuple(Relative(*each) for each in lines_of(self.relatives.data)),
            needs=self.needs.data or "",
            agreed_by=(self.agreed_by.data or "") if self.agreed.data else "",
        )


class ChangeVoyageForm(Form):
    voyage = RadioField(
        _("新的航次"), [InputRequired(CHOOSE_VOYAGE)], choices=[], validate_choice=False
    )


class WithdrawForm(Form):
    reason = StringField(_("取消的原因"), [Length(max=200)])


class BoardPortionForm(Form):
    scanned = StringField(
        _("骨灰标签、寄存编号或铭牌"), [DataRequired(_("请扫描骨灰标签，或输入编号。"))]
    )


class RelativesPresentForm(Form):
    present = SelectMultipleField(_("到场的亲属"), choices=[], validate_choice=False)


class CarryOutVoyageForm(Form):
    scattered_time = TimeField(_("撒散时间"))
    position = StringField(_("撒散位置"), [Length(max=80)])
    latitude = StringField(_("纬度"), [Optional(), Length(max=12)])
    longitude = StringField(_("经度"), [Optional(), Length(max=12)])
    witnesses = LongField(_("见证人"), [Length(max=400)])
    brought_back = SelectMultipleField(_("带回没有撒散的"), choices=[], validate_choice=False)

    def validate_latitude(self, field: StringField) -> None:
        _degrees(field.data)

    def validate_longitude(self, field: StringField) -> None:
        _degrees(field.data)

    def where(self) -> Position:
        return Position(
            self.position.data or "", _degrees(self.latitude.data), _degrees(self.longitude.data)
        )

    def at(self, day: date) -> datetime:
        return _moment(day, self.scattered_time)

    def seen_by(self) -> tuple[Witness, ...]:
        return tuple(Witness(*each) for each in lines_of(self.witnesses.data))


def _moment(day: date, field: TimeField) -> datetime:
    return clock.at(day, field.shown or time())


def _degrees(written: str | None) -> Decimal | None:
    """Raises ValidationError."""
    if not (written or "").strip():
        return None
    try:
        degrees = Decimal((written or "").strip()).quantize(Decimal("0.00001"))
    except InvalidOperation:
        raise ValidationError(_("请用小数填写，例如 29.97010。")) from None
    return degrees
