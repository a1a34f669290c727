"""How portions arise, are divided, and go from hand to hand in the house."""

import uuid
from datetime import date
from typing import Any

from cemetery.ashes.chain import ensure_may, lock_ours, write_collection, write_event
from cemetery.ashes.errors import (
    CertificateOfOurs,
    CremationDayWrong,
    DeathAfterCremation,
    DivisionReasonMissing,
    ForeignCertificateIncomplete,
    ForeignCertificateUsed,
    HolderMissing,
    NothingAtHand,
    PlaceMissing,
    TooManyPortions,
)
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.leaving import is_at_hand
from cemetery.ashes.models import AshEvent, AshPortion, ForeignCertificate
from cemetery.ashes.people import check_foreign
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.queries.portions import issuer_spelled
from cemetery.ashes.uncollected.deciding import ensure_undecided
from funeral.queries.cases import get_case_by_id
from funeral.queries.certificates import get_certificate
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.collecting import Collector
from kernel.people.deceased import admit_deceased
from kernel.people.identity import one_spelling
from kernel.scope import seeing

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST = "A"


@operation(_("建立骨灰记录"))
def open_portion(*, case_id: uuid.UUID, place: str, holder: str, by: Actor) -> AshPortion:
    """The ashes were packed: portion A is the whole, until it is divided."""
    case = get_case_by_id(case_id)
    portion = AshPortion(
        institution_id=case.institution_id,
        origin_id=case.institution_id,
        case_id=case.id,
        deceased_id=case.deceased_id,
        letter=FIRST,
    )
    _begin(portion, MoveKind.PACK, PortionState.AT_FURNACE, place=place, holder=holder, by=by)
    return portion


@operation(_("登记骨灰随交接领走"))
def note_hand_over(
    *, case_id: uuid.UUID, place: str, collector: Collector, by: Actor
) -> list[AshPortion]:
    """Funeral handed over all that is at the case's own house; it holds the case and has checked
    who came.

    Raises NothingAtHand, LayingUndecided.
    """
    case, gone = get_case_by_id(case_id), []
    for portion in queries.list_all_portions_of(case.id):
        locked = queries.lock_portion(portion.id)
        if is_at_hand(locked, case.institution_id):
            ensure_undecided(locked, MoveKind.COLLECT)
            write_collection(locked, collector, place=place, by=by)
            gone.append(locked)
    if not gone:
        raise NothingAtHand
    return gone


@operation(_("接收外地骨灰"))
def receive_foreign_ashes(
    *,
    institution_id: uuid.UUID,
    issuer: str,
    certificate_number: str,
    cremated_on: date,
    deceased_name: str,
    brought_by: str,
    place: str,
    by: Actor,
    identity_number: str = "",
    died_on: date | None = None,
    idempotency_key: str | None = None,
) -> AshPortion:
    """Ashes cremated in another county, with that county's certificate.

    `identity_number`: where it is known; by it a place that was reserved for the person is known
    again. `died_on`: as the certificate says; without it the day of the cremation, the last it can
    have been. Raises ForeignCertificateIncomplete, CertificateOfOurs, CremationDayWrong,
    DeathAfterCremation, HolderMissing, PlaceMissing, ForeignCertificateUsed and the refusals of
    check_deceased.
    """
    issuer = issuer_spelled(issuer)
    number, name = one_spelling(certificate_number), deceased_name.strip()
    if not (issuer and number and name):
        raise ForeignCertificateIncomplete
    if cremated_on > clock.today():
        raise CremationDayWrong
    if died_on and died_on > cremated_on:
        raise DeathAfterCremation
    if not brought_by.strip():
        raise HolderMissing
    if not place.strip():
        raise PlaceMissing
    if _is_ours(certificate_number):
        raise CertificateOfOurs
    if queries.find_foreign_certificate(issuer, number):
        raise ForeignCertificateUsed
    deceased = admit_deceased(
        institution_id=institution_id,
        known=check_foreign(name, identity_number, died_on or cremated_on),
        household_registration=None,
        by=by,
    )
    certificate = ForeignCertificate(
        institution_id=institution_id,
        issuer=issuer,
        number=number,
        cremated_on=cremated_on,
        deceased_name=name,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    portion = AshPortion(
        institution_id=institution_id,
        origin_id=institution_id,
        foreign_certificate=certificate,
        deceased_id=deceased.id,
        letter=FIRST,
    )
    _begin(
        portion,
        MoveKind.RECEIVE,
        PortionState.IN_CUSTODY,
        place=place,
        holder=by.name,
        counterpart=brought_by.strip(),
        certificate_number=number,
        deceased_id=deceased.id,
        by=by,
    )
    return portion


@operation(_("骨灰分份"))
def divide_ashes(
    *,
    portion_id: uuid.UUID,
    more: int,
    asked_by: str,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshPortion:
    """`more` new letters beside the portion that is divided, each where that one is now.

    Gives the one that was divided; a letter is never given twice. Raises WrongMove, KeptElsewhere,
    LayingUndecided, TooManyPortions, DivisionReasonMissing.
    """
    if not (asked_by.strip() and reason.strip()):
        raise DivisionReasonMissing
    whole = lock_ours(portion_id, by)
    ensure_may(whole, MoveKind.DIVIDE)
    ensure_undecided(whole, MoveKind.DIVIDE)
    used = {each.letter for each in queries.list_all_portions_of(whole.ashes_id)}
    free = LETTERS[LETTERS.index(max(used)) + 1 :]
    if not 1 <= more <= len(free):
        raise TooManyPortions(most=len(free))
    said: dict[str, Any] = {
        "place": whole.place,
        "holder": whole.holder,
        "counterpart": asked_by.strip(),
        "note": reason.strip(),
    }
    write_event(whole, MoveKind.DIVIDE, whole.stands, by=by, **said)
    for letter in free[:more]:
        part = AshPortion(
            institution_id=whole.institution_id,
            origin_id=whole.origin_id,
            case_id=whole.case_id,
            foreign_certificate_id=whole.foreign_certificate_id,
            deceased_id=whole.deceased_id,
            letter=letter,
            split_from_id=whole.id,
        )
        _begin(part, MoveKind.SPLIT, whole.stands, by=by, **said)
    return whole


@operation(_("骨灰交接保管"))
def move_ashes(
    *,
    portion_id: uuid.UUID,
    place: str,
    holder: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """A custody scan: from now on it is in this place, in this person's hands.

    Raises WrongMove, KeptElsewhere, PlaceMissing, HolderMissing.
    """
    if not place.strip():
        raise PlaceMissing
    if not holder.strip():
        raise HolderMissing
    portion = lock_ours(portion_id, by)
    return write_event(
        portion, MoveKind.MOVE, PortionState.IN_CUSTODY, place=place, holder=holder, by=by
    )


def _begin(
    portion: AshPortion,
    move: MoveKind,
    to: PortionState,
    *,
    by: Actor,
    place: str,
    holder: str,
    **facts: Any,
) -> None:
    portion.state, portion.seq = PortionState.NOWHERE, 0
    db.session.add(portion)
    db.session.flush()
    write_event(portion, move, to, place=place, holder=holder, by=by, **facts)


def _is_ours(number: str) -> bool:
    with seeing(None):
        try:
            get_certificate(number)
        except NotFound:
            return False
    return True
