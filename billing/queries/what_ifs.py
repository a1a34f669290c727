"""The bills a what-if goes over, in chunks and in pages, and how far it has come."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, tuple_

from billing.models import Bill, BillLine, CreditNote, CreditNoteLine, TariffItem, WhatIf
from billing.policy import Policy
from billing.what_if import BilledLine, Case, Prices, Totals
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.places import InstitutionKind, list_institutions

CHUNK = 1_000
CASE_SORTS = {"made": Bill.made_at, "waived": Bill.waived_fen, "case": Bill.case_number}


@dataclass(frozen=True)
class Span:
    """Bills of the homes made within [start, end) and not after `seen_until`."""

    institution_ids: tuple[uuid.UUID, ...]
    start: datetime
    end: datetime
    seen_until: datetime

    @classmethod
    def of(cls, region: str, first: date, last: date, seen_until: datetime) -> "Span":
        homes = list_institutions(InstitutionKind.FUNERAL_HOME, region)
        start, end = clock.day_range(first)[0], clock.day_range(last)[1]
        return cls(tuple(home.id for home in homes), start, end, seen_until)

    def holds(self) -> ColumnElement[bool]:
        return and_(
            Bill.institution_id.in_(self.institution_ids),
            Bill.made_at >= self.start,
            Bill.made_at < self.end,
            Bill.made_at <= self.seen_until,
        )

    def credited(self) -> ColumnElement[bool]:
        """Whether a line had been taken back; later credit notes change nothing."""
        return exists().where(
            CreditNoteLine.bill_line_id == BillLine.id,
            CreditNote.id == CreditNoteLine.credit_note_id,
            CreditNote.made_at <= self.seen_until,
        )


def span_of(what_if: WhatIf) -> Span:
    return Span.of(what_if.region_code, what_if.period_from, what_if.period_to, what_if.asked_at)


def get_what_if(what_if_id: uuid.UUID, region: str) -> WhatIf:
    what_if = db.session.get(WhatIf, what_if_id)
    if what_if is None or not what_if.region_code.startswith(region):
        raise NotFound
    return what_if


def lock_what_if(what_if_id: uuid.UUID, region: str = "") -> WhatIf:
    """Held until this chunk is written, so that two workers take turns."""
    query = (
        select(WhatIf)
        .filter_by(id=what_if_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    what_if = db.session.scalar(query)
    if what_if is None or not what_if.region_code.startswith(region):
        raise NotFound
    return what_if


def list_what_ifs(draft_id: uuid.UUID, latest: int = 10) -> list[WhatIf]:
    query = (
        select(WhatIf)
        .filter_by(policy_draft_id=draft_id)
        .order_by(WhatIf.asked_at.desc())
        .limit(latest)
    )
    return list(db.session.scalars(query))


def count_bills(span: Span) -> int:
    return db.session.scalar(select(func.count(Bill.id)).where(span.holds())) or 0


def read_cases(span: Span, after: uuid.UUID | None) -> list[Case]:
    """The next CHUNK by the time they were made; columns only, so that nothing stays behind."""
    query = _bills().where(span.holds()).order_by(Bill.made_at, Bill.id).limit(CHUNK)
    if after is not None:
        made_at = db.session.scalar(select(Bill.made_at).filter_by(id=after))
        query = query.where(tuple_(Bill.made_at, Bill.id) > (made_at, after))
    return _with_lines(span, db.session.execute(query).all())


def read_prices(span: Span, policy: Policy) -> Prices:
    """What the draft's standard items cost at each home, and when."""
    found: dict[tuple[uuid.UUID, str], list[tuple[date, date | None, int]]] = {}
    if not policy.standard_items:
        return Prices(found)
    query = select(TariffItem).where(
        TariffItem.institution_id.in_(span.institution_ids),
        TariffItem.code.in_(policy.standard_items),
    )
    for item in db.session.scalars(query):
        days = (item.valid_from, item.valid_to, item.terms.low_fen)
        found.setdefault((item.institution_id, item.code), []).append(days)
    return Prices(found)


def replay_all(policy: Policy, span: Span) -> Iterator[tuple[int, Totals]]:
    """How many are done and what they come to, after each chunk; for the command line."""
    totals, done, after = Totals(), 0, None
    while True:
        cases = read_cases(span, after)
        if not cases:
            return
        done += totals.add_all(policy, cases, read_prices(span, policy))
        after = cases[-1].bill_id
        del cases  # or two chunks would be held at once
        # Nothing was written: this only lets the database forget what it kept for us.
        db.session.rollback()
        yield done, totals


