"""What a county's policy asks about one kind of burial: questions at the window, and papers."""

from collections.abc import Iterator
from dataclasses import dataclass

from billing.eligibility import find_way
from billing.limits.quantities import FreeQuantity
from billing.policy import Evidence, Exclusion, Place, PolicyItem, Registration
from billing.rewards import Burial, Conditions, Recipient, Reward, RewardFacts, RewardPolicy
from billing.rewards.assessment import find_reward
from billing.sentences import N_, Sentence, say
from billing.units import Unit, plain


@dataclass(frozen=True)
class Cost:
    """A direct cost the family is not charged; `unit` where only so many of them are free."""

    code: str
    name: str
    unit: Unit | None


def rewards_of(policy: RewardPolicy, burial: Burial) -> list[Reward]:
    return [reward for reward in policy.rewards if burial in reward.burials]


def most_fen(policy: RewardPolicy, burial: Burial) -> int:
    """The most a family gets for this burial, wherever it was; 0 where the text is silent."""
    sums = [
        sum(pay.fen for pay in reward.pays if pay.to is Recipient.FAMILY)
        for reward in rewards_of(policy, burial)
    ]
    return max(sums, default=0)


def questions_of(policy: RewardPolicy, burial: Burial) -> set[str]:
    """Names of the fields whose answers the policy turns on."""
    return {*_of_the_burial(rewards_of(policy, burial)), *_of_the_person(policy)}


def costs_of(policy: RewardPolicy, burial: Burial) -> list[Cost]:
    items = {item.code: item for each in rewards_of(policy, burial) for item in each.items}
    return [_cost(item) for item in items.values()]


def evidence_of(policy: RewardPolicy, facts: RewardFacts) -> list[Evidence]:
    """What is to be shown, by the person's way in and by the burial; each thing once."""
    way, reward = find_way(policy, facts.facts), find_reward(policy, facts)
    asked = [*(way.evidence if way else ()), *(reward.evidence if reward else ())]
    matched = {each.paper for each in asked if each.data_match}
    return [Evidence(paper, paper in matched) for paper in dict.fromkeys(map(str, asked))]


def say_conditions(wanted: Conditions) -> list[Sentence]:
    """What the burial must keep to, for families; empty where the text is silent."""
    said = []
    for template, limit in (
        (N_("墓穴面积不超过%(limit)s平方米。"), wanted.grave_at_most),
        (N_("墓碑高不超过%(limit)s厘米。"), wanted.stele_height_at_most),
        (N_("墓碑宽不超过%(limit)s厘米。"), wanted.stele_width_at_most),
    ):
        if limit is not None:
            said.append(say(template, limit=plain(limit)))
    if wanted.no_marker:
        said.append(say(N_("不立碑，不留标志。")))
    if wanted.cremated_from is not None:
        said.append(say(N_("%(day)s以后火化。"), day=wanted.cremated_from.isoformat()))
    return said


def _of_the_burial(rewards: list[Reward]) -> Iterator[str]:
    for reward in rewards:
        wanted = reward.conditions
        yield from ["site"] if reward.site else []
        yield from ["grave_area"] if wanted.grave_at_most is not None else []
        yield from ["stele_height"] if wanted.stele_height_at_most is not None else []
        yield from ["stele_width"] if wanted.stele_width_at_most is not None else []
        yield from ["has_marker"] if wanted.no_marker else []
        if reward.items or any(pay.to is Recipient.OPERATOR for pay in reward.pays):
            yield from ("operator_name", "operator_bank", "operator_account")


def _of_the_person(policy: RewardPolicy) -> Iterator[str]:
    if Exclusion.FUNERAL_GRANT in policy.exclusions:
        yield "funeral_grant"
    for way in policy.ways:
        yield from ["has_contract"] if way.needs_contract else []
        yield from ["pension_months"] if way.pension_months else []
        yield from ["parent_registration"] if way.registration is Registration.PARENT else []
        yield from ["place_of_death"] if way.place_of_death is not Place.ANY else []
        yield from ["cremated_in"] if way.place_of_cremation is not Place.ANY else []


def _cost(item: PolicyItem) -> Cost:
    unit = item.limit.unit if isinstance(item.limit, FreeQuantity) else None
    return Cost(item.code, item.name or item.code, unit)
