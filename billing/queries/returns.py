"""What went back of fees whose time was not used, and of money that was paid by paper."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from billing.kinds import PaymentMethod
from billing.models import Bill, BillLine, Charge, FeeReturn, PaperRefund
from billing.queries.bills import list_bills_of_case, list_left_lines
from billing.queries.of_day import Between
from kernel import clock
from kernel.db import db
from kernel.pages import Page, page_of

RETURN_SORTS = {"made": FeeReturn.made_at, "amount": FeeReturn.fen}
PAPER_SORTS = {"done": PaperRefund.done_at, "amount": PaperRefund.amount_fen}


def list_lines_of_facts(
    case_id: uuid.UUID, fact_ids: Collection[uuid.UUID]
) -> list[tuple[uuid.UUID, BillLine]]:
    """Each bill line that was not taken back, with the record its charge rests on."""
    query = select(Charge.id, Charge.fact_id).where(
        Charge.case_id == case_id, Charge.fact_id.in_(fact_ids)
    )
    facts = {charge_id: fact_id for charge_id, fact_id in db.session.execute(query) if fact_id}
    return [
        (facts[line.charge_id], line)
        for bill in list_bills_of_case(case_id)
        for line in list_left_lines(bill)
        if line.charge_id in facts
    ]


def list_returns_of_bill(bill_id: uuid.UUID) -> list[FeeReturn]:
    query = (
        select(FeeReturn)
        .join(BillLine, FeeReturn.bill_line_id == BillLine.id)
        .where(BillLine.bill_id == bill_id)
        .options(joinedload(FeeReturn.line))
    )
    return list(db.session.scalars(query))


def returned_of(bill: Bill) -> int:
    """Fen that lines of a bill which stand are less by, over the account of its case."""
    left = {line.id for line in list_left_lines(bill)}
    backs = list_returns_of_bill(bill.id)
    return sum(each.fen for each in backs if each.bill_line_id in left and not each.at_till)


def returned_fen(fact_ids: Collection[uuid.UUID]) -> int:
    """Over the account of a case, of what rests on these records."""
    query = (
        select(func.coalesce(func.sum(FeeReturn.fen), 0))
        .join(BillLine, FeeReturn.bill_line_id == BillLine.id)
        .join(Charge, BillLine.charge_id == Charge.id)
        .where(Charge.fact_id.in_(fact_ids), FeeReturn.at_till.is_(False))
    )
    return int(db.session.scalar(query) or 0)


def fee_returns_of(institution_id: uuid.UUID, between: Between) -> Select[FeeReturn]:
    """What lines of bills became less; not what was paid out past the account."""
    start, end = between
    return select(FeeReturn).where(
        FeeReturn.institution_id == institution_id,
        FeeReturn.at_till.is_(False),
        FeeReturn.made_at >= start,
        FeeReturn.made_at < end,
    )


def list_fee_returns_of_day(institution_id: uuid.UUID, day: date, **asked: Any) -> Page:
    line = joinedload(FeeReturn.line).joinedload(BillLine.bill)
    query = fee_returns_of(institution_id, clock.day_range(day)).options(line)
    return page_of(query, RETURN_SORTS, number=asked.pop("page", 1), **asked)


def find_paper_refund(fact_id: uuid.UUID) -> PaperRefund | None:
    return db.session.scalar(select(PaperRefund).filter_by(fact_id=fact_id))


def list_paper_refunds_of_day(
    institution_id: uuid.UUID, day: date, *, method: PaymentMethod | None, **asked: Any
) -> Page:
    query = paper_refunds_of(institution_id, clock.day_range(day))
    if method is not None:
        query = query.where(PaperRefund.method == method)
    return page_of(query, PAPER_SORTS, number=asked.pop("page", 1), **asked)


def paper_refunds_of(institution_id: uuid.UUID, between: Between) -> Select[PaperRefund]:
    start, end = between
    return select(PaperRefund).where(
        PaperRefund.institution_id == institution_id,
        PaperRefund.done_at >= start,
        PaperRefund.done_at < end,
    )