def list_cases(
    span: Span,
    kind: str,
    key: str,
    *,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> tuple[Page, dict[uuid.UUID, Case]]:
    """One page of the bills behind a number: `kind` item, class or month, else all of them."""
    query = select(Bill).where(span.holds(), _is_meant(span, kind, key))
    found = page_of(query, CASE_SORTS, number=page, sort=sort, direction=direction)
    return found, find_cases(span, [bill.id for bill in found.items])


def read_cases_behind(span: Span, kind: str, key: str) -> Iterator[Case]:
    """All of them for a download, a chunk at a time."""
    after: tuple[datetime, uuid.UUID] | None = None
    meant = _bills().where(span.holds(), _is_meant(span, kind, key))
    while True:
        query = meant.order_by(Bill.made_at, Bill.id).limit(CHUNK)
        if after:
            query = query.where(tuple_(Bill.made_at, Bill.id) > after)
        rows = db.session.execute(query).all()
        yield from _with_lines(span, rows)
        if len(rows) < CHUNK:
            return
        after = rows[-1].made_at, rows[-1].id


def find_cases(span: Span, bill_ids: list[uuid.UUID]) -> dict[uuid.UUID, Case]:
    rows = db.session.execute(_bills().where(Bill.id.in_(bill_ids))).all()
    return {case.bill_id: case for case in _with_lines(span, rows)}


def _bills() -> Select[Any]:
    return select(
        Bill.id,
        Bill.number,
        Bill.case_number,
        Bill.institution_id,
        Bill.made_at,
        Bill.assessment["facts"].label("facts"),
        Bill.assessment["charged"].label("charged"),
        Bill.assessment["before"].label("before"),
    )


def _with_lines(span: Span, rows: Sequence[Any]) -> list[Case]:
    query = (
        select(
            BillLine.bill_id,
            BillLine.position,
            BillLine.item_code,
            BillLine.name,
            BillLine.waived_fen,
        )
        .where(BillLine.bill_id.in_([row.id for row in rows]), ~span.credited())
        .order_by(BillLine.bill_id, BillLine.position)
    )
    lines = {
        bill_id: list(group)
        for bill_id, group in groupby(db.session.execute(query), key=lambda line: line.bill_id)
    }
    gone = _credited_places(span, [each for row in rows for each in row.before or ()])
    return [_case(row, lines.get(row.id, []), gone) for row in rows]


def _credited_places(span: Span, before: list[dict[str, Any]]) -> set[tuple[str, int]]:
    """Of the lines further bills were assessed beside: those that were taken back since."""
    if not before:
        return set()
    numbers = {each["bill"] for each in before}
    query = (
        select(Bill.number, BillLine.position)
        .join(BillLine, BillLine.bill_id == Bill.id)
        .where(Bill.number.in_(numbers), span.credited())
    )
    return {(number, position) for number, position in db.session.execute(query)}


def _case(row: Any, lines: list[Any], gone: set[tuple[str, int]]) -> Case:
    # A bill's lines stand in the order in which they were assessed, counted from 1.
    charged = dict(enumerate(row.charged or [], start=1))
    return Case(
        bill_id=row.id,
        bill_number=row.number,
        case_number=row.case_number,
        institution_id=row.institution_id,
        made_on=clock.day_of(row.made_at),
        facts=row.facts,
        lines=tuple(
            BilledLine(line.item_code, line.name, line.waived_fen, charged.get(line.position))
            for line in lines
        ),
        before=tuple(
            each for each in row.before or () if (each["bill"], each["position"]) not in gone
        ),
    )


def _is_meant(span: Span, kind: str, key: str) -> ColumnElement[bool]:
    kept = exists().where(BillLine.bill_id == Bill.id, ~span.credited())
    if kind == "item":
        return exists().where(
            BillLine.bill_id == Bill.id, BillLine.item_code == key, ~span.credited()
        )
    if kind == "class":
        return and_(kept, Bill.assessment["facts"]["waiver_class"].astext == key)
    if kind == "month":
        first = date.fromisoformat(f"{key}-01")
        following = (first + timedelta(days=32)).replace(day=1)
        start, end = clock.day_range(first)[0], clock.day_range(following)[0]
        return and_(kept, Bill.made_at >= start, Bill.made_at < end)
    return kept
