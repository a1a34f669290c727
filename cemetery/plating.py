"""A plate before it is written down; its owner and its batch are set by who orders it."""

import uuid

from cemetery.models import Plate
from hardware.qr import new_token
from kernel import clock


def new_plate(institution_id: uuid.UUID) -> Plate:
    return Plate(institution_id=institution_id, token=new_token(), issued_at=clock.now())
