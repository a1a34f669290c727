"""Whose ashes a portion holds, whoever cremated them: for every house that answers for ashes.

A house may keep ashes of whom it has no case. What it needs to know of them is read here, past the
reader's scope but only of the person of one portion that the reader sees; no page of another
house's case is opened by it.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from cemetery.ashes.kinds import MoveKind
from cemetery.ashes.models import AshEvent, AshPortion, ForeignCertificate
from cemetery.ashes.queries.portions import (
    brought_by,
    issuer_spelled,
    list_events,
    list_portions_of,
)
from funeral.queries.cases import find_case, get_case_by_id
from funeral.queries.certificates import find_certificate, find_scanned, get_certificate
from funeral.queries.found import list_found_ids
from hardware.qr import is_token, token_of
from hardware.scanning import known
from kernel.db import db
from kernel.errors import NotFound
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.people.deceased import (
    Deceased,
    IdentityKind,
    Particulars,
    admit_deceased,
    check_deceased,
)
from kernel.people.finding import HAS_DIGIT, Found, same_name
from kernel.people.identity import Sex, one_spelling
from kernel.people.phones import masked_phone
from kernel.people.spellings import folded
from kernel.scope import seeing

if TYPE_CHECKING:
    from funeral.models import FuneralCase


@dataclass(frozen=True)
class Family:
    """Who needs nobody's authorisation. `phone`: empty where this house was not told it."""

    name: str
    relation: Relation | None = None
    phone: str = ""
    identity_number: str = ""

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone) if self.phone else ""

    @property
    def relation_label(self) -> str:
        return str(self.relation.label) if self.relation else ""


@dataclass(frozen=True)
class Whose:
    """`number`: what papers call the ashes, without the letter. `certificate`: with who issued it,
    where that was another county; empty while there is none. `case`: only of this house."""

    name: str
    number: str
    certificate: str
    family: Family
    case: "FuneralCase | None"


def whose(portion: AshPortion) -> Whose:
    foreign = portion.foreign_certificate
    certificate, number = "", foreign.number if foreign else ""
    if foreign:
        certificate = str(foreign)
    elif portion.case_id:
        with seeing(None):
            issued = find_certificate(portion.case_id)
            number = get_case_by_id(portion.case_id).number
        certificate = issued.number if issued else ""
    return Whose(portion.deceased.name, number, certificate, family_of(portion), own_case(portion))


def own_case(portion: AshPortion) -> "FuneralCase | None":
    """The case of these ashes, where it is of the house that answers for them now."""
    return case_of_house(portion.case_id, portion.institution_id)


def case_of_house(case_id: uuid.UUID | None, institution_id: uuid.UUID) -> "FuneralCase | None":
    """None of another house's, also to readers who see both."""
    if case_id is None:
        return None
    try:
        case = get_case_by_id(case_id)
    except NotFound:
        return None
    return case if case.institution_id == institution_id else None


def family_of(portion: AshPortion) -> Family:
    """The claimant of the case; of foreign ashes who brought them. Telephone and identity are for
    readers of the house of the case, the telephone also for one that was told it with the ashes."""
    if portion.case_id is None:
        return Family(brought_by(portion))
    is_own, events = own_case(portion) is not None, list_events(portion)
    with seeing(None):
        claimant = get_case_by_id(portion.case_id).claimant
    return Family(
        name=claimant.name,
        relation=Relation(claimant.relation),
        phone=claimant.phone if is_own or _was_told(events) else "",
        identity_number=(claimant.identity_number or "") if is_own else "",
    )


def identity_of(ashes_id: uuid.UUID) -> str | None:
    """The keyed hash of the identity number of this person, by case or foreign certificate."""
    with seeing(None):
        try:
            return get_case_by_id(ashes_id).deceased.identity_index
        except NotFound:
            portions = list_portions_of(ashes_id)
            return portions[0].deceased.identity_index if portions else None


def deceased_here(portion: AshPortion, institution_id: uuid.UUID, by: Actor) -> Deceased:
    """The person, as the house the portion comes to knows them; told only now, where it had neither
    a case nor ashes of them before."""
    person = portion.deceased
    if person.institution_id == institution_id:
        return person
    with seeing(None):
        case = case_of_house(portion.case_id, institution_id)
        before = case.deceased if case else _met_before(portion, institution_id)
    if before:
        return before
    told = Particulars(
        name=person.name,
        identity_kind=IdentityKind(person.identity_kind),
        identity_number=person.identity_number,
        sex=Sex(person.sex),
        born_on=person.born_on,
        died_on=person.died_on,
    )
    return admit_deceased(
        institution_id=institution_id,
        known=told,
        household_registration=person.household_registration,
        by=by,
    )


