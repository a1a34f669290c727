"""One form per operation, named after it; the rules themselves live in the operations."""

from typing import Any

from wtforms import DecimalField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from billing.classes import WaiverClass
from funeral.fields import ClockField, CountyField
from funeral.kinds import CrematorType, HallClass, PaperKind
from kernel import clock
from kernel.errors import Refusal
from kernel.fields import IdentityNumberField, YearMonthDayField, YuanField
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex
from kernel.web import Form


class ParticularsForm(Form):
    """In the order people tell it: who died, when, from where, then who arranges."""

    deceased_name = StringField(_("逝者姓名"), [Length(max=60)])
    identity_kind = SelectField(
        _("证件"), choices=[SelectChoice(kind.value, kind.label) for kind in IdentityKind]
    )
    identity_number = IdentityNumberField(_("证件号码"), [Length(max=40)])
    sex = SelectField(
        _("性别"),
        choices=[
            SelectChoice(sex.value, sex.label)
            for sex in (Sex.UNSTATED, Sex.MALE, Sex.FEMALE, Sex.UNKNOWN)
        ],
    )
    born_on = YearMonthDayField(_("出生日期"), [Optional()])
    died_on = YearMonthDayField(_("离世日期"), [InputRequired(_("请填写离世日期。"))])
    household_registration = CountyField(_("户籍地"), [Optional()])
    waiver_class = SelectField(
        _("对象类别"), choices=[SelectChoice(kind.value, kind.label) for kind in WaiverClass]
    )
    claimant_name = StringField(_("经办人姓名"), [Length(max=60)])
    relation = SelectField(
        _("与逝者的关系"),
        choices=[
            SelectChoice(relation.value, relation.label)
            for relation in (Relation.CHILD, *(r for r in Relation if r is not Relation.CHILD))
        ],
    )
    phone = StringField(_("联系电话"), [Length(max=30)])
    delegate_name = StringField(_("受托人姓名"), [Optional(), Length(max=60)])

    def told(self) -> dict[str, Any]:
        """What was typed into a valid form, as the operations take it."""
        return {
            "deceased_name": self.deceased_name.data or "",
            "identity_kind": IdentityKind(self.identity_kind.data),
            "identity_number": self.identity_number.data,
            "sex": Sex(self.sex.data),
            "born_on": self.born_on.data,
            "died_on": self.died_on.data,
            "household_registration": self.household_registration.code,
            "waiver_class": self.waiver_class.data,
            "claimant_name": self.claimant_name.data or "",
            "relation": Relation(self.relation.data),
            "phone": self.phone.data or "",
            "delegate_name": self.delegate_name.data,
        }


class OpenWalkInCaseForm(ParticularsForm):
    pass


class CorrectParticularsForm(ParticularsForm):
    version = HiddenField()
    reason = StringField(_("更正的原因"), [Length(max=200)])


class RecordPaperForm(Form):
    kind = RadioField(
        _("证明材料"),
        [InputRequired(_("请选择登记哪一份证明。"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in PaperKind],
    )
    number = StringField(_("编号"), [Length(max=60)])
    issuer = StringField(_("出具单位"), [Length(max=80)])
    issued_on = YearMonthDayField(_("出具日期"), [Optional()])

    def show(self, refusal: Refusal) -> None:
        """The claimant's identity number is typed where the other papers have their number."""
        if refusal.field == "identity_number":
            self.number.errors = (*self.number.errors, str(refusal))
        else:
            super().show(refusal)


class ReceiveRemainsForm(Form):
    received_on = YearMonthDayField(
        _("入馆日期"), [InputRequired(_("请填写入馆日期。"))], default=clock.today
    )
    received_at = ClockField(_("入馆时间"), [InputRequired(_("请填写入馆时间。"))])
    received_from = StringField(
        _("从哪里来"), [InputRequired(_("请填写从哪里来。")), Length(max=80)]
    )
    transfer_km = DecimalField(
        _("接运里程"),
        [Optional()],
        places=1,
    )
    price = YuanField(_("本次接运价格"), [Optional()])
    cabinet = StringField(_("存放柜位"), [InputRequired(_("请填写柜位。")), Length(max=20)])


class ShowFreeTimesForm(Form):
    """Which times to show; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    idempotency_key = None  # type: ignore[assignment]  # WTForms drops a field this way
    hall_class = SelectField(_("告别厅"))
    cremator_type = SelectField(_("火化方式"))
    day = YearMonthDayField(_("日期"))


class PlanCaseForm(Form):
    hall_class = HiddenField(default=HallClass.NONE.value)
    cremator_type = HiddenField(default=CrematorType.FLAT.value)
    # An alternative may lie on another day than the one shown, so any start is let through here.
    starts_at = RadioField(
        _("开始时间"),
        [InputRequired(_("请选择时间。"))],
        choices=[],
        validate_choice=False,
    )


class RecordFarewellForm(Form):
    hall_id = SelectField(_("告别厅"))
    held_on = YearMonthDayField(
        _("日期"), [InputRequired(_("请填写告别仪式的日期。"))], default=clock.today
    )
    started_at = ClockField(_("开始时间"), [InputRequired(_("请填写开始时间。"))])
    ended_at = ClockField(_("结束时间"), [InputRequired(_("请填写结束时间。"))])


class CancelFarewellForm(Form):
    pass


class StartCremationForm(Form):
    cremator_id = SelectField(_("火化机"))
    second_operator = SelectField(
        _("另一位火化员"), [InputRequired(_("入炉须两人核对，请选择另一位火化员。"))]
    )


class EndCremationForm(Form):
    pass


class IssueCertificateForm(Form):
    collected_by = StringField(_("领取人姓名"), [Length(max=60)])


class MakeBillForm(Form):
    pass


class MoveOccupancyForm(Form):
    version = HiddenField()
    resource_id = SelectField(_("地点"))
    day = YearMonthDayField(_("日期"), [InputRequired(_("请填写日期。"))])
    starts_at = SelectField(_("开始"))
