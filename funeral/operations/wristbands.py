"""The wristband on the remains and the work order beside them; each is given out once."""

from contextlib import suppress

from funeral.errors import (
    AlreadyCremated,
    AlreadyTagged,
    NoRemains,
    NotTagged,
    ReplaceReasonMissing,
    WorkOrderExists,
    WorkOrderMissing,
)
from funeral.kinds import CustodyStep
from funeral.models import FuneralCase, WorkOrder, Wristband
from funeral.queries import cases, cremation
from funeral.queries import custody as queries
from funeral.tags import WORK_ORDER, WRISTBAND, work_order_slip, wristband_slip
from hardware.errors import GlyphMissing
from hardware.kinds import JobKind
from hardware.operations import print_slip
from hardware.qr import new_token
from hardware.queries import has_printer
from hardware.slips import Slip
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import Institution, get_institution

CODE_LENGTH = 6


@operation(_("系腕带"))
def tag_remains(*, number: str, by: Actor, idempotency_key: str | None = None) -> Wristband:
    """A new wristband for a body that has none; printed where the home has a printer.

    Raises AlreadyTagged, NoRemains.
    """
    case = cases.lock_case(number)
    _ensure_remains(case)
    if queries.live_wristband(case.id):
        raise AlreadyTagged
    return _give_wristband(case, by)


@operation(_("更换腕带"))
def replace_wristband(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Wristband:
    """The old one stops working at once, and with it every check made with it.

    Raises ReplaceReasonMissing, NotTagged, NoRemains.
    """
    if not reason.strip():
        raise ReplaceReasonMissing
    case = cases.lock_case(number)
    _ensure_remains(case)
    old = queries.live_wristband(case.id)
    if old is None:
        raise NotTagged
    old.revoked_at, old.revoked_by, old.revoke_reason = clock.now(), str(by), reason.strip()
    # The index knows of one live band only once the old one is written as revoked.
    db.session.flush()
    return _give_wristband(case, by)


@operation(_("出具火化工作单"))
def issue_work_order(*, number: str, by: Actor, idempotency_key: str | None = None) -> WorkOrder:
    """The paper that goes with the body to the furnace. Raises AlreadyCremated, WorkOrderExists."""
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    if queries.live_work_order(case.id):
        raise WorkOrderExists
    return _give_work_order(case, by)


@operation(_("重出火化工作单"))
def replace_work_order(*, number: str, by: Actor, idempotency_key: str | None = None) -> WorkOrder:
    """A lost paper stops working. Raises AlreadyCremated, WorkOrderMissing."""
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    old = queries.live_work_order(case.id)
    if old is None:
        raise WorkOrderMissing
    old.revoked_at, old.revoked_by = clock.now(), str(by)
    db.session.flush()
    return _give_work_order(case, by)


def _ensure_remains(case: FuneralCase) -> None:
    if queries.step_of(queries.last_event(case.id)) is CustodyStep.HANDED_OVER:
        raise NoRemains


def _give_wristband(case: FuneralCase, by: Actor) -> Wristband:
    wristband = Wristband(
        institution_id=case.institution_id,
        case_id=case.id,
        token=new_token(),
        # No part of the token: it is shown on pages, which must not be able to open anything.
        code=new_token()[:CODE_LENGTH],
        issued_at=clock.now(),
        issued_by=str(by),
    )
    db.session.add(wristband)
    _print(case, wristband_slip(case, wristband, _home(case)), WRISTBAND, wristband.code, by)
    return wristband


def _give_work_order(case: FuneralCase, by: Actor) -> WorkOrder:
    order = WorkOrder(
        institution_id=case.institution_id,
        case_id=case.id,
        token=new_token(),
        issued_at=clock.now(),
        issued_by=str(by),
    )
    db.session.add(order)
    _print(case, work_order_slip(case, order, _home(case)), WORK_ORDER, case.number, by)
    return order


def _home(case: FuneralCase) -> Institution:
    return get_institution(case.institution_id)


def _print(case: FuneralCase, slip: Slip, document: str, number: str, by: Actor) -> None:
    """A home without a printer prints the code from the page."""
    kind = JobKind.LABEL if document == WRISTBAND else JobKind.SLIP
    if has_printer(case.institution_id, kind):
        with suppress(GlyphMissing):
            print_slip(
                institution_id=case.institution_id,
                slip=slip,
                document=document,
                number=number,
                kind=kind,
                by=by,
            )