def check_foreign(name: str, identity_number: str, died_on: date) -> Particulars:
    """As the certificate of another county says it. Raises the refusals of check_deceased."""
    number = one_spelling(identity_number)
    return check_deceased(
        name=name,
        identity_kind=IdentityKind.ID_CARD if number else IdentityKind.UNSTATED,
        identity_number=number,
        sex=Sex.UNSTATED,
        born_on=None,
        died_on=died_on,
    )


def list_ashes_found(found: Found) -> list[uuid.UUID]:
    """Whose ashes the reader was looking for, by person or by the number of a paper; as a portion
    says whose it is. Who may see which portion is for whoever asks for portions."""
    # Also as a house knew the person that has sent the ashes on.
    heard = select(AshEvent.portion_id).where(AshEvent.deceased_id.in_(found.deceased))
    query = select(AshPortion.case_id, AshPortion.foreign_certificate_id).where(
        or_(AshPortion.deceased_id.in_(found.deceased), AshPortion.id.in_(heard))
    )
    with seeing(None):
        people = [case_id or foreign for case_id, foreign in db.session.execute(query)]
    ids = [*list_found_ids(found), *filter(None, people), *list_ashes_numbered(found.words)]
    return list(dict.fromkeys(ids))


def list_ashes_numbered(words: str) -> list[uuid.UUID]:
    """By the number of a case, by our certificate (its number or code), or by the number of a
    foreign one, which two issuers may both have given unless it is said after its issuer. A name
    is none of them, and asks nothing."""
    if not (HAS_DIGIT.search(words) or is_token(token_of(words))):
        return []
    number = one_spelling(words)
    issuer, _space, last = words.strip().rpartition(" ")
    of_issuer = and_(
        ForeignCertificate.issuer == issuer_spelled(issuer),
        ForeignCertificate.number == one_spelling(last),
    )
    query = select(ForeignCertificate.id).where(or_(ForeignCertificate.number == number, of_issuer))
    with seeing(None):
        case, certificate = find_case(words), find_scanned(words) or known(get_certificate, words)
        if case:
            return [case.id]
        if certificate:
            return [certificate.case_id]
        return list(db.session.scalars(query))


def list_deceased_numbered(words: str) -> list[uuid.UUID]:
    """The same, as the houses that have the ashes now know them; what the reader may see of it."""
    portions = (
        portion for each in list_ashes_numbered(words) for portion in list_portions_of(each)
    )
    return list(dict.fromkeys(portion.deceased_id for portion in portions))


def list_foreign_of_name(name: str, died_in: int) -> list[AshPortion]:
    """One portion of everybody of this name, in whichever form it was typed, who died in this year
    and was cremated in another county."""
    query = (
        select(AshPortion)
        .join(AshPortion.deceased)
        .where(
            AshPortion.foreign_certificate_id.is_not(None),
            Deceased.id.in_(same_name(name)),
            Deceased.died_on.between(date(died_in, 1, 1), date(died_in, 12, 31)),
        )
        .order_by(AshPortion.letter)
    )
    found = (
        each for each in db.session.scalars(query) if folded(each.deceased.name) == folded(name)
    )
    # Backwards, so that the first letter of each person stays.
    return list({each.ashes_id: each for each in reversed(list(found))}.values())


def _was_told(events: list[AshEvent]) -> bool:
    sent = [event for event in events if event.what is MoveKind.SEND]
    return bool(sent) and sent[-1].contact_given


def _met_before(portion: AshPortion, institution_id: uuid.UUID) -> Deceased | None:
    """By another portion of theirs, or by this one when it was here before."""
    same = select(AshPortion.id).where(
        or_(
            AshPortion.case_id == portion.ashes_id,
            AshPortion.foreign_certificate_id == portion.ashes_id,
        )
    )
    heard = select(AshEvent.deceased_id).where(AshEvent.portion_id.in_(same))
    held = select(AshPortion.deceased_id).where(AshPortion.id.in_(same))
    return db.session.scalar(
        select(Deceased)
        .where(
            Deceased.institution_id == institution_id,
            or_(Deceased.id.in_(heard), Deceased.id.in_(held)),
        )
        .limit(1)
    )
