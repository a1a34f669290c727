"""节地生态安葬奖补: what a county pays out to who buries without taking land."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from billing.classes import PolicyKind
from billing.facts import Facts
from billing.policy import CountyPolicy, Evidence, Policy, PolicyItem
from billing.sentences import N_
from kernel.i18n import _


class Burial(StrEnum):
    """How the ashes were laid to rest."""

    SEA = "sea"
    RIVER = "river"
    TREE = "tree"
    FLOWER = "flower"
    LAWN = "lawn"
    NICHE = "niche"
    WALL = "wall"
    TOWER = "tower"
    DEEP = "deep"
    # 自愿火化补助: some counties pay for the cremation itself.
    CREMATION = "cremation"

    @property
    def label(self) -> str:
        return _(BURIAL_LABELS[self])

    @property
    def chinese(self) -> str:
        return BURIAL_LABELS[self]


BURIAL_LABELS = {
    Burial.SEA: N_("海葬"),
    Burial.RIVER: N_("江河撒散"),
    Burial.TREE: N_("树葬"),
    Burial.FLOWER: N_("花葬"),
    Burial.LAWN: N_("草坪葬"),
    Burial.NICHE: N_("格位存放"),
    Burial.WALL: N_("壁葬"),
    Burial.TOWER: N_("塔葬"),
    Burial.DEEP: N_("深埋不留坟头"),
    Burial.CREMATION: N_("自愿火化"),
}


class Site(StrEnum):
    """Where: the cemetery or hall the document names, or a village's own for the common good."""

    DESIGNATED = "designated"
    VILLAGE = "village"

    @property
    def label(self) -> str:
        return _(SITE_LABELS[self])

    @property
    def chinese(self) -> str:
        return SITE_LABELS[self]


SITE_LABELS = {
    Site.DESIGNATED: N_("指定的公墓或骨灰堂"),
    Site.VILLAGE: N_("乡村公益性公墓或骨灰堂"),
}


class Recipient(StrEnum):
    FAMILY = "family"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return _(RECIPIENT_LABELS[self])

    @property
    def chinese(self) -> str:
        return RECIPIENT_LABELS[self]


RECIPIENT_LABELS = {Recipient.FAMILY: N_("家属"), Recipient.OPERATOR: N_("承办单位")}


@dataclass(frozen=True)
class Pay:
    to: Recipient
    fen: int
    purpose: str


@dataclass(frozen=True)
class Conditions:
    """What the burial must keep to: areas in ㎡, lengths in cm; None = the text is silent."""

    grave_at_most: Decimal | None = None
    stele_height_at_most: Decimal | None = None
    stele_width_at_most: Decimal | None = None
    no_marker: bool = False
    cremated_from: date | None = None


@dataclass(frozen=True)
class Reward:
    """For these burials at this site (None = anywhere): sums paid, and direct costs left off."""

    burials: tuple[Burial, ...]
    site: Site | None
    pays: tuple[Pay, ...]
    items: tuple[PolicyItem, ...]
    conditions: Conditions
    evidence: tuple[Evidence, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RewardPolicy(CountyPolicy):
    """The first reward that fits the burial and its site is the one that is paid."""

    rewards: tuple[Reward, ...]

    @property
    def kind(self) -> PolicyKind:
        return PolicyKind.REWARD

    def waiver_of(self, reward: Reward) -> Policy:
        """The direct costs it leaves off, as a waiver of its own."""
        common = {each.name: getattr(self, each.name) for each in fields(CountyPolicy)}
        return Policy(**common, items=reward.items, total_cap_fen=None)


@dataclass(frozen=True)
class RewardFacts:
    """One burial: the facts of the case, and how and where the ashes were laid to rest."""

    facts: Facts
    burial: Burial
    site: Site | None = None
    grave_area: Decimal | None = None
    stele_height: Decimal | None = None
    stele_width: Decimal | None = None
    has_marker: bool | None = None
    # A reward for this burial was already paid in another county.
    rewarded_elsewhere: bool = field(default=False)

    def as_json(self) -> dict[str, Any]:
        return {
            "facts": self.facts.as_json(),
            "burial": self.burial.value,
            "site": self.site.value if self.site else None,
            "grave_area": _written(self.grave_area),
            "stele_height": _written(self.stele_height),
            "stele_width": _written(self.stele_width),
            "has_marker": self.has_marker,
            "rewarded_elsewhere": self.rewarded_elsewhere,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            facts=Facts.from_json(stored["facts"]),
            burial=Burial(stored["burial"]),
            site=Site(stored["site"]) if stored["site"] else None,
            grave_area=_read(stored["grave_area"]),
            stele_height=_read(stored["stele_height"]),
            stele_width=_read(stored["stele_width"]),
            has_marker=stored["has_marker"],
            rewarded_elsewhere=stored["rewarded_elsewhere"],
        )


def _written(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _read(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)
