"""A policy as an officer reads it: whom it helps, with what, how far, who pays, on which basis."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from billing.classes import PaymentForm
from billing.eligibility import ELSEWHERE
from billing.policy import (
    BeyondCap,
    CountyPolicy,
    Exclusion,
    LegalBasis,
    Policy,
    PolicyItem,
    Registration,
    Setting,
    Way,
)
from billing.rewards import Reward, RewardPolicy
from billing.sentences import N_
from kernel.i18n import _
from kernel.money import yuan
from kernel.regions import full_name

REGISTRATIONS: dict[Registration, str] = {
    Registration.WITHIN: _("户籍在本地"),
    Registration.ANY: _("不限户籍"),
    Registration.PARENT: _("父母一方的户籍在本地"),
}
EXCLUSIONS: dict[Exclusion, str] = {
    Exclusion.FUNERAL_GRANT: _("已领取一次性丧葬费的"),
    Exclusion.WAIVED_ELSEWHERE: _("已在别处享受减免的"),
}
EVERYBODY = N_("不分类别")


@dataclass(frozen=True)
class Whom:
    who: str
    classes: str
    registration: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class ReadItem:
    """`rule`: the sentence that stands on a bill; `readings`: where it rests on a setting."""

    code: str
    name: str
    rule: str
    readings: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """Everything a policy says, in the reader's language; no amount is left out."""

    policy: CountyPolicy
    place: str
    counted_by: str
    whom: tuple[Whom, ...]
    excluded: tuple[str, ...]
    items: tuple[ReadItem, ...]
    cap_fen: int | None
    paid_by: str
    further: tuple[str, ...]
    settings: tuple[Setting, ...]
    legal_basis: tuple[LegalBasis, ...]


def read_aloud(policy: CountyPolicy, names: Mapping[str, str]) -> Reading:
    """`names`: item code → name on the list; a code nobody has published stands for itself."""
    return Reading(
        policy=policy,
        place=full_name(policy.region),
        counted_by=policy.date_key.label,
        whom=tuple(_whom(way) for way in policy.ways),
        excluded=tuple(EXCLUSIONS.get(each, each.value) for each in policy.exclusions),
        items=tuple(_read_items(policy, names)),
        cap_fen=policy.total_cap_fen if isinstance(policy, Policy) else None,
        paid_by=str(policy.funding.sentence()),
        further=tuple(say_further(policy, names)),
        settings=policy.settings,
        legal_basis=policy.legal_basis,
    )


def say_further(policy: CountyPolicy, names: Mapping[str, str]) -> Iterator[str]:
    """What else a policy says: caps of a class, one of several, cremation elsewhere, notes."""
    if isinstance(policy, Policy):
        for waiver_class, cap_fen in policy.class_caps:
            facts = {"name": waiver_class.label, "cap": yuan(cap_fen)}
            yield str(_("%(name)s每案减免总额以%(cap)s为限。")) % facts
        if policy.beyond_cap is BeyondCap.INSTITUTION:
            yield str(_("超出总额的部分由殡仪馆承担。"))
        for group in policy.alternatives:
            items = "、".join(_name_of(policy, code, names) for code in group)
            yield str(_("%(items)s只减免其中较多的一项。")) % {"items": items}
        if policy.elsewhere:
            yield str(_(ELSEWHERE[policy.elsewhere.rule]))
    if policy.payment is not PaymentForm.COUNTER:
        yield str(_("%(form)s。")) % {"form": policy.payment.label}
    yield from policy.notes


def _whom(way: Way) -> Whom:
    classes = "、".join(each.label for each in sorted(way.classes)) if way.classes else _(EVERYBODY)
    registration = REGISTRATIONS.get(way.registration, way.registration.value)
    return Whom(way.who, classes, registration, tuple(str(paper) for paper in way.evidence))


def _read_items(policy: CountyPolicy, names: Mapping[str, str]) -> Iterator[ReadItem]:
    if isinstance(policy, Policy):
        for item in policy.items:
            yield _item(policy, item, _name_of(policy, item.code, names))
    if isinstance(policy, RewardPolicy):
        for reward in policy.rewards:
            yield _reward(policy, reward)


def _name_of(policy: Policy, code: str, names: Mapping[str, str]) -> str:
    """As the document calls it, else as the list does."""
    item = policy.find_item(code)
    return (item.name if item else None) or names.get(code, code)


def _item(policy: CountyPolicy, item: PolicyItem, name: str) -> ReadItem:
    rule = str(item.limit.sentence())
    return ReadItem(item.code, name, rule, _readings(policy, item.settings))


def _reward(policy: CountyPolicy, reward: Reward) -> ReadItem:
    """What is paid to whom, and which direct costs are left off."""
    paid = [f"{pay.to.label} {yuan(pay.fen)}" for pay in reward.pays]
    left_off = [str(item.limit.sentence()) for item in reward.items]
    return ReadItem(
        code=reward.site.value if reward.site else "",
        name="、".join(str(burial.label) for burial in reward.burials),
        rule="；".join([*paid, *left_off]),
        readings=_readings(policy, reward.settings),
    )


def _readings(policy: CountyPolicy, settings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(policy.setting(code).reading for code in settings)
