"""From a scanned paper to the portion it belongs to, and what a scan may lead to."""

from collections.abc import Iterable

from cemetery import queries
from cemetery.ashes.errors import AshesUnknown
from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.portions import get_only_portion, list_portions_of
from funeral.queries.cases import find_case
from hardware.scanning import Act, Scanned, known, resolve
from kernel.i18n import _

LEADING = {"cases", "cremation_certificates", "ash_deposits", "plates"}


def portion_scanned(text: str, letter: str) -> AshPortion:
    """Of a label, a certificate, a deposit or its plate; `letter` where there are several.

    Raises AshesUnknown and the refusals of hardware.scanning.
    """
    said, _space, written = text.strip().rpartition(" ")
    if len(written) == 1 and written.isalpha() and said:
        text, letter = said, written
    scanned = resolve(text)
    if scanned.record.startswith("ash_deposits/") and not letter:
        deposit = known(queries.get_deposit, scanned.title)
        letter = deposit.portion if deposit else ""
    case = find_case(scanned.case) if scanned.case else None
    if case is None:
        raise AshesUnknown
    return get_only_portion(case.id, letter.strip().upper())


def ashes_of(scanned: Scanned) -> Iterable[Act]:
    """A case, its certificate, a deposit or a plate leads to where the ashes are."""
    leads = scanned.case and scanned.record.partition("/")[0] in LEADING
    case = find_case(scanned.case) if leads else None
    if case and list_portions_of(case.id):
        yield Act(str(_("骨灰去向")), "ashes.list_ashes_of_case", {"number": case.number})
