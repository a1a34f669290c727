"""Where the remains are, what they wear, and what stands against the furnace."""

import uuid
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from funeral.kinds import CustodyStep, ResourceKind
from funeral.models import (
    AshHandover,
    CabinetStay,
    CustodyEvent,
    FurnaceCheck,
    HoldFlag,
    RefusedScan,
    Resource,
    WorkOrder,
    Wristband,
)
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

REFUSED_SORTS = {"refused": RefusedScan.refused_at}


def find_wristband(token: str, institution_id: uuid.UUID | None = None) -> Wristband | None:
    """Live or revoked; of this institution where one is named."""
    query = select(Wristband).filter_by(token=token).execution_options(populate_existing=True)
    if institution_id:
        query = query.filter_by(institution_id=institution_id)
    return db.session.scalar(query)


def find_work_order(token: str, institution_id: uuid.UUID | None = None) -> WorkOrder | None:
    """The same for the paper."""
    query = select(WorkOrder).filter_by(token=token).execution_options(populate_existing=True)
    if institution_id:
        query = query.filter_by(institution_id=institution_id)
    return db.session.scalar(query)


def live_wristband(case_id: uuid.UUID) -> Wristband | None:
    return db.session.scalar(
        select(Wristband)
        .filter_by(case_id=case_id, revoked_at=None)
        .execution_options(populate_existing=True)
    )


def live_work_order(case_id: uuid.UUID) -> WorkOrder | None:
    return db.session.scalar(
        select(WorkOrder)
        .filter_by(case_id=case_id, revoked_at=None)
        .execution_options(populate_existing=True)
    )


def list_wristbands(case_id: uuid.UUID) -> list[Wristband]:
    """Those given out, the last first."""
    query = select(Wristband).filter_by(case_id=case_id).order_by(Wristband.id.desc())
    return list(db.session.scalars(query))


def list_events(case_id: uuid.UUID) -> list[CustodyEvent]:
    """The chain from the beginning."""
    query = select(CustodyEvent).filter_by(case_id=case_id).order_by(CustodyEvent.seq)
    return list(db.session.scalars(query))


def last_event(case_id: uuid.UUID) -> CustodyEvent | None:
    return db.session.scalar(
        select(CustodyEvent).filter_by(case_id=case_id).order_by(CustodyEvent.seq.desc()).limit(1)
    )


def step_of(event: CustodyEvent | None) -> CustodyStep | None:
    return CustodyStep(event.step) if event else None


def has_been_at(case_id: uuid.UUID, step: CustodyStep, place_id: uuid.UUID | None = None) -> bool:
    """`place_id`: in this very room."""
    query = select(CustodyEvent.id).filter_by(case_id=case_id, step=step).limit(1)
    if place_id:
        query = query.filter_by(place_id=place_id)
    return db.session.scalar(query) is not None


def find_stay(case_id: uuid.UUID) -> CabinetStay | None:
    """The cabinet a body lies in now."""
    return db.session.scalar(
        select(CabinetStay)
        .filter_by(case_id=case_id, taken_out_at=None)
        .execution_options(populate_existing=True)
    )


def find_stay_in(cabinet_id: uuid.UUID) -> CabinetStay | None:
    """Who lies in a cabinet now."""
    return db.session.scalar(
        select(CabinetStay)
        .filter_by(cabinet_id=cabinet_id, taken_out_at=None)
        .execution_options(populate_existing=True)
    )


def list_free_cabinets(institution_id: uuid.UUID) -> list[Resource]:
    """In use and empty, in the order they were registered."""
    taken = select(CabinetStay.cabinet_id).where(CabinetStay.taken_out_at.is_(None))
    query = (
        select(Resource)
        .filter_by(institution_id=institution_id, kind=ResourceKind.CABINET, in_use=True)
        .where(Resource.id.not_in(taken))
        .order_by(Resource.id)
    )
    return list(db.session.scalars(query))


def list_checks(case_id: uuid.UUID, since: datetime) -> list[FurnaceCheck]:
    """The scans before the furnace from this moment on, the latest first."""
    query = (
        select(FurnaceCheck)
        .filter_by(case_id=case_id)
        .where(FurnaceCheck.checked_at >= since)
        .order_by(FurnaceCheck.checked_at.desc(), FurnaceCheck.id.desc())
    )
    return list(db.session.scalars(query))


def list_flags(case_id: uuid.UUID) -> list[HoldFlag]:
    """Every hold flag of a case, the last set first."""
    query = select(HoldFlag).filter_by(case_id=case_id).order_by(HoldFlag.id.desc())
    return list(db.session.scalars(query))


def list_active_flags(case_id: uuid.UUID) -> list[HoldFlag]:
    """Those that forbid the cremation today."""
    query = (
        select(HoldFlag)
        .filter_by(case_id=case_id)
        .where(holds_today())
        .order_by(HoldFlag.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def holds_today() -> ColumnElement[bool]:
    """As is_active says of one flag."""
    in_time = or_(HoldFlag.until.is_(None), HoldFlag.until >= clock.today())
    return and_(HoldFlag.lifted_at.is_(None), in_time)


def get_flag(flag_id: uuid.UUID) -> HoldFlag:
    flag = db.session.scalar(select(HoldFlag).filter_by(id=flag_id))
    if flag is None:
        raise NotFound
    return flag


def is_active(flag: HoldFlag, on: date) -> bool:
    return flag.lifted_at is None and (flag.until is None or flag.until >= on)


def find_handover(case_id: uuid.UUID) -> AshHandover | None:
    return db.session.scalar(select(AshHandover).filter_by(case_id=case_id))


def list_refused_scans(*, page: int = 1, direction: str = "desc") -> Page:
    return page_of(select(RefusedScan), REFUSED_SORTS, number=page, direction=direction)
