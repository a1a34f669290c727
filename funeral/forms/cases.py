"""Registering a case and its papers."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from billing.classes import WaiverClass
from funeral.kinds import DeathKind, PaperKind
from kernel.errors import Refusal
from kernel.fields import CountyField, IdentityNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.deceased import ASKED_KINDS, IdentityKind
from kernel.people.identity import Sex
from kernel.web import Form


class ParticularsForm(Form):
    """In the order people tell it: who died, when, from where, then who arranges."""

    deceased_name = StringField(_("逝者姓名"), [Length(max=60)])
    identity_kind = SelectField(
        _("证件"), choices=[SelectChoice(kind.value, kind.label) for kind in ASKED_KINDS]
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
    death_kind = SelectField(
        _("死亡情形"),
        choices=[
            SelectChoice("", _("这份证明没有写")),
            *(SelectChoice(kind.value, kind.label) for kind in DeathKind),
        ],
        default="",
    )

    def show(self, refusal: Refusal) -> None:
        """The claimant's identity number is typed where the other papers have their number."""
        if refusal.field == "identity_number":
            self.number.errors = (*self.number.errors, str(refusal))
        else:
            super().show(refusal)


class MakeBillForm(Form):
    pass
