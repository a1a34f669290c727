"""What came with the remains, and the photo that tells them apart."""

import uuid

from sqlalchemy import select

from funeral.models import Belonging, IdentityPhoto, PhotoLook
from kernel.db import db
from kernel.errors import NotFound


def list_belongings(case_id: uuid.UUID) -> list[Belonging]:
    query = select(Belonging).filter_by(case_id=case_id).order_by(Belonging.id)
    return list(db.session.scalars(query))


def lock_belonging(belonging_id: uuid.UUID) -> Belonging:
    query = select(Belonging).filter_by(id=belonging_id).with_for_update()
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def get_belonging(belonging_id: uuid.UUID) -> Belonging:
    found = db.session.scalar(select(Belonging).filter_by(id=belonging_id))
    if found is None:
        raise NotFound
    return found


def find_photo(case_id: uuid.UUID) -> IdentityPhoto | None:
    """The one in use, without its picture."""
    return db.session.scalar(select(IdentityPhoto).filter_by(case_id=case_id, replaced_at=None))


def list_looks(case_id: uuid.UUID) -> list[PhotoLook]:
    """Who opened a photo of the case, newest first."""
    query = (
        select(PhotoLook)
        .join(IdentityPhoto, PhotoLook.photo_id == IdentityPhoto.id)
        .where(IdentityPhoto.case_id == case_id)
        .order_by(PhotoLook.looked_at.desc())
        .limit(50)
    )
    return list(db.session.scalars(query))
