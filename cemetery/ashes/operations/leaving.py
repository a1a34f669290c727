"""The family takes its ashes with it, and may bring them back."""

import uuid

from cemetery.ashes.chain import (
    ensure_may,
    lock_ashes,
    lock_ours,
    write_collection,
    write_event,
)
from cemetery.ashes.errors import (
    HolderMissing,
    NothingToPrint,
    PlaceMissing,
)
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.leaving import leave_unit, tell_funeral
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.papers import certificate_in_hand, entitled_to
from cemetery.ashes.people import deceased_here
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.slips import COLLECTION_SLIP, collection_slip
from cemetery.ashes.uncollected.deciding import ensure_undecided
from cemetery.voyages.boarding import hold_ship
from hardware.printing import print_once
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.people.collecting import Collector, check_collector
from kernel.people.deceased import IdentityKind
from kernel.places import get_institution
from kernel.scope import seeing


@operation(_("骨灰领取"))
def collect_ashes(
    *,
    portion_id: uuid.UUID,
    received_by: str,
    identity_number: str,
    relation: Relation,
    authorisation: str,
    signature_noted: bool,
    by: Actor,
    identity_kind: IdentityKind = IdentityKind.ID_CARD,
    idempotency_key: str | None = None,
) -> AshEvent:
    """领取 by the claimant, or by somebody with a written authorisation that was seen.

    A deposit ends with it, and what is on board leaves its ship. Raises InterredNotCollected,
    WrongMove, KeptElsewhere, LayingUndecided and the refusals of kernel.people.collecting.
    """
    known = queries.get_portion(portion_id)
    if known.case_id:
        hold_ship(known.case_id, known.letter)
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.COLLECT)
    ensure_undecided(portion, MoveKind.COLLECT)
    who = Collector(
        received_by, identity_number, relation, authorisation, signature_noted, identity_kind
    )
    who = check_collector(who, entitled_to(portion))
    place = portion.place
    deposit = leave_unit(portion)
    event = write_collection(portion, who, place=place, deposit=deposit, by=by)
    tell_funeral(portion, by)
    return event


@operation(_("接收交回的骨灰"))
def take_in_ashes(
    *,
    portion_id: uuid.UUID,
    certificate_number: str,
    brought_by: str,
    place: str,
    institution_id: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """The family brings them back, perhaps to another institution of the county: what it had
    collected, or had got from a house outside.

    Raises WrongMove, CertificateUnknown, CertificateVoided, CertificateOfOthers, HolderMissing,
    PlaceMissing.
    """
    if not brought_by.strip():
        raise HolderMissing
    if not place.strip():
        raise PlaceMissing
    # Somebody else's case may be behind it; the certificate in hand is what opens it.
    with seeing(None):
        portion = lock_ashes(portion_id)
    ensure_may(portion, MoveKind.TAKE_IN)
    number = certificate_in_hand(portion, certificate_number)
    return write_event(
        portion,
        MoveKind.TAKE_IN,
        PortionState.IN_CUSTODY,
        institution_id=institution_id,
        deceased_id=deceased_here(portion, institution_id, by).id,
        place=place,
        holder=by.name,
        counterpart=brought_by.strip(),
        certificate_number=number,
        by=by,
    )


@operation(_("打印骨灰领取凭证"))
def print_collection_slip(
    *, portion_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> AshPortion:
    """For who collected. Raises NothingToPrint, AlreadyPrinted, NoPrinter, GlyphMissing."""
    portion = lock_ours(portion_id, by)
    event = queries.last_event_of(portion)
    if event.what is not MoveKind.COLLECT:
        raise NothingToPrint
    home = get_institution(portion.institution_id)
    number = queries.number_of(portion)
    print_once(
        institution_id=home.id,
        slip=collection_slip(
            event, number, queries.name_of(portion), home, queries.code_of(portion)
        ),
        document=COLLECTION_SLIP,
        number=f"{number} {event.seq}",
        by=by,
    )
    return portion
