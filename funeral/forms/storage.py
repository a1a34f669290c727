"""Longer storage, the ladder of the unclaimed, belongings, the identity photo."""

import re

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from funeral.kinds import AskingParty, UnclaimedKind
from kernel.fields import WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class ExtendStorageForm(Form):
    until_on = YearMonthDayField(_("延期到"), [InputRequired(_("请填写延期到哪一天。"))])
    party = RadioField(
        _("申请方"),
        choices=[SelectChoice(party.value, party.label) for party in AskingParty],
        default=AskingParty.FAMILY.value,
    )
    asked_by = StringField(_("申请人姓名"), [Length(max=60)])
    reason = StringField(_("延期的原因"), [Length(max=200)])


class RegisterUnclaimedForm(Form):
    kind = RadioField(
        _("情形"),
        choices=[SelectChoice(kind.value, kind.label) for kind in UnclaimedKind],
        default=UnclaimedKind.UNCLAIMED.value,
    )
    sent_by = StringField(_("送存单位"), [Length(max=80)])


class RecordUnclaimedStepForm(Form):
    # Which rung the page showed: a colleague may have taken it meanwhile.
    rung_id = HiddenField()
    done_on = YearMonthDayField(_("办理日期"), [InputRequired(_("请填写办理日期。"))])
    media = StringField(_("公告媒体"), [Length(max=80)])
    reference = StringField(_("期号或文号"), [Length(max=80)])
    police_case_number = StringField(_("公安立案编号"), [Length(max=60)])
    dna_reference = StringField(_("生物样本编号"), [Optional(), Length(max=60)])


class SignUnclaimedStepForm(Form):
    office = SelectField(_("部门"))
    signed_by = StringField(_("签署人姓名"), [Length(max=60)])
    signed_on = YearMonthDayField(_("签署日期"), [InputRequired(_("请填写签署日期。"))])


class AddUnclaimedRungForm(Form):
    position = WholeNumberField(_("第几步"), [InputRequired(_("请填写数字。"))])
    title = StringField(_("名称"), [InputRequired(_("请填写名称。")), Length(max=60)])
    after_days = WholeNumberField(_("入馆满几天可以办理"), [InputRequired(_("请填写数字。"))])
    period_days = WholeNumberField(_("办理后要等几天"), [InputRequired(_("请填写数字。"))])
    needs_notice = BooleanField(_("要登公告"))
    needs_police = BooleanField(_("要有公安立案编号"))
    offices = StringField(_("哪些部门签署意见"), [Optional(), Length(max=120)])
    legal_basis = StringField(
        _("依据的文件"), [InputRequired(_("请填写依据的文件。")), Length(max=200)]
    )
    valid_from = YearMonthDayField(_("从哪一天起施行"), [InputRequired(_("请填写日期。"))])
    valid_until = YearMonthDayField(_("施行到哪一天"), [Optional()])

    def named_offices(self) -> tuple[str, ...]:
        return tuple(part for part in re.split(r"[、，,;；\s]+", self.offices.data or "") if part)


class EndUnclaimedRungForm(Form):
    last_on = YearMonthDayField(_("最后一天"), [InputRequired(_("请填写日期。"))])


class EndUnclaimedForm(Form):
    reason = StringField(_("谁来认领"), [Length(max=200)])


class RecordBelongingForm(Form):
    description = StringField(_("物品"), [Length(max=120)])
    quantity = WholeNumberField(_("数量"), default=1)
    place = StringField(_("存放处"), [Length(max=60)])


class ReturnBelongingForm(Form):
    returned_to = StringField(_("领回人姓名"), [Length(max=60)])
    signature = StringField(_("签收凭据"), [Length(max=80)])


class KeepPhotoForm(Form):
    photo = FileField(_("照片"))


class LookAtPhotoForm(Form):
    reason = StringField(_("查看的原因"), [Length(max=120)])
