"""A bill, and cash for it."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing import operations, queries
from billing.classes import Payer
from billing.errors import NotPaid
from billing.fact_links import link_of
from billing.forms import TakeCashForm
from billing.models import Bill, Payment, Receipt
from billing.prices import say_counting
from billing.receipting import RECEIPT
from billing.units import Unit, plain
from billing.views.blueprint import TILL, billing
from hardware.queries import list_print_jobs
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.money import yuan
from kernel.people.staff import staff_names
from kernel.web import Form, asker, open_to


@billing.get("/bills/<number>")
@open_to(*TILL)
def get_bill(number: str) -> ResponseReturnValue:
    return _show(queries.get_bill(number), TakeCashForm())


@billing.post("/bills/<number>/cash")
@open_to(*TILL)
def take_cash(number: str) -> ResponseReturnValue:
    bill = queries.get_bill(number)
    form = TakeCashForm()
    if form.validate_on_submit():
        try:
            receipt = operations.take_cash(
                bill_number=bill.number,
                tendered_fen=form.tendered.data or 0,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            change = yuan(receipt.payment.change_fen or 0)
            flash(str(_("已收款，找零 %(change)s。")) % {"change": change})
            return redirect(url_for("billing.get_bill", number=bill.number))
    return _show(queries.get_bill(number), form)


@billing.post("/bills/<number>/receipt")
@open_to(*TILL)
def print_receipt(number: str) -> ResponseReturnValue:
    """For a receipt that no printer was there for."""
    form = Form()
    bill = queries.get_bill(number)
    payment = queries.find_payment(bill.id)
    receipt = queries.find_receipt(payment.id) if payment else None
    if receipt is None:
        raise NotPaid
    if form.validate_on_submit():
        operations.print_receipt(
            number=receipt.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("收据已交给打印机。"))
    return redirect(url_for("billing.get_bill", number=number))


def _show(bill: Bill, form: TakeCashForm) -> ResponseReturnValue:
    payment = queries.find_payment(bill.id)
    receipt = queries.find_receipt(payment.id) if payment else None
    return render_template(
        "billing/get_bill.html",
        bill=bill,
        form=form,
        payment=payment,
        receipt=receipt,
        copies=_copies(bill, receipt),
        new_form=Form,
        names=staff_names({bill.made_by, *_takers(payment)}),
        unit_of=Unit,
        plain=plain,
        counting=_counting(bill),
        links={charge.id: link_of(charge) for charge in queries.list_charges(bill.case_id)},
        payer_of=Payer,
    )


def _counting(bill: Bill) -> dict[uuid.UUID, str]:
    """By charge: how a started unit counts, for quantities that are not whole."""
    charges = queries.list_charges(bill.case_id)
    return {charge.id: say_counting(charge.item) for charge in charges if charge.quantity % 1}


def _takers(payment: Payment | None) -> set[str]:
    return {payment.taken_by} if payment else set()


def _copies(bill: Bill, receipt: Receipt | None) -> list[object]:
    if receipt is None:
        return []
    return list(list_print_jobs(bill.institution_id, RECEIPT, receipt.number))
