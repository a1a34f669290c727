"""The ladder of a case nobody claims, read from a home's rungs and what was recorded."""

import uuid
from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from funeral.ladder import Asked, Begun, Ladder, climb
from funeral.models import Admission, UnclaimedRemains, UnclaimedRung, UnclaimedStep
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _


def list_rungs(institution_id: uuid.UUID) -> list[UnclaimedRung]:
    """Those in force today, from the lowest up."""
    query = (
        select(UnclaimedRung)
        .where(
            UnclaimedRung.institution_id == institution_id,
            UnclaimedRung.valid.contains(clock.today()),
        )
        .order_by(UnclaimedRung.position)
    )
    return list(db.session.scalars(query))


def list_all_rungs(institution_id: uuid.UUID) -> list[UnclaimedRung]:
    """Also those no longer or not yet in force; by place, the newest version first."""
    query = (
        select(UnclaimedRung)
        .filter_by(institution_id=institution_id)
        .order_by(UnclaimedRung.position, func.lower(UnclaimedRung.valid).desc())
    )
    return list(db.session.scalars(query))


def get_rung(rung_id: uuid.UUID) -> UnclaimedRung:
    rung = db.session.scalar(select(UnclaimedRung).filter_by(id=rung_id))
    if rung is None:
        raise NotFound
    return rung


def lock_rung(rung_id: uuid.UUID) -> UnclaimedRung:
    """The rung, held until this operation ends."""
    rung = db.session.get(UnclaimedRung, rung_id, with_for_update=True, populate_existing=True)
    if rung is None:
        raise NotFound
    return rung


def find_unclaimed(case_id: uuid.UUID) -> UnclaimedRemains | None:
    """The one still open."""
    return db.session.scalar(_with_steps().filter_by(case_id=case_id, ended_at=None))


def lock_unclaimed(case_id: uuid.UUID) -> UnclaimedRemains | None:
    """The one still open, held until this operation ends."""
    held = select(UnclaimedRemains.id).filter_by(case_id=case_id, ended_at=None).with_for_update()
    found = db.session.scalar(held)
    if found is None:
        return None
    query = _with_steps().filter_by(id=found).execution_options(populate_existing=True)
    return db.session.scalar(query)


def get_step(step_id: uuid.UUID) -> UnclaimedStep:
    query = select(UnclaimedStep).filter_by(id=step_id).options(joinedload(UnclaimedStep.rung))
    step = db.session.scalar(query)
    if step is None:
        raise NotFound
    return step


def ladder_of(unclaimed: UnclaimedRemains) -> Ladder:
    """Where it stands today."""
    return ladders_of([unclaimed])[unclaimed.case_id]


def ladders_of_cases(
    institution_id: uuid.UUID, case_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, Ladder]:
    """Of those cases that are registered as unclaimed."""
    query = _with_steps().where(
        UnclaimedRemains.institution_id == institution_id,
        UnclaimedRemains.case_id.in_(list(case_ids)),
        UnclaimedRemains.ended_at.is_(None),
    )
    return ladders_of(list(db.session.scalars(query)))


def ladders_of(found: list[UnclaimedRemains]) -> dict[uuid.UUID, Ladder]:
    """By case; all of one home."""
    if not found:
        return {}
    asked = [_asked(rung) for rung in list_rungs(found[0].institution_id)]
    query = select(Admission.case_id, Admission.received_at).where(
        Admission.case_id.in_([each.case_id for each in found])
    )
    received = {case_id: clock.day_of(at) for case_id, at in db.session.execute(query)}
    return {
        each.case_id: climb(
            asked,
            {step.rung.position: _begun(step) for step in each.steps},
            # Before they are in the house, the days count from when it was registered.
            received.get(each.case_id, clock.day_of(each.recorded_at)),
            clock.today(),
        )
        for each in found
    }


def hold_of(case_id: uuid.UUID) -> str | None:
    """Why the remains must stay; None when they are claimed, or the ladder is complete."""
    unclaimed = find_unclaimed(case_id)
    if unclaimed is None:
        return None
    ladder = ladder_of(unclaimed)
    if ladder.is_complete:
        return None
    if ladder.next is None:
        return str(_("登记为无人认领，但本馆还没有登记办理程序，不能处置。"))
    said = _("登记为无人认领，“%(title)s”还没有完成，不能处置。")
    return str(said) % {"title": ladder.next.asked.title}


def _with_steps() -> Select[UnclaimedRemains]:
    steps = selectinload(UnclaimedRemains.steps)
    return select(UnclaimedRemains).options(
        steps.joinedload(UnclaimedStep.rung), steps.selectinload(UnclaimedStep.sign_offs)
    )


def _asked(rung: UnclaimedRung) -> Asked:
    return Asked(
        rung_id=rung.id,
        position=rung.position,
        after_days=rung.after_days,
        title=rung.title,
        needs_notice=rung.needs_notice,
        needs_police=rung.needs_police,
        offices=tuple(rung.offices),
        period_days=rung.period_days,
        legal_basis=rung.legal_basis,
    )


def _begun(step: UnclaimedStep) -> Begun:
    return Begun(step.id, step.done_on, frozenset(sign.office for sign in step.sign_offs))
