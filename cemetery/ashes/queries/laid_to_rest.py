"""Who was laid to rest in a span of time, how, and whether that counts as 节地生态安葬.

What counts is read from cemetery/law/eco_burial.yaml; here it becomes SQL. A portion counts as it
stands when the span ends, so what was put right or taken out again leaves no trace. A person counts
once: in the span in which the first of the portions that still rest was laid to rest, and by the
portion that saves the least land (not saving, unknown, saving; between equals the first laid).
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, false, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.laid import Answer, LaidCount, LaidOnly, answer_of
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.law.eco_burial import EcoCount, EcoLine, RestWay, lines_for
from cemetery.models import Unit, Zone
from cemetery.voyages.queries.scattered import kind_of_voyage
from kernel import clock
from kernel.db import db
from kernel.pages import Page, page_of
from kernel.places import Institution, list_serving_institutions
from kernel.scope import seeing, seen_institutions

LAYING = (MoveKind.INTER, MoveKind.SCATTER)
AT_REST = (PortionState.INTERRED, PortionState.SCATTERED)


@dataclass(frozen=True)
class Laid:
    """One person, by the portion that decides; `portions`: how many of theirs are at rest."""

    portion: AshPortion
    institution_id: uuid.UUID
    way: RestWay
    unit: Unit | None
    laid_at: datetime
    answer: Answer
    green: bool
    portions: int

    @property
    def id(self) -> uuid.UUID:
        return self.portion.id

    @property
    def case_id(self) -> uuid.UUID | None:
        return self.portion.case_id


def count_laid(start: datetime, end: datetime) -> list[LaidCount]:
    """Persons laid to rest within [start, end) in the reader's scope, by way and what it counts."""
    homes = _homes_seen()
    with seeing(None):
        persons = _persons(start, end, homes)
        told = (persons.c.way, persons.c.saving, func.coalesce(persons.c.green, false()))
        rows = db.session.execute(select(*told, func.count()).group_by(*told)).all()
    counts = [LaidCount(RestWay(way), answer_of(saving), *rest) for way, saving, *rest in rows]
    return sorted(counts, key=lambda count: (list(RestWay).index(count.way), count.answer))


