"""Who is stored where, how long, and whether the law and the county's waiver still cover it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from billing.eligibility import judge
from billing.limits import Free, FreeQuantity
from billing.queries import find_policy
from billing.units import HOURS, Unit, convert
from funeral.charges import STORAGE
from funeral.kinds import ResourceKind
from funeral.law.storage import storage_rules
from funeral.models import (
    Admission,
    CabinetStay,
    CremationRun,
    FuneralCase,
    Resource,
    StorageExtension,
    UnclaimedRemains,
)
from funeral.queries import unclaimed
from funeral.queries.waivers import waiver_facts
from funeral.storage import FreeStorage, Stay, StorageRule, rule_of
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.pages import Page, page_of
from kernel.people.deceased import Deceased
from kernel.places import get_institution

OVERDUE_SORTS = {
    "received": Admission.received_at,
    "number": FuneralCase.number,
    "name": Deceased.name,
}


@dataclass(frozen=True)
class Place:
    """One cabinet: who lies there and for how long; `case` None when it is empty."""

    cabinet: Resource
    case: FuneralCase | None
    stay: Stay | None
    free: FreeStorage | None


def storage_rule(institution_id: uuid.UUID) -> StorageRule | None:
    """In force here today; None where the law file knows none."""
    region = get_institution(institution_id).region_code
    return rule_of(storage_rules(), region, clock.today())


def needs_extension(case_id: uuid.UUID) -> bool:
    """Stored beyond the legal days, and no extension covers today (殡葬管理条例 art. 27).

    False while nothing was received, and after the cremation began.
    """
    stay = find_stay(case_id)
    return stay is not None and stay.needs_extension(clock.now(), clock.today())


def find_stay(case_id: uuid.UUID) -> Stay | None:
    """From the admission on; None before it and once the cremation began."""
    return stays_of([case_id]).get(case_id)


def stays_of(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Stay]:
    """Those of the cases whose remains are in the house."""
    extended = (
        select(func.max(StorageExtension.until_on))
        .where(StorageExtension.case_id == Admission.case_id)
        .scalar_subquery()
    )
    query = (
        select(Admission.case_id, Admission.institution_id, Admission.received_at, extended)
        .outerjoin(CremationRun, CremationRun.case_id == Admission.case_id)
        .where(Admission.case_id.in_(list(case_ids)), CremationRun.id.is_(None))
    )
    stays, rules = {}, {}
    for case_id, institution_id, received_at, until in db.session.execute(query):
        if institution_id not in rules:
            rules[institution_id] = storage_rule(institution_id)
        rule = rules[institution_id]
        stays[case_id] = Stay(received_at, rule.days if rule else None, until)
    return stays


def list_extensions(case_id: uuid.UUID) -> list[StorageExtension]:
    query = select(StorageExtension).filter_by(case_id=case_id)
    return list(db.session.scalars(query.order_by(StorageExtension.recorded_at)))


def list_overdue(
    institution_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    """Cases kept longer than the legal days, extended or not, and those nobody claims."""
    rule = storage_rule(institution_id)
    nobodys = select(UnclaimedRemains.case_id).where(UnclaimedRemains.ended_at.is_(None))
    late: ColumnElement[bool] = FuneralCase.id.in_(nobodys)
    if rule is not None:
        late = or_(late, Admission.received_at < clock.now() - timedelta(days=rule.days))
    query = (
        select(FuneralCase)
        .join(Deceased, FuneralCase.deceased_id == Deceased.id)
        .join(Admission, Admission.case_id == FuneralCase.id)
        .outerjoin(CremationRun, CremationRun.case_id == FuneralCase.id)
        .where(FuneralCase.institution_id == institution_id, CremationRun.id.is_(None), late)
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    return page_of(query, OVERDUE_SORTS, number=page, sort=sort, direction=direction)


def list_places(institution_id: uuid.UUID) -> list[Place]:
    """Every cabinet in use, in the order they were registered."""
    query = (
        select(Resource, FuneralCase)
        .outerjoin(
            CabinetStay,
            (CabinetStay.cabinet_id == Resource.id) & CabinetStay.taken_out_at.is_(None),
        )
        .outerjoin(FuneralCase, FuneralCase.id == CabinetStay.case_id)
        .where(Resource.institution_id == institution_id, Resource.kind == ResourceKind.CABINET)
        .options(joinedload(FuneralCase.deceased))
        .order_by(Resource.id)
    )
    rows = list(db.session.execute(query))
    stays = stays_of(case.id for _cabinet, case in rows if case)
    return [
        Place(cabinet, case, stays.get(case.id) if case else None, _free(case))
        for cabinet, case in rows
        if cabinet.in_use or case
    ]


def list_cases_without_cabinet(institution_id: uuid.UUID) -> list[FuneralCase]:
    """Received, not yet cremated, and in no cabinet just now: longest in the house first."""
    inside = select(CabinetStay.case_id).where(CabinetStay.taken_out_at.is_(None))
    query = (
        select(FuneralCase)
        .join(Admission, Admission.case_id == FuneralCase.id)
        .outerjoin(CremationRun, CremationRun.case_id == FuneralCase.id)
        .where(
            FuneralCase.institution_id == institution_id,
            CremationRun.id.is_(None),
            FuneralCase.id.not_in(inside),
        )
        .options(joinedload(FuneralCase.deceased))
        .order_by(Admission.received_at)
    )
    return list(db.session.scalars(query))


def free_storage(case: FuneralCase) -> FreeStorage:
    """What the county would waive if the cremation were today; the policy's own words."""
    today = clock.today()
    facts = replace(waiver_facts(case), cremated_on=today)
    policy = find_policy(case.institution_id, facts)
    if policy is None:
        return FreeStorage(is_free=False, hours=0, said=str(_("本县没有在用的减免政策")))
    eligible, reasons = judge(policy, facts)
    if not eligible:
        return FreeStorage(is_free=False, hours=0, said=str(reasons[-1]))
    item = policy.find_item(STORAGE)
    if item is None:
        return FreeStorage(is_free=False, hours=0, said=str(_("减免政策不含遗体存放")))
    limit = item.settle(facts)
    said = str(item.clause(facts))
    if isinstance(limit, Free):
        return FreeStorage(is_free=True, hours=None, said=said)
    if isinstance(limit, FreeQuantity) and limit.unit in HOURS:
        hours = int(convert(limit.quantity, limit.unit, Unit.HOUR))
        return FreeStorage(is_free=True, hours=hours, said=said)
    return FreeStorage(is_free=False, hours=0, said=said)


def unclaimed_hold(case_id: uuid.UUID) -> str | None:
    """Why remains nobody claims must not be cremated yet; None when nothing of that kind is so."""
    return unclaimed.hold_of(case_id)


def _free(case: FuneralCase | None) -> FreeStorage | None:
    return free_storage(case) if case else None
