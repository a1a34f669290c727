"""The ashes of a deposit go to another niche."""

import uuid

from cemetery.ashes.at_rest import ensure_own_unit, say_unit
from cemetery.ashes.chain import ensure_may, write_event
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.errors import NotForKeeping
from cemetery.keeping.errors import FamilyUntold, SameNiche, TooLongForGuests
from cemetery.keeping.kinds import RelocateReason
from cemetery.keeping.locking import Kept, lock_kept
from cemetery.models import AshDeposit, Site
from cemetery.occupancy import free_place, take_place
from cemetery.operations import replace_plate
from cemetery.queries import lock_each_unit
from cemetery.rights.errors import GuestTermTooLong
from cemetery.rights.grounds import ensure_guest_term
from cemetery.wall import KEEPING
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("骨灰换格位"))
def move_deposit(
    *,
    number: str,
    unit_id: uuid.UUID,
    reason: RelocateReason,
    told: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshDeposit:
    """To another niche, with its term; the plate in the family's hands ends and another is made.

    `told`: who of the family was told, when and how. Raises NotFound, DepositOver, KeptElsewhere,
    LayingUndecided, FamilyUntold, SameNiche, UnitOfAnotherHome, NotForKeeping, TooLongForGuests and
    the refusals of take_place.
    """
    if not told.strip():
        raise FamilyUntold
    kept = lock_kept(number, str(_("换格位")), by)
    deposit, portion, old = kept.deposit, kept.portion, kept.deposit.unit_id
    ensure_may(portion, MoveKind.RELOCATE)
    if unit_id == old:
        raise SameNiche
    ensure_own_unit(portion, unit_id)
    lock_each_unit((old, unit_id))
    unit = take_place(unit_id, portion.ashes_id)
    if unit.zone.kind not in KEEPING:
        raise NotForKeeping
    # Within one site nobody is asked again: it may have been deposited before the rule.
    if unit.site_id != deposit.unit.site_id:
        _ensure_term(kept, unit.site)
    free_place(old)
    deposit.unit = unit
    write_event(
        portion,
        MoveKind.RELOCATE,
        PortionState.DEPOSITED,
        place=say_unit(unit),
        holder=portion.holder,
        counterpart=told.strip(),
        unit_id=unit.id,
        deposit_id=deposit.id,
        note=str(reason.label),
        by=by,
    )
    replace_plate(number=deposit.number, by=by)
    return deposit


def _ensure_term(kept: Kept, site: Site) -> None:
    """For as long as the deposit runs. Raises TooLongForGuests."""
    deposit, registration = kept.deposit, kept.portion.deceased.household_registration
    try:
        ensure_guest_term(site, registration, since=deposit.since, until=deposit.until)
    except GuestTermTooLong as refusal:
        raise TooLongForGuests(until=deposit.until.isoformat(), **refusal.facts) from None
