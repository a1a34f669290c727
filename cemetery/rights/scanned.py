"""What a right's number says when it is scanned from its papers."""

from cemetery.rights.kinds import RightState
from cemetery.rights.queries import find_right
from funeral.queries.cases import get_case_by_id
from hardware.scanning import Act, Finder, Scanned, Standing
from kernel.counters import NumberKind
from kernel.i18n import _


def find_scanned_right(number: str) -> Scanned | None:
    right = find_right(number)
    if right is None:
        return None
    facts = {"unit": str(right.unit), "until": right.until.isoformat()}
    living = (
        _("%(unit)s，期限至 %(until)s。")
        if right.days_over <= 0
        else _("%(unit)s，%(until)s 到期，骨灰位置不变。")
    )
    return Scanned(
        kind=str(_("使用权")),
        title=right.number,
        standing=Standing.VALID if right.is_living else Standing.VOIDED,
        state=str(living) % facts if right.is_living else str(RightState(right.state).label),
        whose=str(_("、")).join(right.names),
        page=Act(str(_("打开使用权")), "rights.get_right", {"number": right.number}),
        record=f"rights/{right.id}",
        case=get_case_by_id(right.case_id).number if right.case_id else "",
    )


FINDERS: dict[str, Finder] = {NumberKind.RIGHT: find_scanned_right}
