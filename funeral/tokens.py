"""What a scanner read, as a wristband or a work order of this home that still counts."""

import uuid

from funeral.errors import (
    NotAWorkOrder,
    NotAWristband,
    NotTagged,
    OtherBody,
    WorkOrderRevoked,
    WorkOrderUnknown,
    WristbandRevoked,
    WristbandUnknown,
)
from funeral.models import FuneralCase, WorkOrder, Wristband
from funeral.queries import custody as queries
from hardware.errors import CodeUnknown, OfAnotherHome
from hardware.qr import token_of
from hardware.scanning import resolve
from kernel.errors import Refusal
from kernel.scope import Scope, seeing


def scanned_wristband(text: str, institution_id: uuid.UUID | None) -> Wristband:
    """Raises WristbandUnknown, WristbandRevoked, NotAWristband, a ScanRefused."""
    band = queries.find_wristband(token_of(text), institution_id)
    if band is None:
        raise _what_it_is(text, institution_id, NotAWristband, WristbandUnknown())
    if band.revoked_at:
        raise WristbandRevoked
    return band


def scanned_work_order(text: str, institution_id: uuid.UUID | None) -> WorkOrder:
    """Raises WorkOrderUnknown, WorkOrderRevoked, NotAWorkOrder, a ScanRefused."""
    order = queries.find_work_order(token_of(text), institution_id)
    if order is None:
        raise _what_it_is(text, institution_id, NotAWorkOrder, WorkOrderUnknown())
    if order.revoked_at:
        raise WorkOrderRevoked
    return order


def ensure_wristband_of(case: FuneralCase, text: str) -> Wristband:
    """The live band of the case in hand. Raises NotTagged, OtherBody and the above."""
    if queries.live_wristband(case.id) is None:
        raise NotTagged
    band = scanned_wristband(text, case.institution_id)
    if band.case_id != case.id:
        raise OtherBody(number=case.number)
    return band


def _what_it_is(
    text: str, institution_id: uuid.UUID | None, other: type[Refusal], unknown: Refusal
) -> Refusal:
    """What to say of a code that does not belong here: which of ours it is, or that it is none."""
    with seeing(Scope((institution_id,)) if institution_id else None):
        try:
            return other(kind=resolve(text).kind)
        except (CodeUnknown, OfAnotherHome):
            return unknown
        except Refusal as refusal:
            refusal.field = unknown.field
            return refusal
