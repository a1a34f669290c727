"""A waiver policy of one county in one version, as its file says it (docs/waiver-policy.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from billing.classes import DateKey, Payer, WaiverClass
from billing.errors import PoliciesOverlap
from billing.limits import Limit, Upgrade
from kernel.regions import full_name


class Registration(StrEnum):
    """户籍: whether the household registration must lie in the policy's region."""

    WITHIN = "within"
    ANY = "any"


class Exclusion(StrEnum):
    FUNERAL_GRANT = "funeral_grant"
    WAIVED_ELSEWHERE = "waived_elsewhere"


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
class Way:
    """One way to be eligible: these classes (None = every class) with this registration."""

    who: str
    classes: frozenset[WaiverClass] | None
    registration: Registration
    evidence: tuple[str, ...]
    settings: tuple[str, ...]


@dataclass(frozen=True)
class PolicyItem:
    code: str
    limit: Limit
    settings: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Items stand in the order of the file, which is the order a total cap is used up in."""

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
    items: tuple[PolicyItem, ...]
    total_cap_fen: int | None
    payer: Payer
    settings: tuple[Setting, ...]

    def find_item(self, code: str) -> PolicyItem | None:
        return next((item for item in self.items if item.code == code), None)

    def setting(self, code: str) -> Setting:
        return next(setting for setting in self.settings if setting.code == code)

    @property
    def standard_items(self) -> tuple[str, ...]:
        """Items whose published price `Facts.standard_prices` must give."""
        standards = (i.limit.standard for i in self.items if isinstance(i.limit, Upgrade))
        return tuple(dict.fromkeys(standards))

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def find_policy(policies: Iterable[Policy], region: str, day: date) -> Policy | None:
    """The county's policy of that day; `refuse_overlaps` made sure there is at most one."""
    here = (policy for policy in policies if policy.region == region and policy.covers(day))
    return next(here, None)


def refuse_overlaps(policies: Iterable[Policy]) -> None:
    """Two policies of one region never hold on the same day. Raises PoliciesOverlap."""
    latest: dict[str, Policy] = {}
    for policy in sorted(policies, key=lambda policy: (policy.region, policy.valid_from)):
        before = latest.get(policy.region)
        if before is not None and before.covers(policy.valid_from):
            raise PoliciesOverlap(
                one=before.title, other=policy.title, region=full_name(policy.region)
            )
        latest[policy.region] = policy
