"""What is done to units, and the range it is done to."""

from dataclasses import dataclass
from enum import StrEnum

from cemetery.models import SiteKind, UnitKind
from kernel.i18n import _

# With the words of our tables for who may not read the tables themselves.
__all__ = ["SiteKind", "UnitAct", "UnitKind", "UnitRange", "UnitSize"]


class UnitAct(StrEnum):
    ADDED = "added"
    OUT_OF_USE = "out_of_use"
    BACK_IN_USE = "back_in_use"
    CAPACITY = "capacity"
    COMMUNAL = "communal"
    OF_ONE_FAMILY = "of_one_family"

    @property
    def label(self) -> str:
        return ACT_LABELS[self]


ACT_LABELS = {
    UnitAct.ADDED: _("新增"),
    UnitAct.OUT_OF_USE: _("停用"),
    UnitAct.BACK_IN_USE: _("恢复使用"),
    UnitAct.CAPACITY: _("改容量"),
    UnitAct.COMMUNAL: _("改为集中安葬"),
    UnitAct.OF_ONE_FAMILY: _("改为一家一个"),
}


@dataclass(frozen=True)
class UnitRange:
    """Rows and numbers, the first and last included: 1排1号 to 3排40号 are 120 units."""

    first_row: int
    last_row: int
    first_number: int
    last_number: int

    @property
    def count(self) -> int:
        return (self.last_row - self.first_row + 1) * (self.last_number - self.first_number + 1)


@dataclass(frozen=True)
class UnitSize:
    """`area` in 0.01 ㎡ and `stele_height` in cm: None where it is not measured."""

    capacity: int = 1
    area: int | None = None
    stele_height: int | None = None
