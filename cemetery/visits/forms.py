"""What families and clerks fill in about visits."""

import uuid
from datetime import date, time
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from cemetery.visits.booking_rules import Party
from cemetery.visits.kinds import Channel, Direction, Wish
from cemetery.visits.terms import Terms, read_times, write_times
from kernel.errors import NotFound
from kernel.fields import IdentityNumberField, WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

NUMBER = InputRequired(_("请填写数字。"))
WISHES = [SelectChoice(each.value, each.label) for each in Wish]
CHOOSE_SLOT = _("请选择时段。")


class PartyForm(Form):
    """Who comes; for a family and for the clerk who fills in for one."""

    name = StringField(_("预约人姓名"), [Length(max=40)])
    identity_number = IdentityNumberField(_("预约人身份证号码"), [Length(max=40)])
    phone = StringField(_("电话"), [Length(max=40)])
    persons = WholeNumberField(_("一共几人"), [InputRequired(_("请填写人数。"))], default=1)
    companions = TextAreaField(_("同行人姓名"), [Length(max=2000)])
    number_plates = TextAreaField(_("车牌号码"), [Optional(), Length(max=400)])
    unit = StringField(_("祭扫的格位或墓位"), [Length(max=120)])

    def party(self) -> Party:
        return Party(
            name=self.name.data or "",
            identity_number=self.identity_number.data or "",
            phone=self.phone.data or "",
            persons=self.persons.data or 0,
            companions=lines_of(self.companions.data),
            number_plates=lines_of(self.number_plates.data),
            unit=self.unit.data or "",
        )


class BookVisitForm(PartyForm):
    """The slot stands in the address; a refusal about it is shown above the form."""

    # Asked only where families queue.
    any_slot = BooleanField(_("这个时段约满时，同一天的其他时段也可以"))


class BookVisitAtDeskForm(PartyForm):
    channel = RadioField(
        _("怎样预约"),
        [InputRequired(_("请选择怎样预约。"))],
        choices=[SelectChoice(each.value, each.label) for each in (Channel.PHONE, Channel.WALK_IN)],
        default=Channel.PHONE.value,
    )
    slot = RadioField(_("时段"), [InputRequired(CHOOSE_SLOT)], validate_choice=False)


class ChangeVisitForm(Form):
    slot = RadioField(_("新的时段"), [InputRequired(CHOOSE_SLOT)], validate_choice=False)


class FindVisitForm(Form):
    code = StringField(_("预约编号"), [DataRequired(_("请填写预约编号。"))])
    last4 = StringField(_("预约时电话的后四位"), [DataRequired(_("请填写电话的后四位。"))])


class CancelVisitForm(Form):
    reason = StringField(_("取消的原因"), [DataRequired(_("请填写取消的原因。")), Length(max=200)])


class CloseSlotsForm(Form):
    slots = SelectMultipleField(_("暂停哪些时段"), validate_choice=False)
    reason = StringField(_("暂停开放的原因"), [Length(max=200)])


class GateForm(Form):
    direction = RadioField(
        _("进还是出"),
        choices=[SelectChoice(each.value, each.label) for each in Direction],
        default=Direction.IN.value,
    )
    scanned = StringField(
        _("通行码或预约编号"), [DataRequired(_("请扫描通行码，或输入预约编号。"))]
    )
    persons = WholeNumberField(_("实到人数"), [Optional()])


class AnnounceCeremonyForm(Form):
    title = StringField(_("仪式名称"), [Length(max=60)])
    place = StringField(_("地点"), [Optional(), Length(max=60)])
    day = YearMonthDayField(_("日期"), [InputRequired(_("请填写日期。"))])
    times = StringField(_("时间"), [InputRequired(_("请填写时间，例如 09:00-10:00。"))])
    persons = WholeNumberField(_("最多多少人"), [NUMBER], default=100)
    cars = WholeNumberField(_("车位"), [NUMBER], default=30)


