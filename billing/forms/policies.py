"""Writing, reviewing and trying a policy draft."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from billing.classes import WaiverClass
from billing.policy_drafts import plain_text
from billing.policy_sample import Sample
from kernel.fields import WholeNumberField
from kernel.i18n import _
from kernel.web import Form

MOST_HOURS, MOST_KM = 24 * 366, 9_999


class SourceField(TextAreaField):
    """A text of many lines; `data` ends them with newlines only, as files do."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = plain_text(str(valuelist[0]))


class StartPolicyDraftForm(Form):
    code = HiddenField()
    version = HiddenField()
    region = SelectField(_("为哪里起草"), validate_choice=False)


class SavePolicyDraftForm(Form):
    """`revision`: the one the writer began from."""

    revision = HiddenField()
    source = SourceField(_("政策文本"))
    note = StringField(_("这次改了什么"), [Optional(), Length(max=500)])
    waiver_class = SelectField(
        _("对象类别"), choices=[SelectChoice(each.value, each.label) for each in WaiverClass]
    )
    km = WholeNumberField(_("接运里程"), [Optional()], default=30)
    hours = WholeNumberField(_("存放时间"), [Optional()], default=90)
    registered_here = BooleanField(_("户籍在本地"), default=True)
    dearer = BooleanField(_("选用较高档的项目"))

    def sample(self) -> Sample:
        return Sample(
            waiver_class=WaiverClass(self.waiver_class.data),
            km=Decimal(min(self.km.data or 0, MOST_KM)),
            hours=Decimal(min(self.hours.data or 0, MOST_HOURS)),
            registered_here=bool(self.registered_here.data),
            dearer=bool(self.dearer.data),
        )


class ReturnPolicyDraftForm(Form):
    reason = StringField(_("退回的原因"), [InputRequired(_("请写明退回的原因。")), Length(max=500)])


class PublishPolicyDraftForm(Form):
    early_reason = StringField(_("从过去的日子起生效的理由"), [Optional(), Length(max=500)])
