"""Which certificate was issued for whom."""

import uuid
from datetime import datetime

from sqlalchemy import func, select

from funeral.models import CremationCertificate
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {
    "issued": CremationCertificate.issued_at,
    "number": CremationCertificate.number,
}


def find_certificate(case_id: uuid.UUID) -> CremationCertificate | None:
    return db.session.scalar(select(CremationCertificate).filter_by(case_id=case_id))


def get_certificate(number: str) -> CremationCertificate:
    """By its printed number. Raises NotFound; who collects ashes depends on it."""
    certificate = db.session.scalar(
        select(CremationCertificate).filter_by(number=number.strip().upper())
    )
    if certificate is None:
        raise NotFound
    return certificate


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
    query = select(CremationCertificate).where(
        CremationCertificate.issued_at >= start, CremationCertificate.issued_at < end
    )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)
