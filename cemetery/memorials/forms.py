"""What families, visitors and staff fill in about memorial pages."""

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from cemetery.memorials.kinds import NEAR_RELATIVES, AskedBy, Part
from cemetery.memorials.operations.memorials import Asker
from kernel.fields import IdentityNumberField
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.web import Form

RELATIVES = [SelectChoice(each.value, each.label) for each in NEAR_RELATIVES]
CLAIMANT, OTHER = "claimant", "other"


class OpenMemorialForm(Form):
    who = RadioField(
        _("谁来申请"),
        choices=[
            SelectChoice(CLAIMANT, _("经办人本人")),
            SelectChoice(OTHER, _("其他近亲属")),
        ],
        default=CLAIMANT,
    )
    identity_number = IdentityNumberField(
        _("申请人身份证号码"), [InputRequired(_("请填写身份证号码。")), Length(max=40)]
    )
    name = StringField(_("申请人姓名"), [Optional(), Length(max=60)])
    relation = SelectField(_("与逝者的关系"), choices=RELATIVES)
    phone = StringField(_("申请人电话"), [Optional(), Length(max=40)])
    identity_checked = BooleanField(_("已看过身份证原件，核对了与逝者的关系"))

    def asker(self) -> Asker:
        number = self.identity_number.data or ""
        if self.who.data != OTHER:
            return Asker(number)
        return Asker(
            number, Relation(self.relation.data), self.name.data or "", self.phone.data or ""
        )


class RenewMemorialKeyForm(Form):
    identity_checked = BooleanField(_("已看过开设纪念页的家属的身份证原件"))


class TakeDownMemorialForm(Form):
    asked_by = RadioField(
        _("为什么撤下"),
        [InputRequired(_("请选择为什么撤下。"))],
        choices=[SelectChoice(each.value, each.label) for each in AskedBy],
    )
    name = StringField(_("提出的人"), [Optional(), Length(max=60)])
    relation = SelectField(_("与逝者的关系"), choices=RELATIVES)
    reason = StringField(_("原因"), [Length(max=200)])

    @property
    def relative(self) -> Relation | None:
        """Nobody's word but our own needs no relation."""
        return None if self.asked_by.data == AskedBy.INSTITUTION else Relation(self.relation.data)


class OpenMyMemorialForm(Form):
    last4 = StringField(_("电话后四位"), [InputRequired(_("请填写电话后四位。")), Length(max=10)])


class AgreeToPartsForm(Form):
    parts = SelectMultipleField(
        _("公开哪些内容"), choices=[SelectChoice(each.value, each.label) for each in Part]
    )

    @property
    def chosen(self) -> list[Part]:
        return [Part(each) for each in self.parts.data or []]


class WriteMemorialTextForm(Form):
    words = TextAreaField(_("生平文字"), [Optional()])


class AddMemorialPictureForm(Form):
    kind = RadioField(_("哪一种照片"), [InputRequired(_("请选择哪一种照片。"))])
    photo = FileField(_("照片文件"), [FileRequired(_("请选择照片。"))])


class LeaveMessageForm(Form):
    words = TextAreaField(_("留言"), [InputRequired(_("请写下您的留言。"))])
    name = StringField(_("署名"), [Optional(), Length(max=60)])
