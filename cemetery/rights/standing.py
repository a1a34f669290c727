"""The right over a unit, as the unit's page and a scan of its plate say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cemetery.rights.queries.rights import find_right_over
from kernel.i18n import _

if TYPE_CHECKING:
    from cemetery.ashes.models import AshPortion
    from cemetery.models import Unit
    from cemetery.rights.models import Right, RightPerson


@dataclass(frozen=True)
class RightOver:
    """`persons`: everybody the right names, with whether he rests in this unit.

    `has_moved`: the right is to another unit by now, and the ashes have still to follow.
    """

    right: "Right"
    persons: tuple[tuple["RightPerson", bool], ...]
    is_empty: bool
    has_moved: bool

    def __str__(self) -> str:
        facts = {"number": self.right.number, "until": self.right.until.isoformat()}
        if self.has_moved:
            said = _("使用权 %(number)s 已迁往 %(unit)s，骨灰还在这里。")
            return str(said) % (facts | {"unit": str(self.right.unit)})
        if self.right.days_over > 0:
            ended = _("使用权 %(number)s，%(until)s 到期，位置不变。")
            empty = _("使用权 %(number)s 已办理，还没有安葬，%(until)s 到期。")
        else:
            ended = _("使用权 %(number)s，期限至 %(until)s。")
            empty = _("使用权 %(number)s 已办理，还没有安葬，期限至 %(until)s。")
        return str(empty if self.is_empty else ended) % facts

    def say_persons(self) -> str:
        """ "张示三（已在这里）、李示兰"."""
        here = str(_("%(name)s（已在这里）"))
        said = (here % {"name": each.name} if rests else each.name for each, rests in self.persons)
        return str(_("、")).join(said)


def find_standing_right(unit: "Unit", resting: "Iterable[AshPortion]") -> RightOver | None:
    """`resting`: what lies in the unit now."""
    right = find_right_over(unit)
    if right is None:
        return None
    # Who was named while living is known again by his number, whoever cremated him.
    ashes = {each.ashes_id: each.deceased.identity_index for each in resting}
    known = set(filter(None, ashes.values()))
    persons = tuple(
        (each, each.ashes_id in ashes or each.identity_index in known) for each in right.persons
    )
    return RightOver(right, persons, is_empty=unit.taken == 0, has_moved=right.unit_id != unit.id)
