"""What a county pays out for one burial: a pure function of policy, facts and lines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from billing.assessment import AssessedLine, assess_lines, leave_to_family
from billing.eligibility import Reasons, judge
from billing.funding import Funding, gathered
from billing.lines import Line
from billing.rewards import Conditions, Pay, Recipient, Reward, RewardFacts, RewardPolicy
from billing.sentences import N_, NOTHING, Sentence, amount, say
from billing.units import plain


@dataclass(frozen=True)
class RewardPayment:
    to: Recipient
    fen: int
    clause: Sentence
    funding: Funding

    def as_json(self) -> dict[str, Any]:
        return {
            "to": self.to.value,
            "fen": self.fen,
            "clause": self.clause.chinese,
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }


@dataclass(frozen=True)
class RewardAssessment:
    """`lines`: direct costs that were charged; `notes`: how far they are left off."""

    policy_code: str
    policy_version: int
    eligible: bool
    reasons: Reasons
    facts: RewardFacts
    charged: tuple[Line, ...]
    payments: tuple[RewardPayment, ...]
    lines: tuple[AssessedLine, ...]
    notes: tuple[Sentence, ...]

    @property
    def paid_fen(self) -> int:
        return sum(payment.fen for payment in self.payments)

    @property
    def costs_fen(self) -> int:
        """Direct costs the family is not charged, which whoever carried it out is owed."""
        return sum(line.waived_fen for line in self.lines)

    @property
    def pays_operator(self) -> bool:
        to_operator = any(payment.to is Recipient.OPERATOR for payment in self.payments)
        return to_operator or self.costs_fen > 0

    @property
    def funding(self) -> Funding:
        """Who bears the payments and the direct costs left off, together."""
        parts = [part for payment in self.payments for part in payment.funding]
        return gathered([*parts, *(part for line in self.lines for part in line.funding)])

    def as_json(self) -> dict[str, Any]:
        """Result and inputs together, in Chinese: enough for `replay_reward`."""
        return {
            "policy": {"code": self.policy_code, "version": self.policy_version},
            "eligible": self.eligible,
            "reasons": [reason.chinese for reason in self.reasons],
            "facts": self.facts.as_json(),
            "charged": [line.as_json() for line in self.charged],
            "payments": [payment.as_json() for payment in self.payments],
            "lines": [line.as_json() for line in self.lines],
            "notes": [note.chinese for note in self.notes],
            "paid_fen": self.paid_fen,
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }


def assess_reward(
    policy: RewardPolicy, facts: RewardFacts, lines: Iterable[Line] = ()
) -> RewardAssessment:
    """Raises what assess raises where charged direct costs do not fit."""
    charged = tuple(lines)
    eligible, reasons = judge(policy, facts.facts)
    reward = find_reward(policy, facts)
    against = tuple(_against(policy, reward, facts))
    if against:
        reasons = against if eligible else (*reasons, *against)
    given = reward if eligible and not against else None
    return RewardAssessment(
        policy_code=policy.code,
        policy_version=policy.version,
        eligible=given is not None,
        reasons=reasons,
        facts=facts,
        charged=charged,
        payments=_payments(policy, given, facts) if given else (),
        lines=_lines(policy, given, facts, charged),
        notes=tuple(_notes(given)) if given else (),
    )


def replay_reward(policy: RewardPolicy, stored: Mapping[str, Any]) -> RewardAssessment:
    """The same assessment again from what `as_json` stored, under the same policy version."""
    if stored["policy"] != {"code": policy.code, "version": policy.version}:
        raise ValueError("An assessment is replayed under the policy version it was made with.")
    lines = [Line.from_json(line) for line in stored["charged"]]
    return assess_reward(policy, RewardFacts.from_json(stored["facts"]), lines)


def find_reward(policy: RewardPolicy, facts: RewardFacts) -> Reward | None:
    """The first that fits the burial and its site."""
    fitting = (
        reward
        for reward in policy.rewards
        if facts.burial in reward.burials and reward.site in {None, facts.site}
    )
    return next(fitting, None)


def _against(policy: RewardPolicy, reward: Reward | None, facts: RewardFacts) -> Iterator[Sentence]:
    if facts.rewarded_elsewhere:
        yield say(N_("已在别处领取奖补，按规定不能重复领取。"))
    if reward is None:
        yield from _not_rewarded(policy, facts)
    else:
        yield from _unmet(reward.conditions, facts)


def _not_rewarded(policy: RewardPolicy, facts: RewardFacts) -> Iterator[Sentence]:
    burial = facts.burial.chinese
    sites = [r.site for r in policy.rewards if facts.burial in r.burials and r.site]
    if sites:
        where = "、".join(dict.fromkeys(site.chinese for site in sites))
        yield say(N_("%(burial)s要在%(where)s才有奖补。"), burial=burial, where=where)
    else:
        yield say(N_("文件没有写%(burial)s的奖补。"), burial=burial)


def _unmet(conditions: Conditions, facts: RewardFacts) -> Iterator[Sentence]:
    yield from _too_large(AREA, conditions.grave_at_most, facts.grave_area)
    yield from _too_large(HEIGHT, conditions.stele_height_at_most, facts.stele_height)
    yield from _too_large(WIDTH, conditions.stele_width_at_most, facts.stele_width)
    if conditions.no_marker and facts.has_marker is None:
        yield say(N_("还没有登记是否立碑或留有标志。"))
    elif conditions.no_marker and facts.has_marker:
        yield say(N_("立了碑或留有标志，不符合奖补条件。"))
    if conditions.cremated_from is not None:
        yield from _cremated_too_early(conditions.cremated_from, facts)


AREA = (N_("还没有登记墓穴面积。"), N_("墓穴面积%(found)s平方米，超过%(limit)s平方米。"))
HEIGHT = (N_("还没有登记墓碑高度。"), N_("墓碑高%(found)s厘米，超过%(limit)s厘米。"))
WIDTH = (N_("还没有登记墓碑宽度。"), N_("墓碑宽%(found)s厘米，超过%(limit)s厘米。"))


def _too_large(
    said: tuple[str, str], limit: Decimal | None, found: Decimal | None
) -> Iterator[Sentence]:
    unknown, beyond = said
    if limit is None:
        return
    if found is None:
        yield say(unknown)
    elif found > limit:
        yield say(beyond, found=plain(found), limit=plain(limit))


def _cremated_too_early(since: object, facts: RewardFacts) -> Iterator[Sentence]:
    day = facts.facts.cremated_on
    if day is None:
        yield say(N_("还没有登记火化日期。"))
    elif str(day) < str(since):
        yield say(N_("火化日期早于%(day)s。"), day=str(since))


def _payments(
    policy: RewardPolicy, reward: Reward, facts: RewardFacts
) -> tuple[RewardPayment, ...]:
    plan = policy.funding.plan(facts.facts.cremated_at)
    split = plan.split([pay.fen for pay in reward.pays])
    return tuple(
        RewardPayment(pay.to, pay.fen, _clause(policy, reward, facts, pay), funding)
        for pay, funding in zip(reward.pays, split, strict=True)
    )


def _clause(policy: RewardPolicy, reward: Reward, facts: RewardFacts, pay: Pay) -> Sentence:
    clause = say(
        N_("%(burial)s奖补，发给%(to)s%(sum)s元。"),
        burial=facts.burial.chinese,
        to=pay.to.chinese,
        sum=amount(pay.fen),
    )
    if pay.purpose:
        clause += say(N_("用于%(purpose)s。"), purpose=pay.purpose)
    for code in reward.settings:
        clause += say(
            N_("文件没有写明的地方按本地设定：%(reading)s。"), reading=policy.setting(code).reading
        )
    return clause


def _lines(
    policy: RewardPolicy, reward: Reward | None, facts: RewardFacts, charged: tuple[Line, ...]
) -> tuple[AssessedLine, ...]:
    if reward is None:
        return leave_to_family(charged)
    return assess_lines(policy.waiver_of(reward), facts.facts, charged)


def _notes(reward: Reward) -> Iterator[Sentence]:
    for item in reward.items:
        name = say(N_("%(name)s："), name=item.name) if item.name else NOTHING
        yield name + item.limit.sentence()
