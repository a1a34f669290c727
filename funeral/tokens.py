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
from hardware.qr import token_of


def scanned_wristband(text: str, institution_id: uuid.UUID | None) -> Wristband:
    """Raises WristbandUnknown, WristbandRevoked, NotAWristband."""
    token = token_of(text)
    band = queries.find_wristband(token, institution_id)
    if band is None:
        order = queries.find_work_order(token, institution_id)
        raise NotAWristband if order else WristbandUnknown
    if band.revoked_at:
        raise WristbandRevoked
    return band


def scanned_work_order(text: str, institution_id: uuid.UUID | None) -> WorkOrder:
    """Raises WorkOrderUnknown, WorkOrderRevoked, NotAWorkOrder."""
    token = token_of(text)
    order = queries.find_work_order(token, institution_id)
    if order is None:
        band = queries.find_wristband(token, institution_id)
        raise NotAWorkOrder if band else WorkOrderUnknown
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
