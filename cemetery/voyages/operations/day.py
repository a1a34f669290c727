"""The day of the voyage: portions handed over, relatives seen, departed, carried out."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cemetery.queries import open_deposit_of
from cemetery.voyages import queries
from cemetery.voyages.errors import (
    AshesStillResting,
    CoordinatesWrong,
    NotBoardingDay,
    NothingBoarded,
    PortionNotBoarded,
    PortionNotWaiting,
    PositionMissing,
    ScatteringTimeWrong,
    VoyageNotDeparted,
    VoyageNotToCome,
)
from cemetery.voyages.kinds import PortionState, VoyageState
from cemetery.voyages.models import Voyage, VoyagePortion
from cemetery.voyages.people import Witness, check_witnesses
from cemetery.voyages.scattering import bring_ashore, scatter_on_voyage, take_on_board
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

MOST_LATITUDE, MOST_LONGITUDE = 90, 180


@dataclass(frozen=True)
class Position:
    """Where it was: in words always, in degrees (WGS 84) where the ship knows them."""

    words: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@operation(_("骨灰交接上船"))
def board_portion(
    *, number: str, scanned: str, by: Actor, idempotency_key: str | None = None
) -> VoyagePortion:
    """`scanned`: as queries.find_scanned_portion reads it.

    Raises VoyageNotToCome, NotBoardingDay, PortionNotOnVoyage, PortionUnclear, PortionNotWaiting,
    the refusals of take_on_board, and AshesStillResting while a deposit of this portion is open.
    """
    voyage = _lock_to_come(number)
    portion = queries.find_scanned_portion(voyage, scanned)
    db.session.refresh(portion)
    if portion.state != PortionState.REGISTERED:
        raise PortionNotWaiting
    deposit = open_deposit_of(portion.case_id, portion.letter)
    if deposit:
        place = f"{deposit.unit.site.name} {deposit.unit}"
        raise AshesStillResting(place=place, number=deposit.number)
    take_on_board(portion, voyage, by)
    portion.state = PortionState.BOARDED
    portion.boarded_at, portion.boarded_by = clock.now(), str(by)
    return portion


@operation(_("核对随行亲属"))
def note_relatives_present(
    *,
    number: str,
    relative_ids: Collection[uuid.UUID],
    by: Actor,
    idempotency_key: str | None = None,
) -> Voyage:
    """Those who came; nobody else on the list did. Raises VoyageNotToCome, NotBoardingDay."""
    voyage = _lock_to_come(number)
    for relative in queries.relatives_of(voyage):
        relative.present = relative.id in relative_ids
    return voyage


@operation(_("登记航次出发"))
def depart_voyage(*, number: str, by: Actor, idempotency_key: str | None = None) -> Voyage:
    """What was not handed over stays ashore, and is free for another voyage.

    Raises VoyageNotToCome, NotBoardingDay, NothingBoarded.
    """
    voyage = _lock_to_come(number)
    if not queries.lock_portions(voyage, PortionState.BOARDED):
        raise NothingBoarded
    for portion in queries.lock_portions(voyage, PortionState.REGISTERED):
        portion.state = PortionState.STAYED
    voyage.state, voyage.departed_at = VoyageState.DEPARTED, clock.now()
    return voyage


@operation(_("登记骨灰撒散"))
def carry_out_voyage(
    *,
    number: str,
    position: Position,
    scattered_at: datetime,
    witnesses: Iterable[Witness],
    by: Actor,
    brought_back: Collection[uuid.UUID] = (),
    idempotency_key: str | None = None,
) -> Voyage:
    """Every portion on board was scattered but those brought back, whose ids are given: they come
    ashore, their families are to be told, and one of whom nothing was scattered may change or
    withdraw.

    Raises VoyageNotDeparted, PositionMissing, CoordinatesWrong, ScatteringTimeWrong, WitnessUnread,
    WitnessesMissing, PortionNotBoarded.
    """
    voyage = queries.lock_voyage(number)
    if voyage.state != VoyageState.DEPARTED or voyage.departed_at is None:
        raise VoyageNotDeparted
    _ensure_somewhere(position)
    if not clock.minute_of(voyage.departed_at) <= scattered_at <= clock.now():
        raise ScatteringTimeWrong
    scattered_at = max(scattered_at, voyage.departed_at)
    seen_by = check_witnesses(witnesses)
    boarded = queries.lock_portions(voyage, PortionState.BOARDED)
    if not set(brought_back) <= {portion.id for portion in boarded}:
        raise PortionNotBoarded
    voyage.state, voyage.scattered_at = VoyageState.CARRIED_OUT, scattered_at
    voyage.scattered_place, voyage.witnesses = position.words.strip(), seen_by
    voyage.latitude, voyage.longitude = position.latitude, position.longitude
    said = {"voyage": voyage.number}
    for portion in boarded:
        if portion.id in brought_back:
            portion.state = PortionState.STAYED
            portion.registration.told_at = None
            bring_ashore(portion, voyage, str(_("航次 %(voyage)s 没有撒散") % said), by)
        else:
            scatter_on_voyage(portion, voyage, by)
    return voyage


def _lock_to_come(number: str) -> Voyage:
    """On its day. Raises VoyageNotToCome, NotBoardingDay."""
    voyage = queries.lock_voyage(number)
    if not voyage.is_to_come:
        raise VoyageNotToCome
    day = clock.day_of(voyage.departs_at)
    if clock.today() != day:
        raise NotBoardingDay(day=day.isoformat())
    return voyage


def _ensure_somewhere(position: Position) -> None:
    if not position.words.strip():
        raise PositionMissing
    latitude, longitude = position.latitude, position.longitude
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        raise CoordinatesWrong
    if abs(latitude) > MOST_LATITUDE or abs(longitude) > MOST_LONGITUDE:
        raise CoordinatesWrong
