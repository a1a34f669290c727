"""日结: one home's money of one day, from the documents of that day."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from billing.kinds import PaymentMethod, PaymentState
from billing.models import (
    Bill,
    BillLine,
    CreditNote,
    FeeReturn,
    FundingEntry,
    PaperRefund,
    Payment,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)
from billing.queries.of_day import (
    Between,
    bills_of,
    deposits_of,
    given_back,
    notes_of,
    payments_of,
    receipted,
    refunds_of,
)
from billing.queries.returns import fee_returns_of, paper_refunds_of
from kernel import clock
from kernel.db import db


@dataclass(frozen=True)
class Sums:
    """So many documents; gross − waived = due, in fen."""

    count: int
    gross_fen: int
    waived_fen: int
    due_fen: int


@dataclass(frozen=True)
class ItemSums:
    item_class: str
    item_code: str
    name: str
    sums: Sums


@dataclass(frozen=True)
class Moved:
    """So many sums of money by one method."""

    method: str
    count: int
    fen: int


@dataclass(frozen=True)
class ReceiptsOfDay:
    """`first` and `last`: the numbers issued that day, None where there was none."""

    count: int
    first: str | None
    last: str | None
    voided_today: int
    # Money of payments taken that day that a counting receipt names.
    receipted_fen: int


@dataclass(frozen=True)
class DayFigures:
    """Everything in fen; every number has a list behind it."""

    day: date
    bills: Sums
    notes: Sums
    # Of lines that stand, whose time is not used: due only.
    fee_returns: Sums
    items: list[ItemSums]
    payments: list[Moved]
    # Money that came after its order had ended; it goes back and has no receipt.
    late: list[Moved]
    refunds: list[Moved]
    # Given back for paper receipts, where no case has an account.
    paper_refunds: list[Moved]
    receipts: ReceiptsOfDay
    shifts: list[Shift]
    deposits: Moved
    funded_fen: int
    cash_in_shifts_fen: int

    @property
    def paid_fen(self) -> int:
        return sum(one.fen for one in self.payments)

    @property
    def paid(self) -> int:
        return sum(one.count for one in self.payments)

    @property
    def refunded_fen(self) -> int:
        return sum(one.fen for one in (*self.refunds, *self.paper_refunds))

    @property
    def cash_fen(self) -> int:
        return sum(one.fen for one in self.payments if one.method == PaymentMethod.CASH)


def figures_of(institution_id: uuid.UUID, day: date) -> DayFigures:
    between = clock.day_range(day)
    bills = bills_of(institution_id, between)
    return DayFigures(
        day=day,
        bills=_sum(Bill, bills),
        notes=_sum(CreditNote, notes_of(institution_id, between)),
        fee_returns=_fee_returns(institution_id, between),
        items=_by_item(institution_id, between),
        payments=_by_method(payments_of(institution_id, between, PaymentState.PAID)),
        late=_by_method(payments_of(institution_id, between, PaymentState.PAID_LATE)),
        refunds=_refunds_by_method(institution_id, between),
        paper_refunds=_paper_refunds_by_method(institution_id, between),
        receipts=_receipts(institution_id, between),
        shifts=_shifts(institution_id, between),
        deposits=_deposits_held(institution_id, between[1]),
        funded_fen=_funded(institution_id, between),
        cash_in_shifts_fen=_cash_in_shifts(institution_id, between),
    )


def _sum(model: type[Bill] | type[CreditNote], query: Select[Bill] | Select[CreditNote]) -> Sums:
    sums = query.with_only_columns(
        func.count(model.id),
        *(
            func.coalesce(func.sum(column), 0)
            for column in (model.gross_fen, model.waived_fen, model.due_fen)
        ),
    )
    return Sums(*(int(number) for number in db.session.execute(sums).one()))


def _fee_returns(institution_id: uuid.UUID, between: Between) -> Sums:
    sums = fee_returns_of(institution_id, between).with_only_columns(
        func.count(FeeReturn.id), func.coalesce(func.sum(FeeReturn.fen), 0)
    )
    count, fen = db.session.execute(sums).one()
    return Sums(count, gross_fen=0, waived_fen=0, due_fen=int(fen))


def _by_item(institution_id: uuid.UUID, between: Between) -> list[ItemSums]:
    start, end = between
    query = (
        select(
            BillLine.item_class,
            BillLine.item_code,
            func.max(BillLine.name),
            func.count(BillLine.id),
            func.sum(BillLine.gross_fen),
            func.sum(BillLine.waived_fen),
            func.sum(BillLine.due_fen),
        )
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(Bill.institution_id == institution_id, Bill.made_at >= start, Bill.made_at < end)
        .group_by(BillLine.item_class, BillLine.item_code)
        .order_by(BillLine.item_class, BillLine.item_code)
    )
    return [
        ItemSums(item_class, code, name, Sums(*(int(one) for one in sums)))
        for item_class, code, name, *sums in db.session.execute(query)
    ]


def _by_method(query: Select[Payment]) -> list[Moved]:
    sums = query.with_only_columns(
        Payment.method, func.count(Payment.id), func.sum(Payment.amount_fen)
    ).group_by(Payment.method)
    return _in_order(db.session.execute(sums))


def _refunds_by_method(institution_id: uuid.UUID, between: Between) -> list[Moved]:
    query = (
        refunds_of(institution_id, between)
        .with_only_columns(Payment.method, func.count(Refund.id), func.sum(Refund.amount_fen))
        .group_by(Payment.method)
    )
    return _in_order(db.session.execute(query))


def _paper_refunds_by_method(institution_id: uuid.UUID, between: Between) -> list[Moved]:
    query = (
        paper_refunds_of(institution_id, between)
        .with_only_columns(
            PaperRefund.method, func.count(PaperRefund.id), func.sum(PaperRefund.amount_fen)
        )
        .group_by(PaperRefund.method)
    )
    return _in_order(db.session.execute(query))


def _in_order(rows: Iterable[tuple[str, int, int]]) -> list[Moved]:
    order = list(PaymentMethod)
    moved = [Moved(method, count, int(fen)) for method, count, fen in rows]
    return sorted(moved, key=lambda one: order.index(PaymentMethod(one.method)))


def _receipts(institution_id: uuid.UUID, between: Between) -> ReceiptsOfDay:
    start, end = between
    issued = select(
        func.count(Receipt.id), func.min(Receipt.number), func.max(Receipt.number)
    ).where(
        Receipt.institution_id == institution_id,
        Receipt.issued_at >= start,
        Receipt.issued_at < end,
    )
    voided = select(func.count(ReceiptVoid.id)).where(
        ReceiptVoid.institution_id == institution_id,
        ReceiptVoid.voided_at >= start,
        ReceiptVoid.voided_at < end,
    )
    with_receipt = (
        payments_of(institution_id, between, PaymentState.PAID)
        .where(Payment.id.in_(receipted()))
        .with_only_columns(func.coalesce(func.sum(Payment.amount_fen), 0))
    )
    count, first, last = db.session.execute(issued).one()
    return ReceiptsOfDay(
        count=count,
        first=first,
        last=last,
        voided_today=db.session.scalar(voided) or 0,
        receipted_fen=int(db.session.scalar(with_receipt) or 0),
    )


def _shifts(institution_id: uuid.UUID, between: Between) -> list[Shift]:
    start, end = between
    query = (
        select(Shift)
        .where(
            Shift.institution_id == institution_id,
            Shift.closed_at >= start,
            Shift.closed_at < end,
        )
        .order_by(Shift.closed_at)
    )
    return list(db.session.scalars(query))


def _deposits_held(institution_id: uuid.UUID, before: datetime) -> Moved:
    held = deposits_of(institution_id, before).with_only_columns(
        func.count(Payment.id),
        func.coalesce(func.sum(Payment.amount_fen - given_back(before)), 0),
    )
    count, fen = db.session.execute(held).one()
    return Moved("", count, int(fen))


def _funded(institution_id: uuid.UUID, between: Between) -> int:
    """What payers took on with the bills of the day; credit notes take back apart."""
    start, end = between
    query = select(func.coalesce(func.sum(FundingEntry.fen), 0)).where(
        FundingEntry.institution_id == institution_id,
        FundingEntry.credit_note_id.is_(None),
        FundingEntry.entered_at >= start,
        FundingEntry.entered_at < end,
    )
    return int(db.session.scalar(query) or 0)


def _cash_in_shifts(institution_id: uuid.UUID, between: Between) -> int:
    query = (
        payments_of(institution_id, between, PaymentState.PAID)
        .where(Payment.method == PaymentMethod.CASH, Payment.shift_id.is_not(None))
        .with_only_columns(func.coalesce(func.sum(Payment.amount_fen), 0))
    )
    return int(db.session.scalar(query) or 0)
