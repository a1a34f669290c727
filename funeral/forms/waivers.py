"""What the desk notes for a waiver: only what the county's policy asks about."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kernel.fields import CountyField, WholeNumberField
from kernel.i18n import _
from kernel.web import Form


class NoteWaiverFactsForm(Form):
    """Fields of the names of `billing.facts.Facts`; `ask` takes out what is not asked."""

    funeral_grant = BooleanField(_("已领取一次性丧葬费"))
    parent_registration = CountyField(_("父母一方的户籍地"), [Optional()])
    place_of_death = CountyField(_("离世地"), [Optional()])
    has_contract = BooleanField(_("离世时在劳动合同期内"))
    pension_months = WholeNumberField(_("已缴养老保险的月数"), [Optional()])
    zone = SelectField(_("接运区域"))
    storeys = WholeNumberField(_("抬运的楼层"), [Optional()])

    def ask(self, questions: frozenset[str], zones: tuple[str, ...]) -> None:
        for name in ASKED:
            if name not in questions:
                del self[name]
        if "zone" in self:
            self.zone.choices = [
                SelectChoice("", _("还没有登记")),
                *(SelectChoice(zone, zone) for zone in zones),
            ]

    def told(self) -> dict[str, Any]:
        """As billing.operations.note_waiver_facts takes it; what was not asked is left out."""
        counties = {"parent_registration", "place_of_death"}
        return {
            name: (self[name].code if name in counties else self[name].data or None)
            for name in ASKED
            if name in self and name not in TICKED
        } | {name: bool(self[name].data) for name in TICKED if name in self}


TICKED = ("funeral_grant", "has_contract")
ASKED = (
    *("funeral_grant", "parent_registration", "place_of_death"),
    *("has_contract", "pension_months", "zone", "storeys"),
)


class NoteEvidenceForm(Form):
    paper = SelectField(_("证明"))
    matched = RadioField(
        _("怎样核实的"),
        [InputRequired(_("请选择怎样核实的。"))],
        choices=[
            SelectChoice("paper", _("看过原件")),
            SelectChoice("match", _("数据比对")),
        ],
    )
    reference = StringField(_("编号，或在哪里查到"), [Length(max=100)])
