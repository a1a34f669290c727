"""Lists of units that wait, and what they would do."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import undefer

from cemetery.ground.models import UnitImport
from kernel.db import db
from kernel.errors import NotFound

# A page shows the last ones; older ones are in the journal.
MOST_SHOWN = 10


def list_unit_imports(site_id: uuid.UUID) -> list[UnitImport]:
    """The latest first."""
    query = (
        select(UnitImport)
        .filter_by(site_id=site_id)
        .order_by(UnitImport.staged_at.desc())
        .limit(MOST_SHOWN)
    )
    return list(db.session.scalars(query))


def get_unit_import(import_id: uuid.UUID) -> UnitImport:
    """With its rows."""
    query = select(UnitImport).filter_by(id=import_id).options(undefer(UnitImport.rows))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def lock_unit_import(import_id: uuid.UUID) -> UnitImport:
    """Held, so that it is applied once."""
    query = (
        select(UnitImport)
        .filter_by(id=import_id)
        .options(undefer(UnitImport.rows))
        .with_for_update(of=UnitImport)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find_waiting_import(site_id: uuid.UUID, sha256: str) -> UnitImport | None:
    query = select(UnitImport).filter_by(site_id=site_id, sha256=sha256, applied_at=None)
    return db.session.scalar(query)
