"""An application for the eco-burial reward: only the questions the county's policy turns on."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from billing.classes import WaiverClass
from billing.facts import Facts
from billing.forms.fields import NumberField
from billing.known_burials import KnownBurial
from billing.known_cases import KnownCase
from billing.lines import Line
from billing.rewards import Burial, RewardFacts, RewardPolicy, Site
from billing.rewards.kinds import EvidenceMet
from billing.rewards.questions import Cost, costs_of, questions_of
from billing.rewards.requests import BankAccount, RewardRequest
from billing.units import Unit
from kernel.fields import (
    CountyField,
    IdentityNumberField,
    WholeNumberField,
    YearMonthDayField,
    YuanField,
)
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.deceased import ASKED_KINDS, IdentityKind
from kernel.web import Form

# Asked only where no case of ours answers them.
OF_THE_DECEASED = (
    *("deceased_name", "identity_kind", "identity_number", "died_on", "cremated_on"),
    *("household_registration", "waiver_class"),
)
# Asked only where the policy turns on them.
OF_THE_POLICY = (
    *("site", "grave_area", "stele_height", "stele_width", "has_marker"),
    *("funeral_grant", "has_contract", "pension_months", "parent_registration"),
    *("place_of_death", "cremated_in", "operator_name", "operator_bank", "operator_account"),
)
NOT_SAID = ""


class RewardForm(Form):
    """Who died, how the ashes were laid to rest, who applies, where the money goes."""

    deceased_name = StringField(_("逝者姓名"), [Length(max=60)])
    identity_kind = SelectField(
        _("证件"), choices=[SelectChoice(kind.value, kind.label) for kind in ASKED_KINDS]
    )
    identity_number = IdentityNumberField(_("证件号码"), [Length(max=40)])
    died_on = YearMonthDayField(_("离世日期"), [InputRequired(_("请填写离世日期。"))])
    cremated_on = YearMonthDayField(_("火化日期"))
    household_registration = CountyField(_("户籍地"))
    waiver_class = SelectField(
        _("对象类别"), choices=[SelectChoice(kind.value, kind.label) for kind in WaiverClass]
    )
    site = RadioField(
        _("安葬在哪里"),
        choices=[
            *(SelectChoice(site.value, site.label) for site in Site),
            SelectChoice(NOT_SAID, _("其他地方")),
        ],
        default=NOT_SAID,
    )
    grave_area = NumberField(_("墓穴面积"))
    stele_height = NumberField(_("墓碑高度"))
    stele_width = NumberField(_("墓碑宽度"))
    has_marker = RadioField(
        _("是否立碑或留有标志"),
        choices=[
            SelectChoice("no", _("没有")),
            SelectChoice("yes", _("有")),
            SelectChoice(NOT_SAID, _("还不清楚")),
        ],
        default=NOT_SAID,
    )
    funeral_grant = BooleanField(_("已领取一次性丧葬费"))
    rewarded_elsewhere = BooleanField(_("已在别处领取奖补"))
    has_contract = BooleanField(_("离世时在劳动合同期内"))
    pension_months = WholeNumberField(_("已缴养老保险的月数"))
    parent_registration = CountyField(_("父母一方的户籍地"))
    place_of_death = CountyField(_("离世地"))
    cremated_in = CountyField(_("火化地"))
    applicant_name = StringField(_("申请人姓名"), [Length(max=60)])
    relation = SelectField(
        _("与逝者的关系"),
        choices=[SelectChoice(relation.value, relation.label) for relation in Relation],
    )
    phone = StringField(_("联系电话"), [Length(max=30)])
    account_holder = StringField(_("户名"), [Length(max=60)])
    bank = StringField(_("开户银行"), [Length(max=60)])
    account = StringField(_("账号"), [Length(max=60)])
    operator_name = StringField(_("承办单位"), [Length(max=60)])
    operator_bank = StringField(_("承办单位开户银行"), [Length(max=60)])
    operator_account = StringField(_("承办单位账号"), [Length(max=60)])

    burial: Burial
    costs: tuple[Cost, ...] = ()
    # Where the ashes lie, and what was measured there: answered, so not asked.
    rests: KnownBurial | None = None
    measured: Mapping[str, Decimal] = MappingProxyType({})

    def days(self, known: KnownCase | None) -> Facts:
        """The days a policy may turn on, as far as they are known before any check."""
        if known:
            return known.facts
        return Facts(None, WaiverClass.RESIDENT, self.died_on.data, self.cremated_on.data)

    def told(
        self, known: KnownCase | None, kept: BankAccount | None, operator: BankAccount | None
    ) -> RewardRequest:
        """What was typed into a valid form; of accounts left empty those registered before."""
        return RewardRequest(
            deceased_name=known.deceased_name if known else self.deceased_name.data or "",
            identity_kind=known.identity_kind if known else IdentityKind(self.identity_kind.data),
            identity_number=known.identity_number if known else self.identity_number.data,
            facts=self._reward_facts(known),
            lines=tuple(line for cost in self.costs if (line := self._line(cost))),
            applicant_name=self.applicant_name.data or "",
            relation=Relation(self.relation.data),
            phone=self.phone.data or "",
            family=BankAccount(
                self.account_holder.data or "",
                self.bank.data or "",
                self.account.data or (kept.number if kept else ""),
            ),
            operator=self._operator(operator),
        )

    def _reward_facts(self, known: KnownCase | None) -> RewardFacts:
        site, marker = self._answer("site"), self._answer("has_marker")
        return RewardFacts(
            facts=self._facts(known),
            burial=self.burial,
            site=Site(site) if site else None,
            grave_area=self._answer("grave_area"),
            stele_height=self._answer("stele_height"),
            stele_width=self._answer("stele_width"),
            has_marker={"yes": True, "no": False}.get(marker or ""),
            rewarded_elsewhere=bool(self.rewarded_elsewhere.data),
        )

    def _facts(self, known: KnownCase | None) -> Facts:
        given: dict[str, Any] = (
            dict(vars(known.facts))
            if known
            else {
                "household_registration": self.household_registration.code,
                "waiver_class": WaiverClass(self.waiver_class.data),
                "died_on": self.died_on.data,
                "cremated_on": self.cremated_on.data,
            }
        )
        for flag in ("funeral_grant", "has_contract"):
            given[flag] = bool(self._answer(flag))
        given["pension_months"] = self._answer("pension_months")
        for place in ("parent_registration", "place_of_death", "cremated_in"):
            field = self._fields.get(place)
            given[place] = field.code if isinstance(field, CountyField) else None
        return Facts(**given)

    def _answer(self, name: str) -> Any:
        """None for a question that was not asked and that no record answers."""
        field = self._fields.get(name)
        return field.data if field else self.measured.get(name)

    def _operator(self, kept: BankAccount | None) -> BankAccount | None:
        typed = [self._answer(f"operator_{part}") or "" for part in ("name", "bank", "account")]
        if not any(typed[:1] + typed[2:]):
            return None
        return BankAccount(typed[0], typed[1], typed[2] or (kept.number if kept else ""))

    def _line(self, cost: Cost) -> Line | None:
        """A direct cost as it was charged; nothing where no sum was typed."""
        each_fen = self._answer(f"cost_{cost.code}")
        quantity = self._answer(f"count_{cost.code}") if cost.unit else 1
        if not each_fen or not quantity:
            return None
        unit = cost.unit or Unit.TIME
        return Line(
            item_code=cost.code,
            name=cost.name,
            unit=unit,
            quantity=Decimal(quantity),
            gross_fen=each_fen * quantity,
            unit_price_fen=each_fen,
            price_unit=unit,
        )


class NoteRewardEvidenceForm(Form):
    met = RadioField(
        _("怎样核对"),
        [InputRequired(_("请选择怎样核对。"))],
        choices=[SelectChoice(met.value, met.label) for met in EvidenceMet],
    )
    reference = StringField(_("编号或来源"), [Length(max=120)])


class ReturnRewardForm(Form):
    reason = StringField(_("退回的原因"), [Length(max=400)])


class RefuseRewardForm(Form):
    reason = StringField(_("不予奖补的原因"), [Length(max=800)])


def form_of(
    policy: RewardPolicy,
    burial: Burial,
    known: KnownCase | None,
    data: Mapping[str, Any] | None = None,
    rests: KnownBurial | None = None,
) -> RewardForm:
    """Without the questions the policy does not turn on, and with its direct costs.

    `rests`: where the ashes lie, if that is such a burial; what is measured there is not asked.
    """
    asked = questions_of(policy, burial)
    measured = (
        {name: each for name, each in rests.measured.items() if name in asked} if rests else {}
    )
    costs = tuple(costs_of(policy, burial))
    fields: dict[str, Any] = {"burial": burial, "costs": costs}
    fields |= {"rests": rests, "measured": measured}
    for cost in costs:
        fields[f"cost_{cost.code}"] = YuanField(cost.name)
        if cost.unit:
            fields[f"count_{cost.code}"] = WholeNumberField(cost.name)
    form = cast(RewardForm, type("AskedRewardForm", (RewardForm,), fields)(data=data))
    unasked = [name for name in OF_THE_POLICY if name not in asked or name in measured]
    for name in (*unasked, *(OF_THE_DECEASED if known else ())):
        del form[name]
    return form
