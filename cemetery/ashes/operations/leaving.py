"""The family takes its ashes with it, and may bring them back."""

import uuid

from cemetery.ashes.chain import ensure_may, lock_ashes, lock_ours, write_event
from cemetery.ashes.errors import (
    AuthorisationMissing,
    CollectorIdentityDiffers,
    CollectorIsDeceased,
    CollectorMissing,
    HolderMissing,
    NothingToPrint,
    PlaceMissing,
    SignatureMissing,
)
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.leaving import leave_unit, tell_funeral
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.papers import certificate_in_hand, entitled_to
from cemetery.ashes.people import deceased_here
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.slips import COLLECTION_SLIP, collection_slip
from cemetery.ashes.uncollected.deciding import ensure_undecided
from funeral.queries.cases import get_case_by_id
from hardware.printing import print_once
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.people.identity import parse_identity_number
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
    idempotency_key: str | None = None,
) -> AshEvent:
    """领取 by the claimant, or by somebody with a written authorisation that was seen.

    A deposit ends with it. Raises InterredNotCollected, WrongMove, KeptElsewhere, LayingUndecided,
    CollectorMissing, SignatureMissing, CollectorIsDeceased, CollectorIdentityDiffers,
    AuthorisationMissing and the refusals of kernel.people.identity.
    """
    name = received_by.strip()
    if not name:
        raise CollectorMissing
    shown = parse_identity_number(identity_number).number
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.COLLECT)
    ensure_undecided(portion, MoveKind.COLLECT)
    _ensure_entitled(portion, name, shown, authorisation)
    if not signature_noted:
        raise SignatureMissing
    place = portion.place
    deposit = leave_unit(portion)
    event = write_event(
        portion,
        MoveKind.COLLECT,
        PortionState.COLLECTED,
        place=place,
        holder=name,
        counterpart=name,
        identity_number=shown,
        relation=relation,
        authorisation=authorisation.strip(),
        signature_noted=True,
        deposit_id=deposit.id if deposit else None,
        by=by,
    )
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
    """Who collected them brings them back, perhaps to another institution of the county.

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
        slip=collection_slip(event, number, queries.name_of(portion), home),
        document=COLLECTION_SLIP,
        number=f"{number} {event.seq}",
        by=by,
    )
    return portion


def _ensure_entitled(portion: AshPortion, name: str, shown: str, authorisation: str) -> None:
    """The claimant's name and number go together; anybody else shows an authorisation."""
    entitled, known = entitled_to(portion), None
    if portion.case_id:
        with seeing(None):
            case = get_case_by_id(portion.case_id)
            known = case.claimant.identity_number
            if shown == case.deceased.identity_number:
                raise CollectorIsDeceased
    if name == entitled and known and shown != known:
        raise CollectorIdentityDiffers
    if name != entitled and not authorisation.strip():
        raise AuthorisationMissing(claimant=entitled)