class LayDownVisitTermsForm(Form):
    """Named after cemetery.visits.terms.Terms, so that one is made from the other."""

    valid_from = YearMonthDayField(_("从哪一天起施行"), [InputRequired(_("请填写日期。"))])
    legal_basis = StringField(_("依据的文件或决定"), [Length(max=200)])
    slots = TextAreaField(_("每天的时段"), [Length(max=1000)])
    persons = WholeNumberField(_("每个时段多少人"), [NUMBER])
    cars = WholeNumberField(_("每个时段多少辆车"), [NUMBER])
    kept_phone = WholeNumberField(_("其中为电话预约保留"), [NUMBER])
    kept_walk_in = WholeNumberField(_("其中为到场的人保留"), [NUMBER])
    elder_age = WholeNumberField(_("满多少岁可用保留的名额"), [NUMBER])
    party = WholeNumberField(_("每次预约最多几人"), [NUMBER])
    party_cars = WholeNumberField(_("每次预约最多几辆车"), [NUMBER])
    names_needed = BooleanField(_("要写同行人姓名"))
    unit_needed = BooleanField(_("要写祭扫的格位或墓位"))
    per_unit = WholeNumberField(_("同一格位或墓位每天最多几次"), [NUMBER])
    days_ahead = WholeNumberField(_("提前几天开始预约"), [NUMBER])
    opens_at = StringField(_("当天几点开始"), [InputRequired(_("请填写时间，例如 08:00。"))])
    peak_only = BooleanField(_("只在高峰日要预约"))
    peak_days = TextAreaField(_("高峰日"), [Optional(), Length(max=2000)])
    early = WholeNumberField(_("可以提前几分钟进园"), [NUMBER])
    late = WholeNumberField(_("结束后几分钟内还可以进园"), [NUMBER])
    kept_days = WholeNumberField(_("祭扫后多少天删除个人信息"), [NUMBER])
    advice = TextAreaField(_("给家属的提醒"), [Optional(), Length(max=1000)])

    def validate_opens_at(self, field: StringField) -> None:
        try:
            time.fromisoformat((field.data or "").strip())
        except ValueError:
            raise ValidationError(_("请填写时间，例如 08:00。")) from None

    def terms(self) -> Terms:
        """Raises SlotTimesUnread."""
        typed = {name: self[name].data for name in self._plain()}
        # Boxes left out of the form are as empty ones.
        plain: dict[str, Any] = {name: "" if it is None else it for name, it in typed.items()}
        return Terms(
            slots=read_times(list(lines_of(self.slots.data))),
            peak_days=lines_of(self.peak_days.data),
            opens_at=time.fromisoformat((self.opens_at.data or "").strip()),
            **plain,
        )

    def fill(self, terms: Terms) -> None:
        for name in self._plain():
            self[name].data = getattr(terms, name)
        self.slots.data = "\n".join(write_times(terms.slots))
        self.peak_days.data = "\n".join(terms.peak_days)
        self.opens_at.data = f"{terms.opens_at:%H:%M}"

    @staticmethod
    def _plain() -> tuple[str, ...]:
        return (
            *("persons", "cars", "kept_phone", "kept_walk_in", "elder_age", "party", "party_cars"),
            *("names_needed", "unit_needed", "per_unit", "days_ahead", "peak_only"),
            *("early", "late", "kept_days", "advice", "legal_basis"),
        )


class AskSweepForm(Form):
    unit = StringField(_("格位或墓位"), [Length(max=120)])
    wishes = SelectMultipleField(
        _("请我们代办"), choices=[SelectChoice(each.value, each.label) for each in Wish]
    )
    words = TextAreaField(_("要代读的话"), [Optional()])
    wanted_on = YearMonthDayField(_("希望哪一天"), [InputRequired(_("请填写日期。"))])
    name = StringField(_("您的姓名"), [Length(max=40)])
    phone = StringField(_("电话"), [Length(max=40)])
    # The price on the page, in fen: what the family agrees to.
    agreed = HiddenField()


class FinishSweepForm(Form):
    receipt = StringField(_("票据号"), [Length(max=60)])


class SweepPhotoForm(Form):
    photo = FileField(_("现场照片"), [FileRequired(_("请选择照片。"))])


class DeclineSweepForm(Form):
    reason = StringField(_("不能代办的原因"), [Length(max=200)])


def lines_of(text: str | None) -> tuple[str, ...]:
    """Without the empty ones; a list typed in one line is split at 、 and ，."""
    written = (text or "").replace("、", "\n").replace("，", "\n")
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def chosen_slot(written: str | None) -> tuple[date, uuid.UUID]:
    """ "2027-04-05 <id>", as our choices are. Raises NotFound for what no page of ours sends."""
    day, _space, slot_id = (written or "").partition(" ")
    try:
        return date.fromisoformat(day), uuid.UUID(slot_id)
    except ValueError:
        raise NotFound from None
