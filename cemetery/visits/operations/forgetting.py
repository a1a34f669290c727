"""Names, numbers and pictures of visits long past are taken out; the counts stay (PIPL art. 19)."""

import uuid
from datetime import date

from sqlalchemy import delete

from cemetery.visits.models import Sweep, SweepPhoto, VisitRequest
from cemetery.visits.queries import bookings, sweeps
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Of one transaction, so that no lock is held for long.
AT_ONCE = 500


@operation(_("删除过期祭扫的个人信息"))
def forget_visits(*, site_id: uuid.UUID, before: date, by: Actor) -> int:
    """Of visits and of settled sweeping before this day. How many; fewer than all, if many."""
    now = clock.now()
    visits = bookings.list_forgettable(site_id, before, AT_ONCE)
    for visit in visits:
        visit.name = visit.identity_number = visit.phone = visit.phone_index = ""
        # Its place in the index must stay its own.
        visit.identity_index = str(visit.id)
        visit.companions, visit.number_plates = [], []
        visit.forgotten_at = now
    done = sweeps.list_forgettable(site_id, before, AT_ONCE)
    for sweep in done:
        sweep.name = sweep.phone = sweep.words = ""
        sweep.photos_erased += _erase_photos(sweep)
        sweep.forgotten_at = now
    # Core, not ORM: of who was answered next to nothing is left, and they are thousands.
    gone = db.session.connection().execute(
        delete(VisitRequest).where(VisitRequest.site_id == site_id, VisitRequest.day < before)
    )
    return len(visits) + len(done) + gone.rowcount


def _erase_photos(sweep: Sweep) -> int:
    # Core, not ORM: a picture is not read once more to be erased; the sweep says how many went.
    mine = delete(SweepPhoto).where(
        SweepPhoto.site_id == sweep.site_id, SweepPhoto.sweep_id == sweep.id
    )
    return db.session.connection().execute(mine).rowcount
