"""The facts of one case that a waiver or a reward turns on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from billing.classes import DateKey, HomeLevel, WaiverClass

DAYS = ("died_on", "cremated_on", "applied_on", "born_on")


@dataclass(frozen=True)
class Facts:
    """Regions are GB/T 2260 codes. In an estimate a planned day stands for one that has not come.

    `standard_prices`: fen published, on the day of service, for the items `Policy.standard_items`
    names; without them a dearer choice cannot be set against the standard one.
    """

    household_registration: str | None
    waiver_class: WaiverClass
    died_on: date | None
    cremated_on: date | None = None
    applied_on: date | None = None
    # 已领取一次性丧葬费
    funeral_grant: bool = False
    # 已在别处享受减免
    waived_elsewhere: bool = False
    standard_prices: Mapping[str, int] = field(default_factory=dict)
    # 父母一方的户籍地
    parent_registration: str | None = None
    place_of_death: str | None = None
    cremated_in: str | None = None
    cremated_at: HomeLevel | None = None
    # 异地火化的费用票据
    has_receipts: bool = False
    born_on: date | None = None
    # 劳动合同期内，已缴养老保险的月数
    has_contract: bool = False
    pension_months: int | None = None
    # 接运区域：城区、农村、跨区…，文件里的原词
    zone: str | None = None
    storeys: int | None = None

    def day(self, key: DateKey) -> date | None:
        days = {
            DateKey.DEATH: self.died_on,
            DateKey.CREMATION: self.cremated_on,
            DateKey.APPLICATION: self.applied_on,
        }
        return days[key]

    @property
    def age(self) -> int | None:
        """Full years lived; None while one of the two days is not known."""
        if self.born_on is None or self.died_on is None:
            return None
        birthday_to_come = (self.died_on.month, self.died_on.day) < (
            self.born_on.month,
            self.born_on.day,
        )
        return self.died_on.year - self.born_on.year - birthday_to_come

    def as_json(self) -> dict[str, Any]:
        written = dict(vars(self))
        for day in DAYS:
            written[day] = _written(written[day])
        written["waiver_class"] = self.waiver_class.value
        written["cremated_at"] = self.cremated_at.value if self.cremated_at else None
        written["standard_prices"] = dict(sorted(self.standard_prices.items()))
        return written

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What an earlier version did not store yet is as if nobody had recorded it."""
        read = dict(stored)
        for day in DAYS:
            read[day] = _read(read.get(day))
        read["waiver_class"] = WaiverClass(read["waiver_class"])
        level = read.get("cremated_at")
        read["cremated_at"] = HomeLevel(level) if level else None
        read["standard_prices"] = dict(read["standard_prices"])
        return cls(**read)


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
