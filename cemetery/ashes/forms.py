"""What is typed about portions of ashes; a field's description is the hint beside it."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from cemetery.ashes.errors import (
    BringerMissing,
    ScatteringAskerMissing,
    ScatteringPlaceMissing,
    WitnessesMissing,
)
from cemetery.rights.forms import CHOOSE_UNIT, ChooseUnitForm
from funeral.fields import ClockField
from funeral.forms.collecting import CollectorForm, relations
from kernel import clock
from kernel.errors import Refusal
from kernel.fields import CountyField, IdentityNumberField, WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex
from kernel.web import Form

LONGEST = 80


def _said(
    label: str, hint: str = "", *, optional: bool = False, missing: type[Refusal] | None = None
) -> StringField:
    """A line of text. `missing`: said with all else that is missing, not only by the operation."""
    checks: list[Any] = [Length(max=LONGEST)]
    if missing:
        checks.insert(0, InputRequired(missing.message))
    return StringField(label, [Optional(), *checks] if optional else checks, description=hint)


def _relation() -> SelectField:
    return SelectField(_("与逝者的关系"), [InputRequired(_("请选择与逝者的关系。"))], choices=[])


class MoveAshesForm(Form):
    """One scan: which portion, where to, into whose hands."""

    code = StringField(
        _("扫骨灰标签、寄存编号或火化证明"),
        [InputRequired(_("请扫骨灰标签，或填写案件编号。")), Length(max=300)],
    )
    letter = StringField(
        _("份"), [Optional(), Length(max=1)], description=_("只有一份的不用填，例如 B")
    )
    place = _said(_("放到哪里"), _("例如 骨灰整理间、2号架3层"))
    holder = _said(_("交给谁保管"))


class DivideAshesForm(Form):
    more = WholeNumberField(
        _("多分出几份"),
        [InputRequired(_("请填写多分出几份。"))],
        default=1,
        description=_("原来的一份保留原号，新的依次编号，用过的份号不再使用"),
    )
    asked_by = _said(_("谁要求分份"))
    reason = _said(_("为什么分份"), _("例如 分葬两地、部分海葬"))


class CollectAshesForm(CollectorForm):
    """Of one portion."""


class TakeInAshesForm(Form):
    certificate_number = StringField(
        _("火化证明编号"),
        [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。")), Length(max=60)],
    )
    letter = StringField(
        _("份"), [Optional(), Length(max=1)], description=_("只有一份的不用填，例如 B")
    )
    issuer = _said(_("外地火化证明由谁开具"), _("本县开具的不用填"), optional=True)
    brought_by = _said(_("谁送来的"))
    place = _said(_("放在哪里"), _("例如 骨灰整理间、2号架3层"))


class ReceiveForeignAshesForm(Form):
    issuer = _said(_("外地火化证明由谁开具"), _("例如 武汉市武昌殡仪馆"))
    certificate_number = _said(_("外地火化证明编号"))
    cremated_on = YearMonthDayField(_("火化日期"), [InputRequired(_("请填写火化日期。"))])
    deceased_name = _said(_("逝者姓名"))
    died_on = YearMonthDayField(_("离世日期"), [InputRequired(_("请填写离世日期。"))])
    identity_number = IdentityNumberField(
        _("逝者身份证号"),
        [Optional(), Length(max=40)],
        description=_("证明上没有的不用填。为逝者留过位置的，凭身份证号认出"),
    )
    brought_by = _said(_("谁送来的"))
    place = _said(_("放在哪里"), _("例如 骨灰整理间、2号架3层"))


class CorrectAdmittedForm(Form):
    """Whose ashes from elsewhere are; an empty number keeps the known one, which no page shows."""

    version = HiddenField()
    deceased_name = _said(_("逝者姓名"))
    identity_kind = SelectField(
        _("证件"), choices=[SelectChoice(kind.value, kind.label) for kind in IdentityKind]
    )
    identity_number = IdentityNumberField(_("证件号码"), [Length(max=40)])
    sex = SelectField(
        _("性别"),
        choices=[SelectChoice(sex.value, sex.label) for sex in Sex],
        description=_("有身份证号时由号码得出"),
    )
    born_on = YearMonthDayField(
        _("出生日期"), [Optional()], description=_("有身份证号时由号码得出")
    )
    died_on = YearMonthDayField(_("离世日期"), [InputRequired(_("请填写离世日期。"))])
    household_registration = CountyField(
        _("户籍地"), description=_("县（市、区、旗）的名称或六位代码；不清楚就清空")
    )
    reason = StringField(
        _("更正的原因"),
        [Length(max=200)],
        description=_("例如 户口簿上是嘉鱼县；不要写证件号码和电话号码"),
    )

    def told(self) -> dict[str, Any]:
        """What was typed into a valid form, as the operation takes it."""
        return {
            "deceased_name": self.deceased_name.data or "",
            "identity_kind": IdentityKind(self.identity_kind.data),
            "identity_number": self.identity_number.data or "",
            "sex": Sex(self.sex.data),
            "born_on": self.born_on.data,
            "died_on": self.died_on.data,
            "household_registration": self.household_registration.code,
            "reason": self.reason.data or "",
        }


class PlaceForm(ChooseUnitForm):
    """A unit pointed at on the plan or, by whoever knows its name, written."""

    unit_id = RadioField(_("位置"), choices=[], validate_choice=False)
    unit = _said(
        _("或者写出位置"), _("在图上选了的不用填。例如 松3排12号，几处同名的在前面写安放点的名称")
    )

    def validate_unit_id(self, _field: RadioField) -> None:
        if self.chosen_unit is None and not (self.unit.data or "").strip():
            raise ValidationError(CHOOSE_UNIT)


class InterAshesForm(PlaceForm):
    certificate_number = StringField(
        _("火化证明编号"),
        [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。")), Length(max=60)],
        description=_("与手中的火化证明核对"),
    )
    household_registration = CountyField(
        _("逝者的户籍地"),
        description=_("公益性的安放点只安葬本县（市、区、旗）户籍的逝者，看着户口簿或身份证填写"),
    )


class CorrectIntermentForm(PlaceForm):
    reason = _said(_("为什么更正"))


class SwapIntermentsForm(Form):
    """The other portion is known by where it is written down."""

    unit = _said(_("另一份登记的位置"), _("例如 松3排12号，几处同名的在前面写安放点的名称"))
    code = _said(
        _("另一份的编号"), _("那里只登记了一份的不用填，例如 JYA26-00001 B"), optional=True
    )
    reason = _said(_("为什么互换"), _("例如 登记时两家的位置写反了"))


class DisinterAshesForm(Form):
    applicant = _said(_("谁申请起出"))
    basis = _said(_("依据"), _("例如 申请书日期、使用权证编号"))
    reason = _said(_("原因"))
    place = _said(_("起出后放在哪里"))


class WordForm(Form):
    """On whose word ashes are scattered; asked before anything else."""

    certificate_number = StringField(
        _("火化证明编号"),
        [InputRequired(_("请填写火化证明编号，或扫描证明上的条码。")), Length(max=60)],
        description=_("与手中的火化证明核对"),
    )
    asked_by = _said(
        _("谁要求撒散"),
        _("撒散以后无法找回，请与经办人本人或受委托的人当面确认"),
        missing=ScatteringAskerMissing,
    )
    relation = _relation()
    authorisation = _said(
        _("委托书编号或日期"), _("经办人本人要求的不用填；他人要求的，先查看委托书原件")
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.relation.choices = relations()


class ScatteringForm(Form):
    """Where, when, and who saw it; on whose word is asked elsewhere."""

    place = _said(
        _("撒散地点"), _("例如 东海 30°12′N 122°40′E、本馆撒散林"), missing=ScatteringPlaceMissing
    )
    scattered_on = YearMonthDayField(
        _("撒散日期"), [InputRequired(_("请填写撒散日期。"))], default=clock.today
    )
    scattered_time = ClockField(_("撒散时间"), [InputRequired(_("请填写撒散时间，例如 9:30。"))])
    witnesses = TextAreaField(
        _("见证人"),
        [InputRequired(WitnessesMissing.message), Length(max=400)],
        description=_("至少两位，每人一行"),
    )


class ScatterAshesForm(WordForm, ScatteringForm):
    """By the home, for a family."""


class SendAshesForm(Form):
    to = SelectField(_("接收单位"), choices=[])
    outside = _said(_("其他单位的名称"), _("县外或系统里没有的单位填在这里"))
    carried_by = _said(_("谁护送"))
    reason = _said(_("为什么移交"))
    contact_given = BooleanField(
        _("家属同意把经办人的电话告知接收单位"), description=_("接收单位凭它联系家属")
    )


class AcknowledgeAshesForm(Form):
    place = _said(_("放在哪里"), _("例如 骨灰整理间、2号架3层"))
    received_by = _said(_("谁接收"))
    receipt = _said(_("回执编号"), _("外单位接收的必须填写"))


class TakeBackAshesForm(Form):
    brought_by = _said(_("谁送来的"), missing=BringerMissing)
    place = _said(_("放在哪里"), _("例如 骨灰整理间、2号架3层"))
    reason = _said(_("为什么退回"))


class StartStockTakeForm(Form):
    zone = SelectField(_("盘点哪个区"), choices=[])


class ScanAshesForm(Form):
    code = StringField(
        _("扫骨灰标签、寄存编号或铭牌，或写位置"),
        [InputRequired(_("请扫骨灰标签，或填写编号。")), Length(max=300)],
    )
    letter = StringField(
        _("份"), [Optional(), Length(max=1)], description=_("只有一份的不用填，例如 B")
    )


class ResolveDiscrepancyForm(Form):
    note = StringField(_("说明"), [InputRequired(_("请填写原因。")), Length(max=200)])
