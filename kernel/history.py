"""The journal of one thing: every operation that made, changed or named it."""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select

from kernel.db import Base
from kernel.journal import JournalEntry, record_key
from kernel.pages import Page, page_of

SORTS = {"happened": JournalEntry.id}


def list_entries_about(
    records: Iterable[Base],
    *,
    named: tuple[str, uuid.UUID] | None = None,
    page: int = 1,
    direction: str = "desc",
) -> Page:
    """Entries that changed one of the records, or whose records were made pointing to it.

    `named`: a column and an id, e.g. ("case_id", …), which finds what packages we do not know hung
    on it. The caller has shown that the reader may see the records.
    """
    wanted: list[dict[str, object]] = [
        {"record": f"{record.__tablename__}/{record_key(record)}"} for record in records
    ]
    if named:
        column, record_id = named
        wanted.append({column: [None, str(record_id)]})
    query = select(JournalEntry).where(
        or_(*(JournalEntry.changes.contains([change]) for change in wanted))
    )
    return page_of(query, SORTS, number=page, direction=direction)
