"""Portions, for whoever answers for them, once did, or is about to.

A portion crosses institutions, and with it the right to see its whole chain: so these questions
name the institutions themselves instead of leaving them to the scope.
"""

import unicodedata
import uuid
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from cemetery.ashes.errors import AshesUnknown, IssuerMissing, PortionUnknown
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.models import AshEvent, AshPortion, ForeignCertificate
from cemetery.errors import CertificateUnknown
from funeral.errors import AshesNotReady
from funeral.queries.cases import get_case_by_id
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.pages import Page, page_of
from kernel.people.deceased import Deceased
from kernel.people.identity import one_spelling
from kernel.scope import seeing, seen_institutions

if TYPE_CHECKING:
    from funeral.models import FuneralCase

SORTS = {"since": AshPortion.since, "state": AshPortion.state, "letter": AshPortion.letter}


def get_portion(portion_id: uuid.UUID) -> AshPortion:
    return _one(_visible().where(AshPortion.id == portion_id))


def lock_portion(portion_id: uuid.UUID) -> AshPortion:
    """Held until the operation ends, so that nobody moves it twice from one place."""
    query = (
        _visible()
        .where(AshPortion.id == portion_id)
        .with_for_update(of=AshPortion)
        .execution_options(populate_existing=True)
    )
    return _one(query)


def portions_by_id(portion_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, AshPortion]:
    """With their people, for lists."""
    query = _visible().where(AshPortion.id.in_(list(portion_ids)))
    with seeing(None):
        found = db.session.scalars(query.options(selectinload(AshPortion.deceased)))
        return {portion.id: portion for portion in found}


def get_portion_of(case_id: uuid.UUID, letter: str) -> AshPortion:
    """Raises AshesNotReady before the ashes are packed, PortionUnknown for a letter nobody gave."""
    portions = list_portions_of(case_id)
    if not portions:
        raise AshesNotReady
    for portion in portions:
        if portion.letter == letter:
            return portion
    letters = str(_("、")).join(each.letter for each in portions)
    raise PortionUnknown(letter=letter, letters=letters)


def get_only_portion(ashes_id: uuid.UUID, letter: str) -> AshPortion:
    """By its letter or, where there is but one, without. Raises AshesUnknown."""
    portions = list_portions_of(ashes_id)
    wanted = [each for each in portions if each.letter == letter] if letter else portions
    if len(wanted) != 1:
        raise AshesUnknown
    return wanted[0]


def list_portions_of(ashes_id: uuid.UUID) -> list[AshPortion]:
    """All of one person, by letter."""
    query = _visible().where(
        or_(AshPortion.case_id == ashes_id, AshPortion.foreign_certificate_id == ashes_id)
    )
    with seeing(None):
        return list(db.session.scalars(query.order_by(AshPortion.letter)))


def ids_of_portions(ashes_ids: Iterable[uuid.UUID], letter: str = "") -> Select[uuid.UUID]:
    """Of these persons, of one letter or of all; to be asked inside another question."""
    ids = list(ashes_ids)
    theirs = or_(AshPortion.case_id.in_(ids), AshPortion.foreign_certificate_id.in_(ids))
    query = select(AshPortion.id).where(theirs)
    return query.where(AshPortion.letter == letter) if letter else query


def list_portions_of_identities(indexes: Collection[str]) -> list[AshPortion]:
    """Of people with one of these identity numbers, each as its keyed hash."""
    query = (
        _visible()
        .join(AshPortion.deceased)
        .where(Deceased.identity_index.in_(indexes))
        .order_by(AshPortion.since, AshPortion.letter)
    )
    with seeing(None):
        return list(db.session.scalars(query))


def get_any_portion(ashes_id: uuid.UUID) -> AshPortion:
    """As find_any_portion. Raises NotFound."""
    portion = find_any_portion(ashes_id)
    if portion is None:
        raise NotFound
    return portion


def find_any_portion(ashes_id: uuid.UUID) -> AshPortion | None:
    """One of those of this person that the reader sees, before all one the reader's house has."""
    ids = seen_institutions()
    portions = list_portions_of(ashes_id)
    here = (each for each in portions if ids is None or each.institution_id in ids)
    return next(here, portions[0] if portions else None)


def list_all_portions_of(ashes_id: uuid.UUID) -> list[AshPortion]:
    """Of one person, whoever has them; for rules, not for pages."""
    with seeing(None):
        return list_portions_of(ashes_id)


def list_portions_in(unit_id: uuid.UUID) -> list[AshPortion]:
    query = _visible().where(AshPortion.unit_id == unit_id).order_by(AshPortion.since)
    with seeing(None):
        return list(db.session.scalars(query.options(selectinload(AshPortion.deceased))))


