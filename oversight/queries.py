"""Figures and the records behind them; always inside the officer's scope."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ARRAY, Select, String, cast, func, or_, select
from sqlalchemy.orm import aliased

from billing.queries import list_bills_of_case, sum_waived
from cemetery.queries import count_deposits
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.queries import count_scattered
from funeral.kinds import Source
from funeral.queries.cases import count_cases_opened, get_case_by_id
from funeral.queries.certificates import count_certificates
from funeral.queries.cremation import count_cremations
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.pages import Page, page_of
from kernel.places import Institution
from kernel.scope import Scope, look_as, seen_institutions
from kernel.sealing import JournalLink, JournalSeal
from oversight.models import DeathCount

JOURNAL_SORTS = {"happened": JournalEntry.id}


@dataclass(frozen=True)
class MonthFigures:
    """One month of one county. A rate is None while its denominator has not been recorded."""

    month: str
    cremations: int
    certificates: int
    waived_fen: int
    deposits: int
    scattered: dict[VoyageKind, int]
    opened: dict[Source, int]
    deaths: DeathCount | None

    @property
    def cremation_rate(self) -> Decimal | None:
        """火化率 = 火化遗体数 ÷ 同期死亡人口 × 100 % (rules.md §6.1), one decimal."""
        return self._share(self.deaths.deaths if self.deaths else None)

    @property
    def cremation_rate_in_zone(self) -> Decimal | None:
        """The same over the deaths in the cremation zone only."""
        return self._share(self.deaths.deaths_in_zone if self.deaths else None)

    @property
    def cases_opened(self) -> int:
        return sum(self.opened.values())

    @property
    def online_share(self) -> Decimal | None:
        """Cases that came by booking, of all cases opened; None where none was opened."""
        if not self.cases_opened:
            return None
        return percent(self.opened.get(Source.BOOKING, 0), self.cases_opened)

    def _share(self, deaths: int | None) -> Decimal | None:
        return percent(self.cremations, deaths) if deaths else None


def percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"))


def month_range(month: str) -> tuple[datetime, datetime]:
    """ "2026-11" → its first and the next month's first instant, aware."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=32)).replace(day=1)
    return clock.day_range(first)[0], clock.day_range(following)[0]


def month_figures(region_code: str, month: str) -> MonthFigures:
    """Of all institutions the reader sees; the deaths are those of the region."""
    start, end = month_range(month)
    return MonthFigures(
        month=month,
        cremations=count_cremations(start, end),
        certificates=count_certificates(start, end),
        waived_fen=sum_waived(start, end),
        deposits=count_deposits(start, end),
        scattered=count_scattered(start, end),
        opened=count_cases_opened(start, end),
        deaths=find_death_count(region_code, month),
    )


def months_before(month: str, count: int) -> list[str]:
    """`count` months that end with this one, the oldest first."""
    first = date.fromisoformat(f"{month}-01")
    return [f"{clock.add_months(first, -back):%Y-%m}" for back in reversed(range(count))]


def count_cremations_by_month(month: str, count: int) -> list[tuple[str, int]]:
    return [
        (earlier, count_cremations(*month_range(earlier)))
        for earlier in months_before(month, count)
    ]


def find_death_count(region_code: str, month: str) -> DeathCount | None:
    return db.session.scalar(select(DeathCount).filter_by(region_code=region_code, month=month))


def list_seen_institutions() -> list[Institution]:
    """The officer's own office and the homes of the region, by code."""
    query = select(Institution).order_by(Institution.code)
    seen = seen_institutions()
    if seen is not None:
        query = query.where(Institution.id.in_(seen))
    return list(db.session.scalars(query))


@contextmanager
def seeing_only(institution_ids: Iterable[uuid.UUID]) -> Iterator[None]:
    """Inside, every question is about these institutions; never about more than were seen."""
    seen = seen_institutions()
    wanted = tuple(one for one in institution_ids if seen is None or one in seen)
    look_as(Scope(wanted))
    try:
        yield
    finally:
        look_as(None if seen is None else Scope(seen))


def list_journal(
    *,
    operation: str = "",
    record: str = "",
    case_id: uuid.UUID | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """`record`: "cases/<id>" shows everything that ever changed it.

    `case_id` shows every step that changed the case, made something for it, moved its times or
    took its money, whole.
    """
    query = _seen_entries()
    if operation:
        query = query.where(JournalEntry.operation == operation)
    if record:
        query = query.where(JournalEntry.changes.contains([{"record": record}]))
    if case_id:
        steps = select(JournalEntry.transaction).where(
            or_(*(JournalEntry.changes.contains([one]) for one in _about(case_id)))
        )
        query = query.where(JournalEntry.transaction.in_(steps))
    return page_of(query, JOURNAL_SORTS, number=page, sort=sort, direction=direction)


def list_journal_of(records: list[str], *, page: int = 1) -> Page:
    """Every entry that changed one of these records, the first first."""
    # One list, however long; worked out first, or the whole journal is walked along to the page.
    name = func.unnest(cast(records, ARRAY(String))).column_valued("name")
    changed = aliased(JournalEntry)
    named = func.jsonb_build_array(func.jsonb_build_object("record", name))
    those = select(changed.id).where(changed.changes.contains(named)).cte("those")
    those = those.prefix_with("MATERIALIZED")
    query = _seen_entries().where(JournalEntry.id.in_(select(those.c.id)))
    return page_of(query, JOURNAL_SORTS, number=page, direction="asc")


def _about(case_id: uuid.UUID) -> Iterator[dict[str, object]]:
    """How changes that concern a case look: only some of them name it."""
    yield {"record": f"cases/{case_id}"}
    yield {"case_id": [None, str(case_id)]}
    yield {"record": f"plans/{get_case_by_id(case_id).plan_id}"}
    for bill in list_bills_of_case(case_id):
        yield {"bill_id": [None, str(bill.id)]}


def list_entries_with(entry: JournalEntry) -> list[JournalEntry]:
    """The other entries of the same transaction: an operation may be made of several."""
    query = (
        _seen_entries()
        .where(JournalEntry.transaction == entry.transaction, JournalEntry.id != entry.id)
        .order_by(JournalEntry.id)
    )
    return list(db.session.scalars(query))


def get_entry(entry_id: uuid.UUID) -> JournalEntry:
    seen = seen_institutions()
    entry = db.session.get(JournalEntry, entry_id)
    if entry is None or (seen is not None and entry.institution_id not in seen):
        raise NotFound
    return entry


def _seen_entries() -> Select[JournalEntry]:
    seen = seen_institutions()
    query = select(JournalEntry)
    return query if seen is None else query.where(JournalEntry.institution_id.in_(seen))


def find_link(entry_id: uuid.UUID) -> JournalLink | None:
    """The entry's place in the chain; None until the sealer has come by."""
    return db.session.scalar(select(JournalLink).filter_by(entry_id=entry_id))


def find_last_seal() -> JournalSeal | None:
    return db.session.scalar(select(JournalSeal).order_by(JournalSeal.position.desc()).limit(1))


def count_unsealed() -> int:
    """Entries written since the last seal, in the whole system."""
    seal = find_last_seal()
    query = select(func.count(JournalEntry.id)).where(
        JournalEntry.transaction >= (seal.below_transaction if seal else 0)
    )
    return db.session.scalar(query) or 0
