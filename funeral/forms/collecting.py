"""Who takes ashes away, as typed beside their identity paper: at every counter the same."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kernel.fields import IdentityNumberField
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.collecting import SHOWN_KINDS
from kernel.people.deceased import IdentityKind
from kernel.web import Form

LONGEST = 80


class CollectorForm(Form):
    received_by = StringField(_("领取人姓名"), [Length(max=LONGEST)])
    identity_kind = SelectField(
        _("领取人证件"),
        choices=[SelectChoice(each.value, each.label) for each in SHOWN_KINDS],
        default=IdentityKind.ID_CARD.value,
    )
    identity_number = IdentityNumberField(
        _("领取人证件号码"),
        [Length(max=40)],
        description=_("看着证件填写，页面上以后只显示首尾"),
    )
    relation = SelectField(
        _("与逝者的关系"), [InputRequired(_("请选择与逝者的关系。"))], choices=[]
    )
    authorisation = StringField(
        _("委托书编号或日期"),
        [Length(max=LONGEST)],
        description=_("经办人本人领取的不用填；他人代领的，先查看委托书原件"),
    )
    signature_noted = BooleanField(_("领取人已在领取单上签字"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.relation.choices = relations()

    def collector(self) -> dict[str, Any]:
        """As hand_over_ashes and cemetery's collect_ashes ask for it."""
        return {
            "received_by": self.received_by.data or "",
            "identity_kind": IdentityKind(self.identity_kind.data),
            "identity_number": self.identity_number.data or "",
            "relation": Relation(self.relation.data),
            "authorisation": self.authorisation.data or "",
            "signature_noted": self.signature_noted.data,
        }


def relations() -> list[SelectChoice]:
    known = [SelectChoice(each.value, each.label) for each in Relation]
    return [SelectChoice("", _("请选择")), *known]