def list_portions(
    *,
    state: str = "",
    ashes_ids: Collection[uuid.UUID] | None = None,
    unit_id: uuid.UUID | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """`ashes_ids`: only theirs (cemetery.ashes.people.list_ashes_found)."""
    query = _visible().options(selectinload(AshPortion.deceased))
    if unit_id:
        query = query.where(AshPortion.unit_id == unit_id)
    if state and state in set(PortionState):
        query = query.where(AshPortion.state == state)
    if ashes_ids is not None:
        ids = list(ashes_ids)
        theirs = AshPortion.foreign_certificate_id.in_(ids)
        query = query.where(or_(AshPortion.case_id.in_(ids), theirs))
    with seeing(None):
        return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_events(portion: AshPortion) -> list[AshEvent]:
    """The whole chain, also of those who had the ashes before."""
    query = select(AshEvent).filter_by(portion_id=portion.id).order_by(AshEvent.seq)
    with seeing(None):
        return list(db.session.scalars(query))


def brought_by(portion: AshPortion) -> str:
    """Who came with ashes from another county: said where they began, with the first letter."""
    query = (
        select(AshEvent.counterpart)
        .join(AshPortion, AshPortion.id == AshEvent.portion_id)
        .where(
            AshPortion.foreign_certificate_id == portion.foreign_certificate_id,
            AshPortion.split_from_id.is_(None),
            AshEvent.seq == 1,
        )
    )
    with seeing(None):
        return db.session.scalars(query).one()


def last_event_of(portion: AshPortion) -> AshEvent:
    return list_events(portion)[-1]


def lock_foreign_certificate(certificate_id: uuid.UUID) -> None:
    """Whoever does something with any portion of this person queues here, as at a case. Rows that
    only name the certificate do not wait for it."""
    query = select(ForeignCertificate.id).filter_by(id=certificate_id)
    with seeing(None):
        db.session.execute(query.with_for_update(key_share=True))


def find_foreign_certificate(issuer: str, number: str) -> ForeignCertificate | None:
    with seeing(None):
        return db.session.scalar(select(ForeignCertificate).filter_by(issuer=issuer, number=number))


def issuer_spelled(words: str) -> str:
    """However the brackets were typed, and without spaces: the one spelling that is stored."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def get_foreign_certificate(number: str, issuer: str = "") -> ForeignCertificate:
    """`issuer`: needed where two gave the same number. Raises CertificateUnknown, IssuerMissing."""
    query = select(ForeignCertificate).filter_by(number=one_spelling(number))
    if issuer.strip():
        query = query.filter_by(issuer=issuer_spelled(issuer))
    with seeing(None):
        found = list(db.session.scalars(query.limit(2)))
    if not found:
        raise CertificateUnknown
    if len(found) > 1:
        raise IssuerMissing
    return found[0]


def find_case_of(portion: AshPortion) -> "FuneralCase | None":
    """Where the reader may open it."""
    try:
        return get_case_by_id(portion.case_id) if portion.case_id else None
    except NotFound:
        return None


def name_of(portion: AshPortion) -> str:
    """Of the deceased, also where the case is another home's."""
    return portion.deceased.name


def names_of(portions: Iterable[AshPortion]) -> dict[uuid.UUID, str]:
    """By the id of the ashes."""
    return {portion.ashes_id: name_of(portion) for portion in portions}


def number_of(portion: AshPortion) -> str:
    """What papers call it: "JYA26-00001 B"; of foreign ashes with who certified them, since two
    may give the same number."""
    if portion.foreign_certificate:
        return f"{portion.foreign_certificate} {portion.letter}"
    with seeing(None):
        return f"{get_case_by_id(portion.ashes_id).number} {portion.letter}"


def code_of(portion: AshPortion) -> str:
    """What its papers say to a scanner: a case leads to all its portions, a foreign certificate may
    lead to two persons, so there the portion names itself."""
    return str(portion.id) if portion.foreign_certificate else number_of(portion).rpartition(" ")[0]


def find_portion_coded(code: str) -> AshPortion | None:
    """By what code_of says of foreign ashes."""
    try:
        portion_id = uuid.UUID(code.strip())
    except ValueError:
        return None
    query = _visible().where(
        AshPortion.id == portion_id, AshPortion.foreign_certificate_id.is_not(None)
    )
    with seeing(None):
        return db.session.scalar(query)


def _visible() -> Select[AshPortion]:
    query, ids = select(AshPortion), seen_institutions()
    if ids is None:
        return query
    had = select(AshEvent.id).where(
        AshEvent.portion_id == AshPortion.id, AshEvent.institution_id.in_(ids)
    )
    return query.where(
        or_(
            AshPortion.institution_id.in_(ids),
            AshPortion.origin_id.in_(ids),
            AshPortion.bound_for_id.in_(ids),
            had.exists(),
        )
    )


def _one(query: Select[AshPortion]) -> AshPortion:
    with seeing(None):
        portion = db.session.scalar(query)
    if portion is None:
        raise NotFound
    return portion
