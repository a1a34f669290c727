"""Opening a drawer with its change, and closing it with its cash counted."""

from collections.abc import Mapping
from contextlib import suppress

from billing import cash
from billing.drawer import lock_drawer, lock_open_drawer
from billing.errors import DifferenceUnexplained, DrawerOpen, NoOpenShift, SignatureWrong
from billing.models import Shift
from billing.queries import shifts
from billing.slips import shift_slip
from hardware.errors import GlyphMissing
from hardware.operations import print_slip
from hardware.queries import has_printer
from kernel import clock
from kernel.errors import NotAllowed
from kernel.i18n import _
from kernel.money import yuan
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

SHIFT = "shift"


@operation(_("开班"))
def open_shift(*, float_fen: int, by: Actor, idempotency_key: str | None = None) -> Shift:
    """With the change the drawer begins with.

    A drawer the first cash opened has none; once cash has moved, the float stands, so that nobody
    can make a difference disappear. Raises DrawerOpen.
    """
    if by.institution_id is None:
        raise NotAllowed
    shift = lock_drawer(by, by.institution_id)
    if shifts.has_moved(shift.id):
        raise DrawerOpen
    shift.float_fen = float_fen
    return shift


@operation(_("交班"))
def close_shift(
    *,
    counts: Mapping[int, int],
    explanation: str,
    signed_name: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Shift:
    """`counts`: pieces by denomination in fen. Cash taken at this moment is in this shift or the
    next, because both hold the drawer.

    Raises NoOpenShift, DifferenceUnexplained, SignatureWrong.
    """
    shift = lock_open_drawer(by)
    if shift is None:
        raise NoOpenShift
    counted_fen = cash.total_of(counts)
    expected_fen = shifts.cash_of(shift).expected_fen
    if counted_fen != expected_fen and not explanation.strip():
        raise DifferenceUnexplained(
            expected=yuan(expected_fen),
            counted=yuan(counted_fen),
            difference=yuan(counted_fen - expected_fen),
        )
    if "".join(signed_name.split()) != "".join(by.name.split()):
        raise SignatureWrong(name=by.name)
    shift.closed_at = clock.now()
    shift.expected_fen, shift.counted_fen = expected_fen, counted_fen
    shift.counts = cash.as_json(counts)
    shift.explanation = explanation.strip()
    shift.signed_name = signed_name.strip()
    _print(shift, by)
    return shift


def _print(shift: Shift, by: Actor) -> None:
    """A drawer is closed even if no printer is there; its page prints on A4."""
    if not has_printer(shift.institution_id):
        return
    slip = shift_slip(shift, shifts.cash_of(shift), get_institution(shift.institution_id), by.name)
    with suppress(GlyphMissing):
        print_slip(
            institution_id=shift.institution_id,
            slip=slip,
            document=SHIFT,
            number=shift.number,
            by=by,
        )
