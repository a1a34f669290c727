"""Receipts by number and by payment."""

import uuid

from sqlalchemy import select

from billing.models import Receipt, ReceiptVoid
from kernel.db import db
from kernel.errors import NotFound


def find_receipt(payment_id: uuid.UUID) -> Receipt | None:
    """The one that counts; a voided one does not."""
    query = (
        select(Receipt)
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .where(Receipt.payment_id == payment_id, ReceiptVoid.id.is_(None))
    )
    return db.session.scalar(query)


def list_receipts_of(payment_id: uuid.UUID) -> list[Receipt]:
    """All of a payment, voided ones too, in the order they were issued."""
    query = select(Receipt).filter_by(payment_id=payment_id).order_by(Receipt.issued_at)
    return list(db.session.scalars(query))


def get_receipt(number: str) -> Receipt:
    receipt = db.session.scalar(select(Receipt).filter_by(number=number.strip().upper()))
    if receipt is None:
        raise NotFound
    return receipt


def lock_receipt(number: str) -> Receipt:
    """The receipt, held until this operation ends, so that it is printed or voided once."""
    query = (
        select(Receipt)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    receipt = db.session.scalar(query)
    if receipt is None:
        raise NotFound
    return receipt
