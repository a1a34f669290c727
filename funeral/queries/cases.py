"""Cases and their papers."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from funeral import law
from funeral.kinds import DeathKind, PaperKind, Purpose, Source
from funeral.models import CasePaper, Correction, FuneralCase
from funeral.queries.found import is_of
from funeral.schedule import Needs
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.collecting import Entitled
from kernel.people.deceased import Deceased, identity_index
from kernel.people.finding import Found

INFECTIOUS = {DeathKind.INFECTIOUS, DeathKind.INFECTIOUS_A}
SORTS = {
    "opened": FuneralCase.opened_at,
    "number": FuneralCase.number,
    "name": Deceased.name,
    "died": Deceased.died_on,
}


def find_case(number: str) -> FuneralCase | None:
    query = (
        select(FuneralCase)
        .filter_by(number=number.strip().upper())
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    return db.session.scalar(query)


def get_case(number: str) -> FuneralCase:
    case = find_case(number)
    if case is None:
        raise NotFound
    return case


def get_case_by_id(case_id: uuid.UUID) -> FuneralCase:
    case = db.session.scalar(select(FuneralCase).filter_by(id=case_id))
    if case is None:
        raise NotFound
    return case


def lock_case(number: str) -> FuneralCase:
    """The case, held until this operation ends: two clerks do not do the same step twice."""
    query = (
        select(FuneralCase)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    case = db.session.scalar(query)
    if case is None:
        raise NotFound
    return case


def lock_case_by_id(case_id: uuid.UUID) -> FuneralCase:
    """The same for whoever found the case by what was scanned."""
    case = db.session.get(FuneralCase, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NotFound
    return case


def entitled_by(case: FuneralCase) -> Entitled:
    """Who may take the ashes of this case without anybody's authorisation."""
    claimant, deceased = case.claimant, case.deceased
    return Entitled(claimant.name, claimant.identity_number, deceased.identity_number)


def find_case_of_plan(plan_id: uuid.UUID) -> FuneralCase | None:
    return db.session.scalar(select(FuneralCase).filter_by(plan_id=plan_id))


def list_names_of_plans(plan_ids: Iterable[uuid.UUID]) -> set[str]:
    """Of the deceased, the claimants and their delegates."""
    query = (
        select(FuneralCase)
        .where(FuneralCase.plan_id.in_(list(plan_ids)))
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    cases = db.session.scalars(query).all()
    people = [
        (each.deceased.name, each.claimant.name, each.claimant.delegate_name) for each in cases
    ]
    return {name for names in people for name in names if name}


def masked_names_of_cases(case_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """For files that leave the house: "张*", of longer names "张**"; nothing of who has no name."""
    query = (
        select(FuneralCase.id, Deceased.name)
        .join(Deceased, FuneralCase.deceased_id == Deceased.id)
        .where(FuneralCase.id.in_(case_ids))
    )
    return {
        case_id: name[:1] + "*" * min(len(name) - 1, 2)
        for case_id, name in db.session.execute(query)
        if name
    }


def find_case_of_identity(institution_id: uuid.UUID, identity_number: str) -> FuneralCase | None:
    query = (
        select(FuneralCase)
        .join(Deceased, FuneralCase.deceased_id == Deceased.id)
        .where(
            FuneralCase.institution_id == institution_id,
            Deceased.identity_index == identity_index(identity_number),
        )
    )
    return db.session.scalar(query)


def list_cases(
    *, found: Found | None = None, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """All, or those of whom the reader was looking for."""
    query = (
        select(FuneralCase)
        .join(Deceased, FuneralCase.deceased_id == Deceased.id)
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    if found:
        query = query.where(is_of(found))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def count_cases_opened(start: datetime, end: datetime) -> dict[Source, int]:
    """Cases opened within [start, end), by how they came to the desk."""
    query = (
        select(FuneralCase.source, func.count(FuneralCase.id))
        .where(FuneralCase.opened_at >= start, FuneralCase.opened_at < end)
        .group_by(FuneralCase.source)
    )
    return {Source(source): count for source, count in db.session.execute(query)}


def list_cases_opened(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The cases behind `count_cases_opened`."""
    query = (
        select(FuneralCase)
        .join(Deceased, FuneralCase.deceased_id == Deceased.id)
        .where(FuneralCase.opened_at >= start, FuneralCase.opened_at < end)
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_cases_opened_on(day: date) -> list[FuneralCase]:
    start, end = clock.day_range(day)
    query = (
        select(FuneralCase)
        .where(FuneralCase.opened_at >= start, FuneralCase.opened_at < end)
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
        .order_by(FuneralCase.opened_at.desc())
    )
    return list(db.session.scalars(query))


def list_papers(case_id: uuid.UUID) -> dict[PaperKind, CasePaper]:
    query = select(CasePaper).filter_by(case_id=case_id, replaced_at=None)
    return {PaperKind(paper.kind): paper for paper in db.session.scalars(query)}


def count_corrections(case_id: uuid.UUID) -> int:
    """How often the particulars were corrected: the version of them a clerk has seen."""
    query = select(func.count(Correction.id)).filter_by(case_id=case_id)
    return db.session.scalar(query) or 0


def death_kind_of(case: FuneralCase) -> DeathKind:
    """Until somebody says it, what asks for the least; the gate stays shut meanwhile."""
    return DeathKind(case.death_kind or DeathKind.NATURAL)


def cremation_rule(case: FuneralCase) -> law.CremationRule:
    """What the law asks for before a cremation today, by how this person died."""
    return law.rule_for(death_kind_of(case), clock.today())


def needs_of(case: FuneralCase, farewell: Purpose = Purpose.FAREWELL) -> Needs:
    """What the schedule must keep free for this body."""
    infectious = case.death_kind in INFECTIOUS
    cremation = Purpose.INFECTIOUS_CREMATION if infectious else Purpose.CREMATION
    return Needs(farewell, cremation, dedicated=cremation_rule(case).dedicated_cremator)


def list_missing_papers(case: FuneralCase) -> list[PaperKind]:
    """What still stands between the case and the furnace, in the order the law names it."""
    on_file = list_papers(case.id)
    return [kind for kind in cremation_rule(case).papers if kind not in on_file]
