"""Each move of the remains is a scan; each refused scan leaves a trace."""

import uuid
from datetime import datetime

from funeral import custody
from funeral.chain import ensure_clock, write_move
from funeral.errors import (
    StepNotByScan,
)
from funeral.kinds import CustodyStep
from funeral.models import CustodyEvent, FuneralCase, RefusedScan, Wristband
from funeral.queries import cases
from funeral.queries import custody as queries
from funeral.tokens import scanned_wristband
from hardware.qr import token_of
from kernel import clock, secrets
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind


@operation(_("登记遗体移动"))
def record_move(
    *,
    wristband: str,
    step: CustodyStep,
    place_id: uuid.UUID | None = None,
    place: str = "",
    device_at: datetime | None = None,
    by: Actor,
    idempotency_key: str | None = None,
) -> CustodyEvent:
    """接运, 存放, 整容, 告别, 骨灰装殓: the wristband's token, and a cabinet or room or a place.

    The same scan again within a minute gives the same event. Raises WristbandUnknown,
    WristbandRevoked, NotAWristband, StepNotByScan, DeviceClockWrong and the refusals of write_move.
    """
    if step not in custody.BY_SCAN:
        raise StepNotByScan(step=step.label)
    ensure_clock(device_at)
    case, band = _scanned(wristband, by)
    last = queries.last_event(case.id)
    if last and _is_same(last, step, place_id, place):
        return last
    return write_move(
        case,
        step,
        place=place,
        place_id=place_id,
        wristband=band,
        device_at=device_at,
        by=by,
    )


@operation(_("记下未通过的扫描"))
def note_refused_scan(
    *,
    institution_id: uuid.UUID,
    token: str,
    step: str,
    place: str,
    reason: str,
    by: Actor,
    case_id: uuid.UUID | None = None,
    device_at: datetime | None = None,
) -> RefusedScan:
    """After the refusal undid everything: who tried what, and why not. Keeps no token."""
    scanned = token_of(token)
    known = queries.find_wristband(scanned, institution_id) or queries.find_work_order(
        scanned, institution_id
    )
    trace = RefusedScan(
        institution_id=institution_id,
        case_id=known.case_id if known else case_id,
        token_hash=secrets.digest(scanned),
        step=step,
        place=place.strip(),
        refused_at=clock.now(),
        device_at=device_at,
        by=str(by) if by.kind is ActorKind.STAFF else "",
        reason=reason,
    )
    db.session.add(trace)
    return trace


def _scanned(text: str, by: Actor) -> tuple[FuneralCase, Wristband]:
    """The band in hand and its case, locked."""
    case = cases.lock_case_by_id(scanned_wristband(text, by.institution_id).case_id)
    # Somebody may have replaced the band while we waited for the case.
    return case, scanned_wristband(text, by.institution_id)


def _is_same(last: CustodyEvent, step: CustodyStep, place_id: uuid.UUID | None, place: str) -> bool:
    is_here = last.place_id == place_id if place_id else last.place == place.strip()
    return last.step == step and is_here and clock.now() - last.happened_at <= custody.SAME_SCAN
