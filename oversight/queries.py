"""Figures and the records behind them; always inside the officer's scope."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from billing.queries import sum_waived
from funeral.queries.cremation import count_cremations
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.pages import Page, page_of
from kernel.scope import seen_institutions
from oversight.models import DeathCount

JOURNAL_SORTS = {"happened": JournalEntry.id}


@dataclass(frozen=True)
class MonthFigures:
    """One month of one county. A rate is None while its denominator has not been recorded."""

    month: str
    cremations: int
    waived_fen: int
    deaths: DeathCount | None

    @property
    def cremation_rate(self) -> Decimal | None:
        """火化率 = 火化遗体数 ÷ 同期死亡人口 × 100 % (rules.md §6.1), one decimal."""
        return self._share(self.deaths.deaths if self.deaths else None)

    @property
    def cremation_rate_in_zone(self) -> Decimal | None:
        """The same over the deaths in the cremation zone only."""
        return self._share(self.deaths.deaths_in_zone if self.deaths else None)

    def _share(self, deaths: int | None) -> Decimal | None:
        if not deaths:
            return None
        return (Decimal(self.cremations) * 100 / deaths).quantize(Decimal("0.1"))


def month_range(month: str) -> tuple[datetime, datetime]:
    """ "2026-11" → its first and the next month's first instant, aware."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=32)).replace(day=1)
    return clock.day_range(first)[0], clock.day_range(following)[0]


def month_figures(region_code: str, month: str) -> MonthFigures:
    start, end = month_range(month)
    return MonthFigures(
        month=month,
        cremations=count_cremations(start, end),
        waived_fen=sum_waived(start, end),
        deaths=find_death_count(region_code, month),
    )


def find_death_count(region_code: str, month: str) -> DeathCount | None:
    return db.session.scalar(select(DeathCount).filter_by(region_code=region_code, month=month))


def list_journal(
    *,
    operation: str = "",
    record: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """`record`: "cases/<id>" shows everything that ever changed it."""
    query = select(JournalEntry)
    seen = seen_institutions()
    if seen is not None:
        query = query.where(JournalEntry.institution_id.in_(seen))
    if operation:
        query = query.where(JournalEntry.operation == operation)
    if record:
        query = query.where(JournalEntry.changes.contains([{"record": record}]))
    return page_of(query, JOURNAL_SORTS, number=page, sort=sort, direction=direction)


def get_entry(entry_id: uuid.UUID) -> JournalEntry | None:
    seen = seen_institutions()
    entry = db.session.get(JournalEntry, entry_id)
    visible = entry is not None and (seen is None or entry.institution_id in seen)
    return entry if visible else None
