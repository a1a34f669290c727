"""The paper of a receipt, its void, the one in its place, and its fiscal e-receipt."""

import re
import unicodedata
from datetime import date

from billing.errors import (
    FiscalCheckWrong,
    FiscalCodeWrong,
    FiscalDayWrong,
    FiscalNumberWrong,
    FiscalRecorded,
    NoFiscalPlatform,
    NotPaid,
    ReceiptCounts,
    ReceiptOfAnother,
    ReceiptPrinted,
    ReceiptReplaced,
    ReceiptVoided,
    VoidReasonMissing,
)
from billing.fiscal import find_platform
from billing.fiscal_jobs import enqueue_fetch
from billing.kinds import FiscalSource
from billing.models import FiscalReceipt, Receipt, ReceiptVoid
from billing.queries import receipts
from billing.receipting import RECEIPT, issue_receipt, put_on_paper
from hardware.queries import list_print_jobs
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind, Role
from kernel.people.staff import staff_names

CODE = re.compile(r"\d{8}", re.ASCII)
NUMBER = re.compile(r"\d{10}", re.ASCII)
CHECK_CODE = re.compile(r"[0-9A-Za-z]{6}", re.ASCII)


@operation(_("打印收据"))
def print_receipt(*, number: str, by: Actor, idempotency_key: str | None = None) -> Receipt:
    """For a receipt no printer was there for. Raises NotPaid, ReceiptPrinted, NoPrinter."""
    receipt = receipts.lock_receipt(number)
    if receipt.void:
        raise NotPaid
    if list_print_jobs(receipt.institution_id, RECEIPT, receipt.number):
        raise ReceiptPrinted
    taker = receipt.payment.taken_by
    put_on_paper(receipt, staff_names({taker}).get(taker, ""), by)
    return receipt


@operation(_("作废收据"))
def void_receipt(
    *,
    number: str,
    reason: str,
    by: Actor,
    replaced: bool = False,
    idempotency_key: str | None = None,
) -> Receipt:
    """The row and its number stay for ever. By who issued it, or an administrator.

    `replaced`: the payment gets another receipt at once. Gives the receipt that counts now, else
    the voided one. Raises ReceiptVoided, ReceiptOfAnother, VoidReasonMissing.
    """
    receipt = receipts.lock_receipt(number)
    if receipt.void:
        raise ReceiptVoided
    _ensure_own(receipt, by)
    if not reason.strip():
        raise VoidReasonMissing
    db.session.add(
        ReceiptVoid(
            institution_id=receipt.institution_id,
            receipt_id=receipt.id,
            reason=reason.strip(),
            voided_at=clock.now(),
            voided_by=str(by),
        )
    )
    return issue_receipt(receipt.payment, by, replaces=receipt) if replaced else receipt


@operation(_("另开收据"))
def replace_receipt(*, number: str, by: Actor, idempotency_key: str | None = None) -> Receipt:
    """For a voided one whose payment still stands. Raises ReceiptCounts, ReceiptReplaced."""
    receipt = receipts.lock_receipt(number)
    if receipt.void is None:
        raise ReceiptCounts
    if receipts.find_receipt(receipt.payment_id):
        raise ReceiptReplaced
    return issue_receipt(receipt.payment, by, replaces=receipt)


@operation(_("登记财政电子票据"))
def record_fiscal_receipt(
    *,
    receipt_number: str,
    code: str,
    fiscal_number: str,
    check_code: str,
    issued_on: date,
    by: Actor,
    source: FiscalSource = FiscalSource.TYPED,
    idempotency_key: str | None = None,
) -> FiscalReceipt:
    """One a receipt, each number once; digits of either width.

    Raises ReceiptVoided, FiscalRecorded, FiscalCodeWrong, FiscalNumberWrong, FiscalCheckWrong,
    FiscalDayWrong, FiscalNumberUsed.
    """
    receipt = receipts.lock_receipt(receipt_number)
    if receipt.void:
        raise ReceiptVoided
    if receipt.fiscal:
        raise FiscalRecorded
    code, fiscal_number, check_code = (
        "".join(unicodedata.normalize("NFKC", typed).split())
        for typed in (code, fiscal_number, check_code)
    )
    if not CODE.fullmatch(code):
        raise FiscalCodeWrong
    if not NUMBER.fullmatch(fiscal_number):
        raise FiscalNumberWrong
    if not CHECK_CODE.fullmatch(check_code):
        raise FiscalCheckWrong
    paid_at = receipt.payment.taken_at or receipt.issued_at
    if not clock.day_of(paid_at) <= issued_on <= clock.today():
        raise FiscalDayWrong
    fiscal = FiscalReceipt(
        institution_id=receipt.institution_id,
        receipt_id=receipt.id,
        code=code,
        number=fiscal_number,
        check_code=check_code,
        issued_on=issued_on,
        source=source,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(fiscal)
    return fiscal


@operation(_("取财政电子票据"))
def fetch_fiscal_receipt(*, number: str, by: Actor, idempotency_key: str | None = None) -> Receipt:
    """Ask the platform once more, after the commit. Raises ReceiptVoided, NoFiscalPlatform…"""
    receipt = receipts.lock_receipt(number)
    if receipt.void:
        raise ReceiptVoided
    if receipt.fiscal:
        raise FiscalRecorded
    if find_platform() is None:
        raise NoFiscalPlatform
    enqueue_fetch(receipt.number)
    return receipt


def _ensure_own(receipt: Receipt, by: Actor) -> None:
    """What a machine issued, for money that came online, any cashier may void."""
    of_person = receipt.issued_by.startswith(f"{ActorKind.STAFF}:")
    if by.role == Role.ADMINISTRATOR or not of_person or receipt.issued_by == str(by):
        return
    raise ReceiptOfAnother(name=staff_names({receipt.issued_by}).get(receipt.issued_by, ""))
