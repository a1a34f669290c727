"""Counties that reward a burial without land: a home, its office, families that apply."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from billing.classes import WaiverClass
from billing.facts import Facts
from billing.lines import Line
from billing.models import PayoutList, RewardApplication
from billing.operations import (
    apply_for_reward,
    approve_reward,
    note_reward_evidence,
    publish_policy,
)
from billing.queries.rewards import list_asked
from billing.rewards import Burial, RewardFacts, Site
from billing.rewards.kinds import EvidenceMet
from billing.rewards.requests import BankAccount, RewardRequest
from billing.units import Unit
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.places import InstitutionKind, add_institution
from tests import world

ACCOUNT = "6222020200112233445"
OPERATOR = BankAccount("海葬服务中心", "农业银行东阳支行", "1910 0001 0400 12345")
REGIONS = {
    "huangyan-2016": "331003",
    "dongyang-2016": "330783",
    "jingzhou-2016": "421002",
    "jinan-2018": "370102",
}


@dataclass(frozen=True)
class County:
    """A home with its desk, and two officers of the county's office."""

    home: world.Home
    officer: Actor
    second: Actor
    region: str

    @property
    def clerk(self) -> Actor:
        return self.home.clerk


def make_county(policy: str = "dongyang-2016", code: str = "DY", **changed: str) -> County:
    """`changed`: pieces of the policy's text put in place of others."""
    region = REGIONS[policy]
    home = world.make_home(code, region)
    source = (world.POLICIES / f"{policy}.yaml").read_text(encoding="utf-8")
    for old, new in changed.items():
        assert old in source
        source = source.replace(old, new)
    publish_policy(source=source, by=SETUP)
    office = add_institution(
        code=f"M{code}",
        kind=InstitutionKind.CIVIL_AFFAIRS,
        name=f"{code}民政局",
        region_code=region,
        by=SETUP,
    )
    officers = [
        world.make_staff(f"{code}-{name}", Role.OFFICER, office.id).actor()
        for name in ("officer", "second-officer")
    ]
    return County(home, officers[0], officers[1], region)


def told(region: str, **changed: Any) -> RewardRequest:
    """A family's words; the names of facts and of the burial are taken as well."""
    facts = Facts(
        household_registration=region,
        waiver_class=WaiverClass.RESIDENT,
        died_on=date(2026, 3, 1),
        cremated_on=date(2026, 3, 4),
    )
    burial = RewardFacts(facts=facts, burial=Burial.SEA)
    given = {name: changed.pop(name) for name in set(changed) & set(vars(facts))}
    of_burial = {name: changed.pop(name) for name in set(changed) & (set(vars(burial)) - {"facts"})}
    request = RewardRequest(
        deceased_name="张三",
        identity_kind=IdentityKind.ID_CARD,
        identity_number=world.identity_number(),
        facts=replace(burial, facts=replace(facts, **given), **of_burial),
        lines=(),
        applicant_name="张小三",
        relation=Relation.CHILD,
        phone="138 0013 8000",
        family=BankAccount("张小三", "农业银行吴宁支行", ACCOUNT),
        operator=OPERATOR,
    )
    return replace(request, **changed)


def charged(code: str, fen: int, quantity: int = 1, unit: Unit = Unit.TIME) -> Line:
    return Line(
        item_code=code,
        name=code,
        unit=unit,
        quantity=Decimal(quantity),
        gross_fen=fen * quantity,
        unit_price_fen=fen,
        price_unit=unit,
    )


def apply(county: County, by: Actor | None = None, **changed: Any) -> RewardApplication:
    return apply_for_reward(
        institution_id=county.home.id,
        request=told(county.region, **changed),
        by=by or county.clerk,
    )


def prove(county: County, application: RewardApplication) -> None:
    """Every paper the policy asks for was seen."""
    for asked in list_asked(application):
        note_reward_evidence(
            number=application.number,
            asked=asked.evidence.paper,
            met=EvidenceMet.PAPER,
            reference="2026-1",
            by=county.clerk,
        )


def approved(county: County, **changed: Any) -> RewardApplication:
    application = apply(county, **changed)
    prove(county, application)
    return approve_reward(number=application.number, by=county.officer)


def sums(payout_list: PayoutList) -> list[tuple[str, int, int]]:
    return [(entry.recipient, entry.fen, entry.costs_fen) for entry in payout_list.entries]


DESIGNATED = Site.DESIGNATED
