"""Lists in pages, sorted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, inspect, select

from kernel.db import db

PER_PAGE = 25


@dataclass(frozen=True)
class Page:
    """One page of a list: `total` rows in all, `number` counts from 1."""

    items: list[Any]
    number: int
    pages: int
    total: int
    sort: str
    direction: str

    @property
    def linked(self) -> list[int | None]:
        """The first, the last and the neighbours of this page; None where some are left out."""
        near = range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)
        shown: list[int | None] = []
        for number in sorted({1, *near, self.pages}):
            if shown and number - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_of(
    query: Select[Any],
    sorts: Mapping[str, Any],
    *,
    number: int = 1,
    sort: str = "",
    direction: str = "desc",
    total: int | None = None,
) -> Page:
    """`sorts` names the columns a reader may sort by; the first is the default.

    `total`: how many there are, where the asker knows; else they are counted.
    """
    sort = sort if sort in sorts else next(iter(sorts))
    direction = "asc" if direction == "asc" else "desc"
    if total is None:
        counted = select(func.count()).select_from(query.order_by(None).subquery())
        total = db.session.scalar(counted) or 0
    number, pages = _within(number, total)
    # The key decides between equals, or a row could stand on two pages and another on none.
    entity = query.column_descriptions[0]["entity"]
    order = getattr(sorts[sort], direction)(), *inspect(entity).primary_key
    ordered = query.order_by(*order).limit(PER_PAGE)
    items = list(db.session.scalars(ordered.offset((number - 1) * PER_PAGE)))
    return Page(items, number, pages, total, sort, direction)


def page_in_order(rows: Sequence[Any], number: int = 1) -> Page:
    """Of what stands in its order already, so by no column."""
    number, pages = _within(number, len(rows))
    items = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(list(items), number, pages, len(rows), "", "")


def _within(number: int, total: int) -> tuple[int, int]:
    """The page that is shown, and how many there are."""
    pages = max(1, -(-total // PER_PAGE))
    return min(max(1, number), pages), pages
