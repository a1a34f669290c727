"""What the worker does for a batch of plates."""

import logging
import uuid

from sqlalchemy.exc import DBAPIError

# The module, for it imports this one: who orders leaves a job behind.
from cemetery.kinds import PlateBatchState
from cemetery.models import PlateBatch
from cemetery.operations import batches
from cemetery.plate_files import Lettering, PlateFiles, make_files
from cemetery.queries.batches import get_plate_batch, list_drawn
from kernel.db import db
from kernel.errors import Refusal, TooManyAtOnce
from kernel.i18n import _
from kernel.jobs import job
from kernel.people import actors

log = logging.getLogger(__name__)
WORKER = actors.job("cemetery.make_plates")


@job
def make_plates(batch_id: str) -> None:
    """Chunk by chunk, then the files. Run again after a kill, it goes on where it was."""
    key = uuid.UUID(batch_id)
    try:
        batch = batches.draw_plates(batch_id=key, by=WORKER)
        while _is_under_way(batch) and batch.drawn_at is None:
            batch = batches.draw_plates(batch_id=key, by=WORKER)
        while _is_under_way(batch):
            batch = batches.release_plates(batch_id=key, files=_files_of(key), by=WORKER)
    except (DBAPIError, TooManyAtOnce):
        raise  # the database is away: the worker tries again later
    except Refusal as refusal:
        batches.fail_plate_batch(batch_id=key, trouble=str(refusal), by=WORKER)
    except Exception as error:
        log.exception("plates %s", batch_id)
        batches.fail_plate_batch(batch_id=key, trouble=type(error).__name__, by=WORKER)


def _is_under_way(batch: PlateBatch) -> bool:
    return PlateBatchState(batch.state).is_under_way


def _files_of(batch_id: uuid.UUID) -> PlateFiles:
    """Made with no transaction open: a thousand plates take half a minute."""
    batch = get_plate_batch(batch_id)
    lettering = Lettering(
        title=title_of(batch),
        first_line=batch.first_line,
        size_mm=batch.size_mm,
        address=batch.address,
    )
    plates = list_drawn(batch.id)
    db.session.rollback()
    return make_files(lettering, plates)


def title_of(batch: PlateBatch) -> str:
    zone = batch.zone or str(_("全部区"))
    size = _("%(size)s 毫米") % {"size": batch.size_mm}
    return f"{batch.number} {batch.site.name} {zone} {size}"
