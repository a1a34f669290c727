"""Applications for the reward of a demo county, one in each state."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from billing.classes import WaiverClass
from billing.facts import Facts
from billing.operations import (
    apply_for_reward,
    approve_reward,
    freeze_payout_list,
    note_reward_evidence,
    record_payout_paid,
    refuse_reward,
    return_reward,
)
from billing.queries.rewards import list_asked
from billing.rewards import Burial as Kind
from billing.rewards import RewardFacts
from billing.rewards.kinds import EvidenceMet
from billing.rewards.requests import BankAccount, RewardRequest
from demo.burials import GRAVE, LAWN, SHELF, TREE, Burial
from demo.keepers import Keepers
from demo.names import invented_person
from kernel import clock
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind

if TYPE_CHECKING:
    from billing.models import RewardApplication

KINDS = {TREE: Kind.TREE, SHELF: Kind.NICHE, LAWN: Kind.LAWN}
ELSEWHERE = "420106"  # 武昌区
ACCOUNT = BankAccount("演示家属", "演示银行嘉鱼支行", "6222000000000000")  # nobody's


@dataclass(frozen=True)
class Told:
    """What a family tells at the window; with no case where the ashes were cremated elsewhere."""

    name: str
    identity_number: str | None
    kind: Kind
    burial: Burial | None = None
    registered: str = ""


def apply_for_rewards(keepers: Keepers, burials: list[Burial]) -> None:
    """Paid, approved, waiting with papers missing; one sent back, one refused."""
    by_zone = {burial.zone: burial for burial in burials if burial.zone != GRAVE}
    if TREE in by_zone:
        _approve(keepers, _apply(keepers, _of(by_zone[TREE])))
        payout = freeze_payout_list(by=keepers.officer)
        record_payout_paid(
            number=payout.number,
            paid_on=clock.today(),
            reference="演示回单0001",
            by=keepers.officer,
        )
    if SHELF in by_zone:
        _approve(keepers, _apply(keepers, _of(by_zone[SHELF])))
    if LAWN in by_zone:
        _prove(keepers, _apply(keepers, _of(by_zone[LAWN])), most=2)
    unclear, elsewhere = (_stranger(keepers, serial) for serial in (0, 1))
    return_reward(
        number=_apply(keepers, unclear).number,
        reason="安葬证明没有写明位置，请补正（演示）",
        by=keepers.officer,
    )
    refuse_reward(
        number=_apply(keepers, elsewhere).number,
        reason="逝者不是本县户籍，不在奖补范围（演示）",
        by=keepers.officer,
    )


def _apply(keepers: Keepers, told: Told) -> "RewardApplication":
    case, today = told.burial.case if told.burial else None, clock.today()
    facts = Facts(
        household_registration=told.registered or keepers.home.region_code,
        waiver_class=WaiverClass.RESIDENT,
        died_on=case.deceased.died_on if case else today,
        cremated_on=today,
    )
    request = RewardRequest(
        deceased_name=told.name,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=told.identity_number,
        facts=RewardFacts(facts=facts, burial=told.kind),
        lines=(),
        applicant_name=case.claimant.name if case else "演示家属",
        relation=Relation.CHILD,
        phone=case.claimant.phone if case else "19900009998",
        family=ACCOUNT,
    )
    return apply_for_reward(
        institution_id=keepers.home.id,
        request=request,
        case_id=case.id if case else None,
        case_number=case.number if case else None,
        by=keepers.clerk,
    )


def _approve(keepers: Keepers, application: "RewardApplication") -> None:
    _prove(keepers, application)
    approve_reward(number=application.number, by=keepers.officer)


def _prove(keepers: Keepers, application: "RewardApplication", most: int | None = None) -> None:
    """The papers the policy asks for were seen: all, or the first of them."""
    for asked in list_asked(application)[:most]:
        note_reward_evidence(
            number=application.number,
            asked=asked.evidence.paper,
            met=EvidenceMet.PAPER,
            reference="演示材料",
            by=keepers.clerk,
        )


def _of(burial: Burial) -> Told:
    deceased = burial.case.deceased
    return Told(deceased.name, deceased.identity_number, KINDS[burial.zone], burial)


def _stranger(keepers: Keepers, serial: int) -> Told:
    """Cremated in another county; the second was registered there, too."""
    person = invented_person(serial, keepers.home.region_code)
    return Told(
        person.name,
        person.identity_number,
        Kind.TREE,
        registered=ELSEWHERE if serial else "",
    )
