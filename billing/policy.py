"""A policy of one county in one version, as its file says it (docs/waiver-policy.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from billing.classes import DateKey, PaymentForm, PolicyKind, WaiverClass
from billing.errors import PoliciesOverlap
from billing.facts import Facts
from billing.funding import Plans
from billing.limits import Difference, Limit, Nothing, Upgrade
from billing.sentences import N_, Sentence, say
from kernel.regions import full_name, is_within


class Registration(StrEnum):
    """户籍: whose household registration must lie in the policy's region."""

    WITHIN = "within"
    ANY = "any"
    PARENT = "parent"


class Place(StrEnum):
    """Where the death or the cremation must have been, seen from the policy's region."""

    ANY = "any"
    WITHIN = "within"
    SAME_CITY = "same_city"
    SAME_PROVINCE = "same_province"
    # 市内异地: in the region, but not in the county of the household registration.
    OTHER_COUNTY = "other_county"


class Exclusion(StrEnum):
    """`waived_elsewhere` holds for every policy, listed or not: one deceased, one waiver."""

    FUNERAL_GRANT = "funeral_grant"
    WAIVED_ELSEWHERE = "waived_elsewhere"


class Elsewhere(StrEnum):
    """异地火化: what a cremation outside the region does to the waiver."""

    HOME_STANDARD = "home_standard_with_receipts"
    CREMATION_PLACE = "cremation_place_standard"
    NOT_COVERED = "not_covered"


class BeyondCap(StrEnum):
    """Who bears what is over the cap on the whole case."""

    FAMILY = "family"
    INSTITUTION = "institution"


@dataclass(frozen=True)
class LegalBasis:
    document: str
    issuer: str
    issued_on: date
    source: str


@dataclass(frozen=True)
class Setting:
    """A point the document leaves open, and the reading this county chose."""

    code: str
    question: str
    value: str
    reading: str
    note: str


@dataclass(frozen=True)
class Evidence:
    """A paper to bring; with `data_match` the office may look it up instead (零次跑)."""

    paper: str
    data_match: bool = False

    def __str__(self) -> str:
        return self.paper


@dataclass(frozen=True)
class Way:
    """One way to be eligible: these classes (None = every class) with this registration.

    `regions`: where the registration may lie, if not in the whole region of the policy.
    """

    who: str
    classes: frozenset[WaiverClass] | None
    registration: Registration
    evidence: tuple[Evidence, ...]
    settings: tuple[str, ...]
    regions: tuple[str, ...] = ()
    place_of_death: Place = Place.ANY
    place_of_cremation: Place = Place.ANY
    needs_contract: bool = False
    pension_months: int = 0


@dataclass(frozen=True)
class PolicyItem:
    """`classes`: a class extra, for them alone and beside the cap unless `within_cap`.

    `plans`: who pays for this item, if not who pays for the whole.
    """

    code: str
    limit: Limit
    settings: tuple[str, ...] = ()
    name: str | None = None
    classes: tuple[WaiverClass, ...] = ()
    within_cap: bool = True
    plans: Plans | None = None

    def settle(self, facts: Facts) -> Limit:
        """The limit as it is in one case; nothing for who is not in its classes."""
        if self.classes and facts.waiver_class not in self.classes:
            whom = "、".join(each.chinese for each in self.classes)
            return Nothing(say(N_("本项只减免%(whom)s，自付。"), whom=whom))
        return self.limit.settle(facts)

    def clause(self, facts: Facts) -> Sentence:
        """The rule as it applies in one case."""
        if self.classes and facts.waiver_class not in self.classes:
            return self.settle(facts).sentence()
        return self.limit.clause(facts)


