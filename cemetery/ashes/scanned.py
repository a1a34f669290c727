"""From a scanned paper to the portion it belongs to, and what a scan may lead to."""

from collections.abc import Iterable

from cemetery import queries
from cemetery.ashes.errors import AshesUnknown
from cemetery.ashes.models import AshPortion
from cemetery.ashes.people import list_ashes_numbered, whose
from cemetery.ashes.queries.portions import (
    find_portion_coded,
    get_portion,
    list_portions_in,
    list_portions_of,
)
from cemetery.ashes.saying import say_sum
from funeral.queries.cases import find_case
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing, resolve
from kernel.counters import NumberKind
from kernel.i18n import _

LEADING = {"cases", "cremation_certificates", "ash_deposits", "plates"}


def portion_scanned(text: str, letter: str) -> AshPortion:
    """Of a label, a certificate, a deposit or a plate; `letter` where there are several.

    Raises AshesUnknown and the refusals of hardware.scanning.
    """
    coded = find_portion_coded(text)
    if coded:
        return coded
    said, _space, written = text.strip().rpartition(" ")
    if len(written) == 1 and written.isalpha() and said:
        text, letter = said, written
    letter = letter.strip().upper()
    wanted = [each for each in _portions_meant(text, letter) if letter in {"", each.letter}]
    if len(wanted) != 1:
        raise AshesUnknown
    return wanted[0]


def _portions_meant(text: str, letter: str) -> list[AshPortion]:
    """A deposit is of one portion and a unit's plate of those inside, unless a letter is said."""
    deposit = queries.find_deposit(text)
    if deposit:
        portion = get_portion(deposit.portion_id)
        return list_portions_of(portion.ashes_id) if letter else [portion]
    plate = queries.find_plate(text)
    if plate:
        return list_portions_in(plate.unit.id)
    ids = list_ashes_numbered(text)
    if not ids:
        scanned = resolve(text)
        ids = list_ashes_numbered(scanned.case or scanned.title)
    found = [portion for ashes_id in ids for portion in list_portions_of(ashes_id)]
    if not found:
        # What stands against it, where it is a code of another house.
        resolve(text)
    return found


def find_scanned_ashes(text: str) -> Scanned | None:
    """By the case or certificate of another house whose ashes came to this one."""
    ids = list_ashes_numbered(text)
    portions = list_portions_of(ids[0]) if len(ids) == 1 else []
    if not portions:
        return None
    first, person = portions[0], whose(portions[0])
    return Scanned(
        kind=str(_("移交来的骨灰")),
        title=person.number,
        standing=Standing.VALID,
        state=say_sum(portions),
        whose=person.name,
        page=Act(str(_("打开骨灰记录")), "ashes.get_portion", {"portion_id": first.id}),
        record=f"ash_portions/{first.id}",
    )


def ashes_of(scanned: Scanned) -> Iterable[Act]:
    """A case, its certificate, a deposit or a plate leads to where the ashes are."""
    leads = scanned.case and scanned.record.partition("/")[0] in LEADING
    case = find_case(scanned.case) if leads else None
    if case and list_portions_of(case.id):
        yield Act(str(_("骨灰去向")), "ashes.list_ashes_of_case", {"number": case.number})


FINDERS: dict[str, Finder] = {
    NumberKind.CASE: find_scanned_ashes,
    NumberKind.CERTIFICATE: find_scanned_ashes,
    Shape.TOKEN: find_scanned_ashes,
}