def list_laid(
    start: datetime,
    end: datetime,
    *,
    only: LaidOnly | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """The same persons one by one, as Laid."""
    homes = _homes_seen()
    with seeing(None):
        persons = _persons(start, end, homes)
        query = select(AshPortion).join(persons, persons.c.portion_id == AshPortion.id)
        query = query.where(*_only(persons, only or LaidOnly()))
        sorts = {"laid": persons.c.laid_at, "way": persons.c.way}
        found = page_of(query, sorts, number=page, sort=sort, direction=direction)
        here = persons.c.portion_id.in_([portion.id for portion in found.items])
        told = {row.portion_id: row for row in db.session.execute(select(persons).where(here))}
        of_page = select(Unit).where(Unit.id.in_([row.unit_id for row in told.values()]))
        units = {unit.id: unit for unit in db.session.scalars(of_page)}
        items = [_laid(portion, told[portion.id], units) for portion in found.items]
        return replace(found, items=items)


def _only(persons: Subquery, only: LaidOnly) -> Iterator[ColumnElement[bool]]:
    if only.way is not None:
        yield persons.c.way == only.way
    if only.answer is not None:
        saving = {Answer.SAVING: True, Answer.NOT_SAVING: False}.get(only.answer)
        yield persons.c.saving.is_not_distinct_from(saving)
    if only.green:
        yield persons.c.green.is_(True)


def _laid(portion: AshPortion, row: Any, units: dict[uuid.UUID, Unit]) -> Laid:
    return Laid(
        portion=portion,
        institution_id=row.institution_id,
        way=RestWay(row.way),
        unit=units.get(row.unit_id),
        laid_at=row.laid_at,
        answer=answer_of(row.saving),
        green=bool(row.green),
        portions=row.portions,
    )


def _persons(start: datetime, end: datetime, homes: list[Institution]) -> Subquery:
    """One row a person: portion_id, institution_id, unit_id, way, saving, green, laid_at, portions.

    Asked outside the scope, since whether a portion still rests may be another's event to say.
    """
    rests = _answered(_standing(start, end, homes), homes)
    same: dict[str, Any] = {"partition_by": rests.c.person_id}
    order = case((rests.c.saving.is_(False), 0), (rests.c.saving.is_(None), 1), else_=2)
    decided = (
        select(
            rests,
            func.min(rests.c.laid_at).over(**same).label("first_at"),
            func.count().over(**same).label("portions"),
        )
        .ext(distinct_on(rests.c.person_id))
        .order_by(rests.c.person_id, order, rests.c.laid_at, rests.c.letter)
        .subquery("decided")
    )
    return select(decided).where(decided.c.first_at >= start).subquery("persons")


def _standing(start: datetime, end: datetime, homes: list[Institution]) -> Subquery:
    """Portions at rest here when the span ends, of everybody of whom one was laid to rest in it."""
    here = [home.id for home in homes]
    person = func.coalesce(AshPortion.case_id, AshPortion.foreign_certificate_id)
    laid_now = (
        select(person)
        .join(AshEvent, AshEvent.portion_id == AshPortion.id)
        .where(
            AshEvent.move.in_(LAYING),
            AshEvent.happened_at >= start,
            AshEvent.happened_at < end,
            AshEvent.institution_id.in_(here),
        )
    )
    last = (
        select(AshEvent)
        .join(AshPortion, AshEvent.portion_id == AshPortion.id)
        .where(person.in_(laid_now), AshEvent.happened_at < end)
        .ext(distinct_on(AshEvent.portion_id))
        .order_by(AshEvent.portion_id, AshEvent.seq.desc())
        .subquery("last")
    )
    # Where the place is put right later, the day of the burial stays.
    laid_at = (
        select(func.max(AshEvent.happened_at))
        .where(
            AshEvent.portion_id == last.c.portion_id,
            AshEvent.move.in_(LAYING),
            AshEvent.happened_at < end,
        )
        .scalar_subquery()
    )
    way = case(
        (last.c.unit_id.is_not(None), Zone.kind),
        (last.c.voyage_id.is_not(None), kind_of_voyage(last.c.voyage_id)),
        else_=str(RestWay.SCATTERED),
    )
    return (
        select(
            *(last.c.portion_id, last.c.institution_id, last.c.unit_id, AshPortion.letter),
            *(person.label("person_id"), way.label("way"), laid_at.label("laid_at")),
            *(Unit.capacity, Unit.area, Unit.stele_height),
        )
        .join(AshPortion, AshPortion.id == last.c.portion_id)
        .outerjoin(Unit, Unit.id == last.c.unit_id)
        .outerjoin(Zone, Zone.id == Unit.zone_id)
        .where(last.c.to_state.in_(AT_REST), last.c.institution_id.in_(here))
        .subquery("standing")
    )


def _answered(standing: Subquery, homes: list[Institution]) -> Subquery:
    """With two columns more, saving and green: null where they turn on what nobody measured."""
    answers = (_counts(standing.c, count, homes).label(str(count)) for count in EcoCount)
    return select(standing, *answers).subquery("rests")


def _counts(rest: Any, count: EcoCount, homes: list[Institution]) -> ColumnElement[bool]:
    """By the lines of each region: true or null of one of them is true or null of all."""
    by_lines: dict[tuple[tuple[RestWay, EcoLine], ...], list[uuid.UUID]] = {}
    for home in homes:
        by_lines.setdefault(lines_for(home.region_code, count), []).append(home.id)
    fits = [
        and_(rest.institution_id.in_(ids), rest.way == str(way), *_fits(rest, line))
        for lines, ids in by_lines.items()
        for way, line in lines
    ]
    return or_(false(), *fits)


def _fits(rest: Any, line: EcoLine) -> Iterator[ColumnElement[bool]]:
    yield rest.laid_at >= clock.day_range(line.since)[0]
    if line.until is not None:
        yield rest.laid_at < clock.day_range(line.until)[1]
    if line.area is not None or line.stele_height is not None:
        yield rest.capacity.between(*line.places)
    if line.area is not None:
        yield rest.area <= line.area
    if line.stele_height is not None:
        yield rest.stele_height <= line.stele_height


def _homes_seen() -> list[Institution]:
    ids = seen_institutions()
    return [home for home in list_serving_institutions("") if ids is None or home.id in ids]