@dataclass(frozen=True)
class CremationElsewhere:
    """`within`: how far away it is still helped; `plans`: who pays then, if somebody else."""

    rule: Elsewhere
    within: str | None = None
    plans: Plans | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountyPolicy:
    """What waivers and rewards have in common."""

    code: str
    version: int
    title: str
    region: str
    legal_basis: tuple[LegalBasis, ...]
    valid_from: date
    valid_to: date | None
    date_key: DateKey
    ways: tuple[Way, ...]
    exclusions: tuple[Exclusion, ...]
    funding: Plans
    settings: tuple[Setting, ...]
    excluded_classes: frozenset[WaiverClass] = frozenset()
    payment: PaymentForm = PaymentForm.COUNTER
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> PolicyKind:
        raise NotImplementedError

    def setting(self, code: str) -> Setting:
        return next(setting for setting in self.settings if setting.code == code)

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Policy(CountyPolicy):
    """A waiver. Items stand in the file's order, in which a cap and fixed sums are used up."""

    items: tuple[PolicyItem, ...]
    total_cap_fen: int | None
    class_caps: tuple[tuple[WaiverClass, int], ...] = ()
    beyond_cap: BeyondCap = BeyondCap.FAMILY
    # Of each group only the item that gives most is waived.
    alternatives: tuple[tuple[str, ...], ...] = ()
    elsewhere: CremationElsewhere | None = None

    @property
    def kind(self) -> PolicyKind:
        return PolicyKind.WAIVER

    @cached_property
    def items_by_code(self) -> dict[str, PolicyItem]:
        return {item.code: item for item in self.items}

    @cached_property
    def alternative_groups(self) -> tuple[tuple[str, ...], ...]:
        """The file's, and each standard item with what gets a fixed sum in its place."""
        instead: dict[str, list[str]] = {}
        for item in self.items:
            if isinstance(item.limit, Upgrade) and item.limit.difference is Difference.CREDIT:
                instead.setdefault(item.limit.standard, []).append(item.code)
        pairs = ((standard, *others) for standard, others in instead.items())
        return (*self.alternatives, *pairs)

    def find_item(self, code: str) -> PolicyItem | None:
        return self.items_by_code.get(code)

    def cap_fen(self, facts: Facts) -> int | None:
        """The most that is waived in this case; None where nothing caps it."""
        return dict(self.class_caps).get(facts.waiver_class, self.total_cap_fen)

    def plans(self, facts: Facts) -> Plans:
        """Who pays in this case, where an item does not say otherwise."""
        if self.elsewhere and self.elsewhere.plans and self.is_elsewhere(facts):
            return self.elsewhere.plans
        return self.funding

    def is_elsewhere(self, facts: Facts) -> bool:
        """A cremation whose place nobody recorded is taken as one at home."""
        return facts.cremated_in is not None and not is_within(facts.cremated_in, self.region)

    @property
    def standard_items(self) -> tuple[str, ...]:
        """Items whose published price `Facts.standard_prices` must give."""
        standards = (
            item.limit.standard
            for item in self.items
            if isinstance(item.limit, Upgrade) and item.limit.difference is Difference.PAY
        )
        return tuple(dict.fromkeys(standards))


def find_policy(policies: Iterable[Policy], region: str, day: date) -> Policy | None:
    """The waiver of that day: the county's own, else its city's or province's."""
    here = [p for p in policies if is_within(region, p.region) and p.covers(day)]
    return max(here, key=lambda policy: len(policy.region), default=None)


def refuse_overlaps(policies: Iterable[CountyPolicy]) -> None:
    """Two policies of one region and kind never hold on the same day. Raises PoliciesOverlap."""
    latest: dict[tuple[str, PolicyKind], CountyPolicy] = {}
    for policy in sorted(policies, key=lambda policy: (policy.region, policy.valid_from)):
        before = latest.get((policy.region, policy.kind))
        if before is not None and before.covers(policy.valid_from):
            raise PoliciesOverlap(
                one=before.title, other=policy.title, region=full_name(policy.region)
            )
        if before is None or _ends_later(policy, before):
            latest[policy.region, policy.kind] = policy


def _ends_later(policy: CountyPolicy, before: CountyPolicy) -> bool:
    return policy.valid_to is None or before.valid_to is None or policy.valid_to > before.valid_to
