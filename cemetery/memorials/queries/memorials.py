"""Memorial pages of cases, and the family's link to them."""

import uuid
from hmac import compare_digest

from sqlalchemy import select

from cemetery.memorials.errors import (
    MemorialKeyRevoked,
    MemorialTakenDown,
    MemorialUnknown,
    WrongMemorialDigits,
)
from cemetery.memorials.models import Memorial, MemorialKey
from funeral.kinds import PaperKind
from funeral.queries.cases import list_papers
from funeral.queries.certificates import find_certificate
from hardware.qr import token_of
from kernel.db import db
from kernel.errors import NotFound


def has_proof_of_death(case_id: uuid.UUID) -> bool:
    """A death certificate on file, or a cremation certificate that counts."""
    papers = list_papers(case_id)
    return PaperKind.DEATH_CERTIFICATE in papers or find_certificate(case_id) is not None


def find_memorial(case_id: uuid.UUID) -> Memorial | None:
    return db.session.scalar(select(Memorial).filter_by(case_id=case_id))


def list_memorials_by_id(memorial_ids: set[uuid.UUID]) -> dict[uuid.UUID, Memorial]:
    query = select(Memorial).where(Memorial.id.in_(memorial_ids))
    return {memorial.id: memorial for memorial in db.session.scalars(query)}


def list_memorials_of(case_ids: list[uuid.UUID]) -> dict[uuid.UUID, Memorial]:
    """By case."""
    query = select(Memorial).where(Memorial.case_id.in_(case_ids))
    return {memorial.case_id: memorial for memorial in db.session.scalars(query)}


def lock_memorial(memorial_id: uuid.UUID) -> Memorial:
    """The page, held until this operation ends: taken down and changed are never at once."""
    query = (
        select(Memorial)
        .filter_by(id=memorial_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    memorial = db.session.scalar(query)
    if memorial is None:
        raise NotFound
    return memorial


def live_key(memorial_id: uuid.UUID) -> MemorialKey | None:
    return db.session.scalar(
        select(MemorialKey).filter_by(memorial_id=memorial_id, revoked_at=None)
    )


def find_key(token: str) -> MemorialKey | None:
    """By what a scanner reads on the slip or a person types from it."""
    query = select(MemorialKey).filter_by(token=token_of(token))
    # As it stands now: whoever waited for the page may find its link stopped.
    return db.session.scalar(query.execution_options(populate_existing=True))


def get_memorial_of_key(token: str) -> Memorial:
    """Raises MemorialUnknown, MemorialKeyRevoked, MemorialTakenDown."""
    key = find_key(token)
    if key is None:
        raise MemorialUnknown
    query = select(Memorial).filter_by(id=key.memorial_id)
    memorial = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if memorial.taken_down_at:
        raise MemorialTakenDown
    if key.revoked_at:
        raise MemorialKeyRevoked
    return memorial


def ensure_family(token: str, last4: str) -> Memorial:
    """Raises WrongMemorialDigits, and the refusals of get_memorial_of_key."""
    memorial = get_memorial_of_key(token)
    if not compare_digest(memorial.phone_last4.encode(), last4.strip().encode()):
        raise WrongMemorialDigits
    return memorial


def lock_memorial_of_key(token: str) -> Memorial:
    """Raises as get_memorial_of_key; asked again once the page is held."""
    lock_memorial(get_memorial_of_key(token).id)
    return get_memorial_of_key(token)
