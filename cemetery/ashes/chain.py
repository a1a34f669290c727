"""Writing what happened to a portion; only operations call it, with the portion locked."""

import uuid
from datetime import datetime
from typing import Any

from cemetery.ashes.errors import (
    AlreadyInterred,
    InterredNotCollected,
    KeptElsewhere,
    OnBoard,
    WrongMove,
)
from cemetery.ashes.kinds import MoveKind, PortionState, may
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries.portions import (
    get_portion,
    lock_foreign_certificate,
    lock_portion,
)
from cemetery.models import AshDeposit
from cemetery.voyages.boarding import leave_ship
from cemetery.voyages.queries.scattered import is_boarded
from funeral.queries.cases import lock_case_by_id
from kernel import clock
from kernel.db import db
from kernel.people.actors import Actor
from kernel.people.collecting import Collector
from kernel.places import get_institution
from kernel.scope import seeing


def lock_ashes(portion_id: uuid.UUID) -> AshPortion:
    """The case first, as funeral's own hand-over holds it, or the foreign certificate, then the
    portion: whose ashes they are is said of all portions of one person."""
    portion = get_portion(portion_id)
    if portion.case_id:
        with seeing(None):
            lock_case_by_id(portion.case_id)
    elif portion.foreign_certificate_id:
        lock_foreign_certificate(portion.foreign_certificate_id)
    return lock_portion(portion_id)


def lock_ours(portion_id: uuid.UUID, by: Actor) -> AshPortion:
    """Raises KeptElsewhere where another institution answers for it now."""
    portion = lock_ashes(portion_id)
    if by.institution_id not in {None, portion.institution_id}:
        raise KeptElsewhere(home=get_institution(portion.institution_id).name)
    return portion


def ensure_may(portion: AshPortion, move: MoveKind) -> None:
    """On board only the family takes its ashes back; a voyage says first what becomes of them.

    Raises AlreadyInterred, InterredNotCollected, OnBoard, WrongMove."""
    if may(move, portion.stands):
        if move is not MoveKind.COLLECT and is_on_board(portion):
            raise OnBoard(move=move.label)
        return
    if move is MoveKind.INTER and portion.stands is PortionState.INTERRED and portion.since:
        raise AlreadyInterred(at=clock.say_stamp(portion.since), where=portion.place)
    if move is MoveKind.COLLECT and portion.stands is PortionState.INTERRED:
        raise InterredNotCollected(where=portion.place)
    raise WrongMove(state=portion.stands.label, where=portion.place, move=move.label)


def is_on_board(portion: AshPortion) -> bool:
    """With a ship now, whose voyage says what becomes of it."""
    return portion.case_id is not None and is_boarded(portion.case_id, portion.letter)


def write_collection(
    portion: AshPortion, who: Collector, *, place: str, by: Actor, deposit: AshDeposit | None = None
) -> AshEvent:
    """Who took it, as check_collector gave it back; off its ship, where it was on board."""
    if portion.case_id:
        leave_ship(portion.case_id, portion.letter)
    return write_event(
        portion,
        MoveKind.COLLECT,
        PortionState.COLLECTED,
        place=place,
        holder=who.name,
        counterpart=who.name,
        identity_kind=who.identity_kind,
        identity_number=who.identity_number,
        relation=who.relation,
        authorisation=who.authorisation,
        signature_noted=who.signature_noted,
        deposit_id=deposit.id if deposit else None,
        by=by,
    )


def write_event(
    portion: AshPortion,
    move: MoveKind,
    to: PortionState,
    *,
    by: Actor,
    place: str,
    holder: str,
    institution_id: uuid.UUID | None = None,
    happened_at: datetime | None = None,
    **facts: Any,
) -> AshEvent:
    """The next event; the database moves the portion with it. `facts`: columns of AshEvent."""
    ensure_may(portion, move)
    event = AshEvent(
        institution_id=institution_id or portion.institution_id,
        portion_id=portion.id,
        seq=portion.seq + 1,
        move=move,
        from_state=portion.state,
        to_state=to,
        happened_at=happened_at or clock.now(),
        by=str(by),
        place=place.strip(),
        holder=holder.strip(),
        **facts,
    )
    db.session.add(event)
    db.session.flush()
    with seeing(None):
        # What the trigger wrote.
        db.session.refresh(portion)
    return event
