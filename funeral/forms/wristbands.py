"""Wristbands, work orders, hold flags, kinds of death."""

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from funeral.kinds import DeathKind, FlagKind
from kernel.fields import YearMonthDayField
from kernel.i18n import _
from kernel.web import Form


class TagRemainsForm(Form):
    pass


class ReplaceWristbandForm(Form):
    reason = StringField(_("更换的原因"), [Length(max=200)])


class IssueWorkOrderForm(Form):
    pass


class ReplaceWorkOrderForm(Form):
    pass


class SetHoldFlagForm(Form):
    kind = SelectField(
        _("暂缓的情形"), choices=[SelectChoice(kind.value, kind.label) for kind in FlagKind]
    )
    reason = StringField(_("原因"), [Length(max=200)])
    until = YearMonthDayField(_("暂缓到哪一天"), [Optional()])


class LiftHoldFlagForm(Form):
    reason = StringField(_("解除的依据"), [Length(max=200)])


class RecordDeathKindForm(Form):
    death_kind = RadioField(
        _("死亡情形"),
        [InputRequired(_("请选择死亡情形。"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in DeathKind],
    )
    reason = StringField(_("更改的依据"), [Length(max=200)])
