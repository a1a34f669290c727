"""What is typed about rights, a form for each operation."""

import uuid

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from billing.kinds import PaymentMethod
from cemetery.rights.granting import Holder
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground, MoveReason, Reached, Way
from kernel.fields import CountyField, IdentityNumberField, WholeNumberField
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.web import Form

CHOOSE_UNIT = _("请选择一个位置。")


class ChooseUnitForm(Form):
    """The unit may be gone since the page was read: the operation says so, not the choices."""

    unit_id = RadioField(_("位置"), [InputRequired(CHOOSE_UNIT)], choices=[], validate_choice=False)

    @property
    def chosen_unit(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.unit_id.data or "")
        except ValueError:
            return None

    def validate_unit_id(self, _field: RadioField) -> None:
        if self.chosen_unit is None:
            raise ValidationError(CHOOSE_UNIT)


class HoldUnitForm(ChooseUnitForm):
    for_name = StringField(_("为谁选择"), [Optional(), Length(max=60)])


class HolderForm(Form):
    """持证人 as it is on the identity card in hand."""

    holder_name = StringField(_("持证人姓名"), [Length(max=60)])
    relation = SelectField(
        _("与安放的人的关系"),
        choices=[SelectChoice(each.value, each.label) for each in Relation],
    )
    holder_identity = IdentityNumberField(_("持证人身份证号"))
    holder_phone = StringField(_("持证人电话"), [Length(max=30)])

    @property
    def holder(self) -> Holder:
        return Holder(
            name=self.holder_name.data or "",
            relation=Relation(self.relation.data),
            phone=self.holder_phone.data or "",
            identity_number=self.holder_identity.data or "",
        )


class FeesForm(Form):
    """`agreed`: the fingerprint of the fees on the page."""

    years = WholeNumberField(_("使用年限"), [InputRequired(_("请填写使用多少年。"))], default=20)
    # Asked only where it is needed; then the operation says that it is missing.
    receipt = StringField(_("收费窗口的票据号"), [Length(max=60)])
    agreed = HiddenField()


class GrantRightForm(HolderForm, FeesForm):
    ground = RadioField(_("凭什么办理"), [InputRequired(_("请选择凭什么办理。"))])
    ground_paper = StringField(_("证明编号"), [Length(max=60)])
    person_identity = IdentityNumberField(_("本人身份证号"))
    household_registration = CountyField(_("户籍地"))


class RenewRightForm(FeesForm):
    """The years of the next term."""


class AddRightPersonForm(Form):
    ground = RadioField(
        _("凭什么登记"),
        [InputRequired(_("请选择凭什么登记。"))],
        choices=[SelectChoice(each.value, each.label) for each in Ground],
    )
    # A foreign certificate is as long as wherever ashes come in.
    case_number = StringField(_("逝者的案件编号"), [Length(max=60)])
    issuer = StringField(
        _("外地火化证明由谁开具"), [Length(max=80)], description=_("两家单位的证明编号相同时填写")
    )
    person_name = StringField(_("在世的人的姓名"), [Optional(), Length(max=60)])
    person_identity = IdentityNumberField(_("在世的人的身份证号"))
    ground_paper = StringField(_("证明编号或名称"), [Length(max=60)])

    @property
    def living(self) -> Living:
        return Living(self.person_name.data or "", self.person_identity.data or "")

    def validate_case_number(self, field: StringField) -> None:
        if self.ground.data in {Ground.CREMATION, Ground.DEATH} and not (field.data or "").strip():
            raise ValidationError(_("请填写逝者的案件编号。"))


class SucceedHolderForm(HolderForm):
    proof = StringField(_("死亡证明和亲属关系证明的编号"), [Length(max=120)])


class RecordContactForm(Form):
    way = RadioField(
        _("怎样联系"),
        [InputRequired(_("请选择怎样联系。"))],
        choices=[SelectChoice(each.value, each.label) for each in Way],
    )
    reached = RadioField(
        _("结果"),
        [InputRequired(_("请选择结果。"))],
        choices=[SelectChoice(each.value, each.label) for each in Reached],
    )
    words = TextAreaField(_("联系了谁，怎样答复"), [Length(max=300)])


class ReasonForm(Form):
    """For a return, for an end by decision and for who is named no longer."""

    reason = StringField(_("原因"), [Length(max=200)])


class PayRefundForm(Form):
    method = RadioField(
        _("怎样退"),
        choices=[
            SelectChoice(each.value, each.label)
            for each in (PaymentMethod.CASH, PaymentMethod.TRANSFER)
        ],
        default=PaymentMethod.CASH.value,
    )
    refund_paper = StringField(_("退费凭据编号"), [Length(max=60)])


class RelocateRightForm(ChooseUnitForm):
    reason = RadioField(
        _("原因"),
        [InputRequired(_("请选择原因。"))],
        choices=[SelectChoice(each.value, each.label) for each in MoveReason],
    )
    agreed = StringField(_("家属同意书"), [Length(max=120)])
