"""A family registers for a voyage, changes to another one, withdraws, is told."""

from collections.abc import Iterable

from cemetery.voyages import queries
from cemetery.voyages.charging import charge_place, withdraw_place
from cemetery.voyages.errors import (
    PlaceBilled,
    PortionOnAnotherVoyage,
    RegistrationSettled,
    SameVoyage,
    TooManyRelatives,
    VoyageReasonMissing,
)
from cemetery.voyages.kinds import Channel, PortionState
from cemetery.voyages.models import Voyage, VoyagePortion, VoyageRegistration, VoyageRelative
from cemetery.voyages.people import Relative
from cemetery.voyages.places import give_back, take_places
from cemetery.voyages.registering import Party, check_certificate, check_party
from cemetery.voyages.scattering import ensure_can_sail
from cemetery.voyages.words import CONSENT
from funeral.queries.cases import lock_case
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("登记海葬撒散"))
def register_for_voyage(
    *,
    case_number: str,
    certificate_number: str,
    voyage_number: str,
    party: Party,
    by: Actor,
    channel: Channel = Channel.WALK_IN,
    idempotency_key: str | None = None,
) -> VoyageRegistration:
    """Places for the portions and the relatives, both or none.

    Raises the refusals of check_party, check_certificate and ensure_can_sail,
    PortionOnAnotherVoyage, TooManyRelatives, and those of take_places. After the bill a further
    one takes the fee.
    """
    checked = check_party(party)
    told = checked.party
    # Held, so that one portion is not registered twice at once.
    case = lock_case(case_number)
    certificate = check_certificate(case, certificate_number)
    for letter in checked.letters:
        ensure_can_sail(case.id, letter)
    if queries.has_voyage(case.id, checked.letters):
        raise PortionOnAnotherVoyage
    wanted = queries.get_voyage(voyage_number)
    _ensure_not_too_many(wanted, len(told.relatives))
    voyage = take_places(wanted.id, len(checked.letters), len(told.relatives))
    registration = VoyageRegistration(
        institution_id=voyage.institution_id,
        voyage=voyage,
        case_id=case.id,
        certificate_number=certificate,
        channel=channel,
        contact=told.contact,
        phone=told.phone,
        needs=told.needs,
        consent=str(CONSENT),
        agreed_by=told.agreed_by,
        registered_at=clock.now(),
        registered_by=str(by),
        number=next_number(NumberKind.VOYAGE_REGISTRATION, get_institution(voyage.institution_id)),
    )
    _write(registration, checked.letters, told.relatives)
    charge_place(registration, voyage, len(checked.letters), by)
    return registration


@operation(_("改海葬撒散航次"))
def change_voyage(
    *, number: str, voyage_number: str, by: Actor, idempotency_key: str | None = None
) -> VoyageRegistration:
    """The old places go back, unless the voyage has sailed with them: then that registration stays
    as it was, and another one takes over its charge. A family is told of nothing it has just chosen
    itself.

    Gives the registration that counts from now on. Raises RegistrationSettled, SameVoyage,
    PortionOnAnotherVoyage, TooManyRelatives, PlaceBilled and the refusals of take_places; then
    nothing has changed.
    """
    registration = queries.lock_registration(number)
    old_id, new = registration.voyage_id, queries.get_voyage(voyage_number)
    if new.id == old_id:
        raise SameVoyage
    old = queries.lock_voyages([old_id, new.id])[old_id]
    portions = _open_portions(registration)
    # What stayed was free for a registration of its own.
    letters = [each.letter for each in portions]
    if old.departed_at and queries.has_voyage(registration.case_id, letters):
        raise PortionOnAnotherVoyage
    _ensure_not_too_many(new, len(registration.relatives))
    taken = take_places(new.id, len(portions), len(registration.relatives))
    said = str(_("改到航次 %(voyage)s") % {"voyage": taken.number})
    if old.departed_at:
        sailed, registration = registration, _registered_anew(registration, taken, by)
        sailed.withdrawn_at, sailed.withdraw_reason = clock.now(), said
    else:
        give_back(old_id, len(portions), len(registration.relatives))
        for relative in registration.relatives:
            relative.present = None
        registration.voyage, registration.told_at = taken, clock.now()
    if old.item_code != taken.item_code:
        if not withdraw_place(registration, said, by):
            raise PlaceBilled
        registration.charged_as_id = None
        charge_place(registration, taken, len(portions), by)
    return registration


@operation(_("取消海葬撒散登记"))
def withdraw_from_voyage(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> VoyageRegistration:
    """Its places are free for others at once, and its ashes for another voyage. Of one that has
    sailed nothing goes back: who was aboard and what stayed is as it was.

    Raises RegistrationSettled, VoyageReasonMissing.
    """
    registration = queries.lock_registration(number)
    voyage = queries.lock_voyages([registration.voyage_id])[registration.voyage_id]
    portions = _open_portions(registration)
    if not reason.strip():
        raise VoyageReasonMissing
    if voyage.departed_at is None:
        give_back(voyage.id, len(portions), len(registration.relatives))
        for portion in portions:
            portion.state = PortionState.WITHDRAWN
    registration.withdrawn_at, registration.withdraw_reason = clock.now(), reason.strip()
    withdraw_place(registration, reason, by)
    return registration


@operation(_("已告知家属航次变化"))
def note_family_told(
    *, number: str, by: Actor, idempotency_key: str | None = None
) -> VoyageRegistration:
    """By telephone, or by a message they answered."""
    registration = queries.lock_registration(number)
    registration.told_at = clock.now()
    return registration


def _open_portions(registration: VoyageRegistration) -> list[VoyagePortion]:
    """All of them, none on board or scattered. The voyage is locked, or it could depart.

    Raises RegistrationSettled.
    """
    db.session.refresh(registration, ["portions", "relatives"])
    for portion in registration.portions:
        db.session.refresh(portion)
    if not registration.may_choose_again:
        raise RegistrationSettled
    return list(registration.portions)


def _registered_anew(sailed: VoyageRegistration, voyage: Voyage, by: Actor) -> VoyageRegistration:
    """With all that the family told for the voyage that did not scatter its ashes."""
    home = get_institution(voyage.institution_id)
    again = VoyageRegistration(
        institution_id=home.id,
        voyage=voyage,
        case_id=sailed.case_id,
        certificate_number=sailed.certificate_number,
        channel=sailed.channel,
        contact=sailed.contact,
        phone=sailed.phone,
        needs=sailed.needs,
        consent=sailed.consent,
        agreed_by=sailed.agreed_by,
        registered_at=clock.now(),
        registered_by=str(by),
        charged_as_id=sailed.charged_as_id or sailed.id,
        number=next_number(NumberKind.VOYAGE_REGISTRATION, home),
    )
    _write(
        again,
        [each.letter for each in sailed.portions],
        [Relative(each.name, each.identity_number) for each in sailed.relatives],
    )
    return again


def _write(
    registration: VoyageRegistration, letters: Iterable[str], relatives: Iterable[Relative]
) -> None:
    home_id, case_id = registration.institution_id, registration.case_id
    registration.portions = [
        VoyagePortion(institution_id=home_id, case_id=case_id, letter=letter) for letter in letters
    ]
    registration.relatives = [
        VoyageRelative(institution_id=home_id, name=each.name, identity_number=each.identity_number)
        for each in relatives
    ]
    db.session.add(registration)
    db.session.flush()


def _ensure_not_too_many(voyage: Voyage, relatives: int) -> None:
    if relatives > voyage.per_family:
        raise TooManyRelatives(most=voyage.per_family, given=relatives)
