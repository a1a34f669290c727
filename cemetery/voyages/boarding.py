"""A family takes its ashes off a ship: said to the voyage by whoever hands them out."""

import uuid

from sqlalchemy import select

from cemetery.voyages.kinds import PortionState
from cemetery.voyages.models import VoyagePortion
from cemetery.voyages.queries import lock_voyages
from kernel.db import db
from kernel.scope import seeing


def hold_ship(case_id: uuid.UUID, letter: str) -> None:
    """The voyage this portion is on board of, if any: locked before the ashes, as its own
    operations do."""
    portion = _find_boarded(case_id, letter)
    if portion:
        with seeing(None):
            lock_voyages([portion.registration.voyage_id])


def leave_ship(case_id: uuid.UUID, letter: str) -> None:
    """It waits to be handed over again or, where the ship has departed, has come back. The ashes
    are locked, so nobody boards them meanwhile."""
    portion = _find_boarded(case_id, letter)
    if portion is None:
        return
    if portion.registration.voyage.departed_at:
        portion.state = PortionState.STAYED
    else:
        portion.wait_again()


def _find_boarded(case_id: uuid.UUID, letter: str) -> VoyagePortion | None:
    query = (
        select(VoyagePortion)
        .filter_by(case_id=case_id, letter=letter, state=PortionState.BOARDED)
        .execution_options(populate_existing=True)
    )
    with seeing(None):
        portion = db.session.scalar(query)
        if portion:
            # Read past the reader's scope too.
            db.session.refresh(portion, ["registration"])
        return portion
