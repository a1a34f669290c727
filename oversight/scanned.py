"""What an officer does with a scanned code: read what was recorded about it."""

from collections.abc import Iterable

from hardware.scanning import Act, Scanned
from kernel.i18n import _


def journal_of(scanned: Scanned) -> Iterable[Act]:
    if scanned.record:
        where = {"record": scanned.record}
        yield Act(str(_("查看办理记录")), "oversight.list_journal", where)
        if scanned.case:
            yield Act(
                str(_("查看整个案件的办理记录")),
                "oversight.list_journal",
                {"case": scanned.case},
            )
        chain = where | ({"case": scanned.case} if scanned.case else {})
        yield Act(str(_("查看证据链")), "oversight.list_proof", chain)
