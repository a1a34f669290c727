"""What a family's link says when staff scans it: whose page, and whether it still opens."""

from cemetery.memorials.queries.memorials import find_key, list_memorials_by_id
from funeral.queries.cases import get_case_by_id
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing
from kernel import clock
from kernel.i18n import _


def find_scanned_key(token: str) -> Scanned | None:
    key = find_key(token)
    if key is None:
        return None
    memorial = list_memorials_by_id({key.memorial_id})[key.memorial_id]
    case = get_case_by_id(memorial.case_id)
    standing, state = Standing.VALID, str(_("家属用它照管纪念页。"))
    if key.revoked_at:
        standing = Standing.REVOKED
        state = str(_("%(at)s 停用。")) % {"at": clock.say_stamp(key.revoked_at)}
    return Scanned(
        kind=str(_("纪念页家属链接")),
        title=case.number,
        standing=standing,
        state=state,
        whose=case.deceased.name,
        page=Act(str(_("打开纪念页")), "memorials.get_memorial", {"number": case.number}),
        record=f"memorials/{memorial.id}",
        case=case.number,
    )


FINDERS: dict[str, Finder] = {Shape.TOKEN: find_scanned_key}
