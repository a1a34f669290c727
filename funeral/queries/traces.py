"""What each of many cases has left behind so far, in one question: for lists and the board."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from funeral.kinds import PaperKind, ResourceKind, Stage
from funeral.models import (
    Admission,
    CasePaper,
    CremationCertificate,
    CremationRun,
    Farewell,
    FuneralCase,
    Occupancy,
    Resource,
)
from funeral.queries.cases import cremation_rule
from kernel.db import db

Traces = Mapping[uuid.UUID, "Trace"]


@dataclass(frozen=True)
class Trace:
    """A case and its recorded moments; None where nothing is recorded."""

    case: FuneralCase
    received_at: datetime | None
    farewell_ended_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    certificate: str | None
    papers: list[str] | None
    has_cremation: bool

    @property
    def missing_papers(self) -> list[PaperKind]:
        needed = cremation_rule(self.case).papers
        return [kind for kind in needed if kind not in (self.papers or [])]

    @property
    def stage(self) -> Stage:
        """The last physical thing that is known to have happened."""
        reached = {
            Stage.CERTIFIED: self.certificate,
            Stage.CREMATED: self.ended_at,
            Stage.BURNING: self.started_at,
            Stage.RECEIVED: self.received_at,
        }
        return next((stage for stage, fact in reached.items() if fact), Stage.OPENED)


def list_traces(case_ids: Iterable[uuid.UUID]) -> Traces:
    return _traces(FuneralCase.id.in_(list(case_ids)))


def list_board_traces(institution_id: uuid.UUID, plan_ids: Iterable[uuid.UUID]) -> Traces:
    """The cases of these plans, and those for which no cremation is planned or recorded yet."""
    unplanned = and_(~_has_cremation(), CremationRun.id.is_(None))
    return _traces(
        FuneralCase.institution_id == institution_id,
        or_(FuneralCase.plan_id.in_(list(plan_ids)), unplanned),
    )


def _traces(*wanted: ColumnElement[bool]) -> Traces:
    rows = db.session.execute(_select_traces().where(*wanted))
    return {case.id: Trace(case, *facts) for case, *facts in rows}


def _has_cremation() -> ColumnElement[bool]:
    """A time at a furnace; a case may also have a plan with nothing but a vigil room."""
    return exists().where(
        Occupancy.plan_id == FuneralCase.plan_id,
        Occupancy.released_at.is_(None),
        Occupancy.resource_id == Resource.id,
        Resource.kind == ResourceKind.CREMATOR,
    )


def _select_traces() -> Select[*tuple[Any, ...]]:
    papers = (
        select(func.array_agg(CasePaper.kind))
        .where(CasePaper.case_id == FuneralCase.id, CasePaper.replaced_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            FuneralCase,
            Admission.received_at,
            Farewell.ended_at,
            CremationRun.started_at,
            CremationRun.ended_at,
            CremationCertificate.number,
            papers,
            _has_cremation(),
        )
        .outerjoin(Admission, Admission.case_id == FuneralCase.id)
        .outerjoin(Farewell, Farewell.case_id == FuneralCase.id)
        .outerjoin(CremationRun, CremationRun.case_id == FuneralCase.id)
        .outerjoin(
            CremationCertificate,
            and_(
                CremationCertificate.case_id == FuneralCase.id,
                CremationCertificate.voided_at.is_(None),
            ),
        )
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
        .order_by(FuneralCase.opened_at)
    )
