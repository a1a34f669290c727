"""Which certificates were issued for whom, and which of them still counts."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from funeral.models import CremationCertificate
from funeral.number_ranges import one_spelling
from hardware.qr import is_token, token_of
from kernel import secrets
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {
    "issued": CremationCertificate.issued_at,
    "number": CremationCertificate.number,
}


def find_certificate(case_id: uuid.UUID) -> CremationCertificate | None:
    """The one that counts; a voided one does not."""
    return db.session.scalar(
        select(CremationCertificate)
        .filter_by(case_id=case_id, voided_at=None)
        .execution_options(populate_existing=True)
    )


def list_certificates_of_case(case_id: uuid.UUID) -> list[CremationCertificate]:
    """Every one ever issued for this case, the first first."""
    query = (
        select(CremationCertificate)
        .filter_by(case_id=case_id)
        .options(joinedload(CremationCertificate.blank))
        .order_by(CremationCertificate.reissue_number)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def get_certificate(number: str) -> CremationCertificate:
    """By its business number, voided or not. Raises NotFound."""
    certificate = db.session.scalar(
        select(CremationCertificate).filter_by(number=number.strip().upper())
    )
    if certificate is None:
        raise NotFound
    return certificate


def find_replacement(certificate: CremationCertificate) -> CremationCertificate | None:
    """The 补发 that took its place."""
    return db.session.scalar(select(CremationCertificate).filter_by(replaces_id=certificate.id))


def find_scanned(scanned: str) -> CremationCertificate | None:
    """By the code alone: for staff with the paper before them."""
    token = token_of(scanned)
    if not is_token(token):
        return None
    return db.session.scalar(select(CremationCertificate).filter_by(verify_token=token))


def find_printed(token: str, number: str) -> CremationCertificate | None:
    """By what stands on one paper: its code and one of its numbers, both or nothing."""
    certificate = db.session.scalar(
        select(CremationCertificate)
        .filter_by(verify_token=token_of(token))
        .options(joinedload(CremationCertificate.blank))
    )
    if certificate is None:
        return None
    printed = {certificate.number, certificate.blank.number if certificate.blank else None}
    return certificate if one_spelling(number) in printed else None


def collector_index(identity_number: str) -> str:
    """The keyed hash by which a first collector is known again."""
    return secrets.blind_index(identity_number, context="certificates.collector")


def count_certificates(start: datetime, end: datetime) -> int:
    """Certificates issued within [start, end)."""
    query = select(func.count(CremationCertificate.id)).where(
        CremationCertificate.issued_at >= start, CremationCertificate.issued_at < end
    )
    return db.session.scalar(query) or 0


def list_certificates(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The certificates behind `count_certificates`."""
    query = (
        select(CremationCertificate)
        .where(CremationCertificate.issued_at >= start, CremationCertificate.issued_at < end)
        .options(joinedload(CremationCertificate.blank))
    )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def numbers_of(certificate_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    query = select(CremationCertificate.id, CremationCertificate.number).where(
        CremationCertificate.id.in_([known for known in certificate_ids if known])
    )
    return {row.id: row.number for row in db.session.execute(query)}
