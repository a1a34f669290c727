"""The ashes behind a portion on a voyage: handed over, taken on board, and gone into the water.

Their own record (cemetery.ashes) says who had them at each hour; a voyage writes into it here.
"""

import uuid

from cemetery.ashes.at_rest import Scattering, Word, scatter
from cemetery.ashes.chain import lock_ashes, lock_ours, write_event
from cemetery.ashes.kinds import MoveKind, PortionState, may
from cemetery.ashes.operations import move_ashes, take_in_ashes
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.ashes.uncollected.deciding import ensure_undecided
from cemetery.errors import CertificateVoided
from cemetery.voyages import kinds
from cemetery.voyages.errors import AshesGone
from cemetery.voyages.models import Voyage, VoyagePortion
from funeral.queries.certificates import find_certificate
from kernel.people.actors import Actor
from kernel.places import get_institution
from kernel.scope import seeing


def can_sail(state: PortionState) -> bool:
    return may(MoveKind.SCATTER, state) or state is PortionState.COLLECTED


def ensure_can_sail(case_id: uuid.UUID, letter: str) -> None:
    """Ashes the family has at home can sail too: it brings them on the day.

    Raises PortionUnknown for a letter nobody gave, AshesGone where they rest for good,
    LayingUndecided.
    """
    ashes = get_portion_of(case_id, letter)
    if not can_sail(ashes.stands):
        raise AshesGone(letter=letter, state=ashes.stands.label)
    ensure_undecided(ashes, MoveKind.SCATTER)


def take_on_board(portion: VoyagePortion, voyage: Voyage, by: Actor) -> None:
    """From the family's hands or ours into the ship's.

    Raises AshesGone, CertificateVoided where no certificate counts any more, and as the moves do.
    """
    ensure_can_sail(portion.case_id, portion.letter)
    ashes = get_portion_of(portion.case_id, portion.letter)
    place = voyage.ship_name or voyage.gathers_place
    certificate = _certificate_of(portion)
    if ashes.state == PortionState.COLLECTED:
        take_in_ashes(
            portion_id=ashes.id,
            certificate_number=certificate,
            brought_by=portion.registration.contact,
            place=place,
            institution_id=voyage.institution_id,
            by=by,
        )
    else:
        move_ashes(portion_id=ashes.id, place=place, holder=by.name, by=by)


def bring_ashore(portion: VoyagePortion, voyage: Voyage, why: str, by: Actor) -> None:
    """Off a ship that did not scatter it, into the hands of who says so. The voyage has written
    that it is on board no more.

    What was given out meanwhile is where its own record says.
    """
    with seeing(None):
        ashes = lock_ashes(get_portion_of(portion.case_id, portion.letter).id)
    is_ours = ashes.institution_id == voyage.institution_id
    if is_ours and may(MoveKind.COME_ASHORE, ashes.stands):
        write_event(
            ashes,
            MoveKind.COME_ASHORE,
            PortionState.IN_CUSTODY,
            place=voyage.gathers_place,
            holder=by.name or get_institution(voyage.institution_id).name,
            voyage_id=voyage.id,
            note=why,
            by=by,
        )


def scatter_on_voyage(portion: VoyagePortion, voyage: Voyage, by: Actor) -> None:
    """Inside carry_out_voyage, which holds voyage and portion locked and has written the voyage's
    position, time and witnesses. On the word of who agreed at the registration."""
    if voyage.scattered_at is None:
        raise RuntimeError("The constraint carried_out_at_a_time forbids this.")
    portion.state = kinds.PortionState.SCATTERED
    portion.scattered_at, portion.scattered_by = voyage.scattered_at, str(by)
    done = Scattering(
        place=f"{voyage.waters} {voyage.scattered_place}",
        scattered_at=voyage.scattered_at,
        witnesses=[name for name, _unit in voyage.witnesses or ()],
        voyage_id=voyage.id,
    )
    registration = portion.registration
    # Judged when it came on board: what has happened at sea is written down whatever a paper is
    # worth by now.
    word = Word(
        registration.certificate_number,
        asked_by=registration.agreed_by,
        authorisation=registration.number,
    )
    scatter(lock_ours(get_portion_of(portion.case_id, portion.letter).id, by), done, word, by)


def _certificate_of(portion: VoyagePortion) -> str:
    """The one of the registration, or what was reissued in its place. Raises CertificateVoided."""
    with seeing(None):
        certificate = find_certificate(portion.case_id)
    if certificate is None:
        raise CertificateVoided(number=portion.registration.certificate_number)
    return certificate.number
