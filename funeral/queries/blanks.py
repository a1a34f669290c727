"""The stock of certificate paper: what is there, what became of each number."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import joinedload

from funeral.kinds import BlankState
from funeral.models import CertificateBatch, CertificateBlank, CremationCertificate, StockCount
from funeral.number_ranges import one_spelling
from kernel import clock
from kernel.counters import NumberKind, hold_counter
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.places import get_institution

# What was used last comes first; what is still in stock comes after everything used.
USED_AT = func.coalesce(
    CertificateBlank.issued_at, CertificateBlank.voided_at, literal_column("'-infinity'")
)
SORTS = {
    "issued": USED_AT,
    "number": CertificateBlank.number,
    "received": CertificateBatch.received_on,
}
COUNT_SORTS = {"counted": StockCount.counted_at}
# A warning early enough to fetch paper: what two weeks used, and never below ten sheets.
PACE = timedelta(days=14)
FEWEST = 10
FREE = CertificateBlank.issued_at.is_(None) & CertificateBlank.voided_at.is_(None)
STATES: dict[BlankState, ColumnElement[bool]] = {
    BlankState.IN_STOCK: FREE,
    BlankState.ISSUED: CremationCertificate.voided_at.is_(None)
    & CremationCertificate.id.is_not(None)
    & CremationCertificate.collected_at.is_(None),
    BlankState.COLLECTED: CremationCertificate.voided_at.is_(None)
    & CremationCertificate.collected_at.is_not(None),
    BlankState.VOIDED: CertificateBlank.voided_at.is_not(None)
    | CremationCertificate.voided_at.is_not(None),
}


@dataclass(frozen=True)
class Stock:
    """How many sheets are left, and how many the last two weeks used."""

    in_stock: int
    used_lately: int

    @property
    def is_low(self) -> bool:
        return self.in_stock < max(FEWEST, self.used_lately)


def hold_stock(institution_id: uuid.UUID) -> None:
    """Until this transaction ends nobody else takes, receives, voids or counts paper here.

    The queue is the counter of certificate numbers: whoever issues one waits at it anyway, and
    looks at the stock only afterwards, so two clerks never see the same sheet free.
    """
    hold_counter(NumberKind.CERTIFICATE, get_institution(institution_id))


def find_next_blank(institution_id: uuid.UUID) -> CertificateBlank | None:
    """The lowest free number of the oldest batch."""
    return db.session.scalar(
        select(CertificateBlank)
        .where(CertificateBlank.institution_id == institution_id, FREE)
        .order_by(CertificateBlank.batch_id, CertificateBlank.serial)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def find_blank(institution_id: uuid.UUID, number: str) -> CertificateBlank | None:
    """By its printed number, however it was typed or scanned."""
    return db.session.scalar(
        select(CertificateBlank)
        .filter_by(institution_id=institution_id, number=one_spelling(number))
        .execution_options(populate_existing=True)
    )


def get_blank(blank_id: uuid.UUID) -> CertificateBlank:
    blank = db.session.scalar(
        select(CertificateBlank)
        .filter_by(id=blank_id)
        .options(joinedload(CertificateBlank.batch), joinedload(CertificateBlank.certificate))
        .execution_options(populate_existing=True)
    )
    if blank is None:
        raise NotFound
    return blank


def find_registered(institution_id: uuid.UUID, numbers: Iterable[str]) -> str | None:
    """The first of these numbers that is registered here already."""
    return db.session.scalar(
        select(func.min(CertificateBlank.number)).where(
            CertificateBlank.institution_id == institution_id,
            CertificateBlank.number.in_(list(numbers)),
        )
    )


def list_free_numbers(institution_id: uuid.UUID) -> list[str]:
    query = select(CertificateBlank.number).where(
        CertificateBlank.institution_id == institution_id, FREE
    )
    return list(db.session.scalars(query))


def count_stock_left(institution_id: uuid.UUID) -> Stock:
    mine = CertificateBlank.institution_id == institution_id
    used = CertificateBlank.issued_at >= clock.now() - PACE
    return Stock(
        in_stock=db.session.scalar(select(func.count(CertificateBlank.id)).where(mine, FREE)) or 0,
        used_lately=db.session.scalar(select(func.count(CertificateBlank.id)).where(mine, used))
        or 0,
    )


def list_blanks(
    *,
    search: str = "",
    state: BlankState | None = None,
    start: date | None = None,
    end: date | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """The register: every number, or those issued from `start` to `end` (both days included)."""
    query = (
        select(CertificateBlank)
        .join(CertificateBatch, CertificateBlank.batch_id == CertificateBatch.id)
        .outerjoin(CremationCertificate, CremationCertificate.blank_id == CertificateBlank.id)
        .options(joinedload(CertificateBlank.batch), joinedload(CertificateBlank.certificate))
    )
    wanted = one_spelling(search)
    if wanted:
        query = query.where(
            CertificateBlank.number.startswith(wanted, autoescape=True)
            | (CremationCertificate.number == wanted)
        )
    if state:
        query = query.where(STATES[state])
    if start:
        query = query.where(CertificateBlank.issued_at >= clock.day_range(start)[0])
    if end:
        query = query.where(CertificateBlank.issued_at < clock.day_range(end)[1])
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_counts(*, page: int = 1) -> Page:
    return page_of(select(StockCount), COUNT_SORTS, number=page)
