"""Ceremonies as strangers may see them: where, when, a code, and what the family agreed to."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from funeral.kinds import ResourceKind
from funeral.models import FuneralCase, Occupancy, Plan, Resource, ShownName
from kernel import clock
from kernel.db import db


@dataclass(frozen=True)
class Ceremony:
    """`wording`: empty where the family agreed to nothing, or has not been to the desk."""

    hall_id: uuid.UUID
    hall: str
    starts_at: datetime
    ends_at: datetime
    code: str
    wording: str

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()


def list_ceremonies(institution_id: uuid.UUID, hall_id: uuid.UUID | None = None) -> list[Ceremony]:
    """Those of today that are not over, confirmed ones only, by time; in one hall or in all.

    A name is read only where a case is open: until then nobody has seen the family's papers, and
    whoever books could put a stranger's name on a door.
    """
    _start, end = clock.day_range(clock.today())
    agreed = and_(
        ShownName.deceased_id == FuneralCase.deceased_id, ShownName.withdrawn_at.is_(None)
    )
    query = (
        select(
            Resource.id,
            Resource.name,
            Occupancy.starts_at,
            Occupancy.ends_at,
            Plan.order_code,
            ShownName.wording,
        )
        .join(Resource, Occupancy.resource_id == Resource.id)
        .join(Plan, Occupancy.plan_id == Plan.id)
        .outerjoin(FuneralCase, FuneralCase.plan_id == Plan.id)
        .outerjoin(ShownName, agreed)
        .where(
            Occupancy.institution_id == institution_id,
            Resource.kind == ResourceKind.HALL,
            Occupancy.released_at.is_(None),
            Plan.confirmed_at.is_not(None),
            Occupancy.ends_at > clock.now(),
            Occupancy.starts_at < end,
        )
        .order_by(Occupancy.starts_at, Resource.id)
    )
    if hall_id:
        query = query.where(Resource.id == hall_id)
    return [Ceremony(*row[:5], row[5] or "") for row in db.session.execute(query)]


def find_shown_name(deceased_id: uuid.UUID) -> ShownName | None:
    """What the family agreed to at some time; it may have been withdrawn."""
    return db.session.scalar(select(ShownName).filter_by(deceased_id=deceased_id))


def lock_shown_name(deceased_id: uuid.UUID) -> ShownName | None:
    query = (
        select(ShownName)
        .filter_by(deceased_id=deceased_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)
