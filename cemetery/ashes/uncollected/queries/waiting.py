"""Which portions wait for their family, and which step of the ladder is due.

Both are reckoned when somebody looks; nothing is stored and nothing moves by time alone.
"""

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from cemetery.ashes.kinds import IN_HAND, MoveKind, PortionState
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.uncollected.errors import NotUncollected
from cemetery.ashes.uncollected.kinds import BY_DAYS, DUE, Standing, Step
from cemetery.ashes.uncollected.models import UncollectedAnnouncement, UncollectedLaying
from cemetery.law.uncollected import Ladder, Waiting, find_ladder
from cemetery.models import AshDeposit
from cemetery.voyages.queries.scattered import is_promised
from kernel import clock
from kernel.db import db
from kernel.pages import Page, page_of
from kernel.places import get_institution
from kernel.scope import seeing, seen_institutions

STEPS = {str(step): step for step in DUE}


def list_uncollected(
    *,
    step: str = "",
    unasked: bool = False,
    page: int = 1,
    sort: str = "",
    direction: str = "asc",
) -> Page:
    """Portions for which a step is due, of those the reader's institutions answer for now.

    `step`: one of DUE; anything else is all of them. `unasked`: only those nobody has asked to lay
    to rest.
    """
    waits = _waiting()
    sorts = {"since": waits.c.since, "state": AshPortion.state}
    # The chain of a portion crosses institutions; whose it is now is named in the query.
    query = _those(waits, STEPS.get(step))
    if unasked:
        asked = exists().where(
            UncollectedLaying.portion_id == AshPortion.id,
            UncollectedLaying.waits_since == waits.c.since,
            UncollectedLaying.stopped_at.is_(None),
        )
        query = query.where(~asked)
    with seeing(None):
        return page_of(query, sorts, number=page, sort=sort, direction=direction)


def list_due(step: Step) -> list[AshPortion]:
    """All portions for which this step is due, for a job."""
    waits = _waiting()
    with seeing(None):
        return list(db.session.scalars(_those(waits, step).order_by(waits.c.since)))


def _those(waits: Subquery, step: Step | None) -> Select[AshPortion]:
    announced = _announced()
    return (
        select(AshPortion)
        .join(waits, waits.c.portion_id == AshPortion.id)
        .outerjoin(
            announced,
            and_(announced.c.portion_id == AshPortion.id, announced.c.waits_since == waits.c.since),
        )
        .where(_ours(), _due(waits, announced, step))
    )


def standings_of(portion_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """Of those among these portions that wait."""
    waits, announced = _waiting(), _announced()
    query = (
        select(
            AshPortion.id,
            AshPortion.institution_id,
            waits.c.waits,
            waits.c.since,
            announced.c.until,
        )
        .join(waits, waits.c.portion_id == AshPortion.id)
        .outerjoin(
            announced,
            and_(announced.c.portion_id == AshPortion.id, announced.c.waits_since == waits.c.since),
        )
        .where(AshPortion.id.in_(list(portion_ids)))
    )
    today = clock.today()
    with seeing(None):
        return {
            portion_id: Standing(
                waits=Waiting(why),
                since=since,
                on=today,
                ladder=_ladder_of(home_id, Waiting(why), today),
                announced_until=until,
            )
            for portion_id, home_id, why, since, until in db.session.execute(query)
        }


def get_standing(portion: AshPortion) -> Standing:
    """Raises NotUncollected."""
    standing = standings_of([portion.id]).get(portion.id)
    if standing is None:
        raise NotUncollected
    return standing


def _waiting() -> Subquery:
    """portion_id, waits, since: in our keeping since the family last had to do with these ashes, or
    in a unit since the deposit's term ended. Whoever is registered for a voyage does not wait."""
    spoken_for = is_promised(AshPortion.case_id, AshPortion.letter)
    last = func.max(AshEvent.happened_at)
    in_hand = (
        select(
            AshPortion.id.label("portion_id"),
            literal(str(Waiting.CREMATION)).label("waits"),
            cast(func.timezone(str(clock.SHANGHAI), last), Date).label("since"),
        )
        .join(AshEvent, AshEvent.portion_id == AshPortion.id)
        # From one room of ours to the other is no news of the family.
        .where(AshPortion.state.in_(IN_HAND), AshEvent.move != MoveKind.MOVE, ~spoken_for)
        .group_by(AshPortion.id)
    )
    over_term = (
        select(AshPortion.id, literal(str(Waiting.TERM)), AshDeposit.until)
        .join(
            AshDeposit,
            and_(AshDeposit.portion_id == AshPortion.id, AshDeposit.collected_at.is_(None)),
        )
        .where(
            AshPortion.state == PortionState.DEPOSITED,
            AshDeposit.until < clock.today(),
            ~spoken_for,
        )
    )
    return union_all(in_hand, over_term).subquery("waiting")


def _announced() -> Subquery:
    """portion_id, waits_since, until: of the announcement that counts."""
    table = UncollectedAnnouncement
    return (
        select(table.portion_id, table.waits_since, table.until)
        .ext(distinct_on(table.portion_id, table.waits_since))
        .order_by(table.portion_id, table.waits_since, table.recorded_at.desc())
        .subquery("announced")
    )


def _due(waits: Subquery, announced: Subquery, step: Step | None) -> ColumnElement[bool]:
    """Whether this step is due, or any, by the ladder of each institution."""
    today = clock.today()
    has_run_out = func.coalesce(announced.c.until < today, false())
    by_ladder = [
        and_(
            AshPortion.institution_id.in_(home_ids),
            waits.c.waits == str(ladder.after),
            _at(ladder, step, waits.c.since, has_run_out, today),
        )
        for ladder, home_ids in _ladders(today)
    ]
    return or_(*by_ladder) if by_ladder else false()


def _at(
    ladder: Ladder, step: Step | None, since: Any, has_run_out: ColumnElement[bool], today: date
) -> ColumnElement[bool]:
    latest = {each: today - timedelta(days=ladder.days[number]) for each, number in BY_DAYS.items()}
    if step is None:
        return or_(has_run_out, since <= latest[Step.PHONE])
    if step is Step.REST:
        return has_run_out
    after = {Step.PHONE: Step.LETTER, Step.LETTER: Step.ANNOUNCEMENT}.get(step)
    not_later = since > latest[after] if after else true()
    return and_(~has_run_out, since <= latest[step], not_later)


def _ladders(today: date) -> list[tuple[Ladder, list[uuid.UUID]]]:
    """With the institutions in scope that each holds for."""
    with seeing(None):
        homes = list(
            db.session.scalars(select(AshPortion.institution_id).where(_ours()).distinct())
        )
    found: dict[int, tuple[Ladder, list[uuid.UUID]]] = {}
    for home_id in homes:
        for waits in Waiting:
            ladder = _ladder_of(home_id, waits, today)
            if ladder:
                found.setdefault(id(ladder), (ladder, []))[1].append(home_id)
    return list(found.values())


def _ladder_of(home_id: uuid.UUID, waits: Waiting, on: date) -> Ladder | None:
    return find_ladder(get_institution(home_id).region_code, waits, on)


def _ours() -> ColumnElement[bool]:
    ids = seen_institutions()
    return true() if ids is None else AshPortion.institution_id.in_(ids)
