"""Remains and runs: what has physically happened."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from funeral.models import Admission, CremationRun, Farewell, FuneralCase
from kernel.db import db
from kernel.pages import Page, page_of

RUN_SORTS = {"ended": CremationRun.ended_at, "started": CremationRun.started_at}


def find_admission(case_id: uuid.UUID) -> Admission | None:
    return db.session.scalar(select(Admission).filter_by(case_id=case_id))


def find_farewell(case_id: uuid.UUID) -> Farewell | None:
    return db.session.scalar(select(Farewell).filter_by(case_id=case_id))


def find_run(case_id: uuid.UUID) -> CremationRun | None:
    return db.session.scalar(
        select(CremationRun).filter_by(case_id=case_id).execution_options(populate_existing=True)
    )


def find_open_run(cremator_id: uuid.UUID) -> CremationRun | None:
    return db.session.scalar(select(CremationRun).filter_by(cremator_id=cremator_id, ended_at=None))


def count_cremations(start: datetime, end: datetime) -> int:
    """Runs that ended within [start, end): a cremation counts when it is over."""
    query = select(func.count(CremationRun.id)).where(
        CremationRun.ended_at >= start, CremationRun.ended_at < end
    )
    return db.session.scalar(query) or 0


def list_cremations(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The runs behind `count_cremations`."""
    query = (
        select(CremationRun)
        .where(CremationRun.ended_at >= start, CremationRun.ended_at < end)
        .options(joinedload(CremationRun.cremator))
    )
    return page_of(query, RUN_SORTS, number=page, sort=sort, direction=direction)


def cases_by_id(case_ids: set[uuid.UUID]) -> dict[uuid.UUID, FuneralCase]:
    query = (
        select(FuneralCase)
        .where(FuneralCase.id.in_(case_ids))
        .options(joinedload(FuneralCase.deceased))
    )
    return {case.id: case for case in db.session.scalars(query)}
