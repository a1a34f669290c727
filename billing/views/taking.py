"""Taking money at the desk: all that is open in cash at once, or one payer's part by any way."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import online, operations, queries
from billing.forms import TakeByTerminalForm, TakeCashForm, TakeCashPartForm, TakeTransferForm
from billing.forms.payments import PartForm
from billing.models import Bill, Receipt
from billing.views.bills import show_bill
from billing.views.blueprint import TILL, billing
from kernel.web import asker, open_to


@billing.route("/bills/<number>/cash", methods=["GET", "POST"])
@open_to(*TILL)
def take_cash(number: str) -> ResponseReturnValue:
    """From the bill's page comes nothing but the cash in hand, for all that is open."""
    bill = queries.get_bill(number)
    if request.method == "POST" and "amount" not in request.form:
        return _take_all(bill)
    form = TakeCashPartForm()
    return _take_part(
        bill,
        form,
        "billing/take_cash.html",
        lambda: operations.take_cash(
            bill_number=bill.number,
            tendered_fen=form.tendered.data or 0,
            amount_fen=form.amount.data,
            payer_name=_payer(form),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@billing.route("/bills/<number>/terminal", methods=["GET", "POST"])
@open_to(*TILL)
def take_by_terminal(number: str) -> ResponseReturnValue:
    bill = queries.get_bill(number)
    form = TakeByTerminalForm()
    return _take_part(
        bill,
        form,
        "billing/take_by_terminal.html",
        lambda: operations.take_by_terminal(
            bill_number=bill.number,
            amount_fen=form.amount.data,
            reference=form.reference.data or "",
            payer_name=_payer(form),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@billing.route("/bills/<number>/transfer", methods=["GET", "POST"])
@open_to(*TILL)
def take_transfer(number: str) -> ResponseReturnValue:
    bill = queries.get_bill(number)
    form = TakeTransferForm()
    return _take_part(
        bill,
        form,
        "billing/take_transfer.html",
        lambda: operations.take_transfer(
            bill_number=bill.number,
            amount_fen=form.amount.data,
            reference=form.reference.data or "",
            payer_name=_payer(form),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


def suggest(form: PartForm, bill: Bill) -> None:
    """Most often one person pays all that is left."""
    if not form.is_submitted():
        form.amount.data = queries.standing_of(bill.case_id).open_fen
        form.payer_name.data = bill.payer_name


def _take_all(bill: Bill) -> ResponseReturnValue:
    form = TakeCashForm()
    receipt = form.carry_out(
        lambda: operations.take_cash(
            bill_number=bill.number,
            tendered_fen=form.tendered.data or 0,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    return _receipted(bill, receipt) if receipt else show_bill(bill, form)


def _take_part(
    bill: Bill, form: PartForm, template: str, act: Callable[[], Receipt]
) -> ResponseReturnValue:
    suggest(form, bill)
    receipt = form.carry_out(act)
    if receipt:
        return _receipted(bill, receipt)
    return render_template(
        template,
        bill=bill,
        form=form,
        standing=queries.standing_of(bill.case_id),
        offers_online=bool(online.offered()),
    )


def _receipted(bill: Bill, receipt: Receipt) -> ResponseReturnValue:
    return redirect(url_for("billing.get_bill", number=bill.number, receipt=receipt.number))


def _payer(form: PartForm) -> str:
    return (form.payer_name.data or "").strip()
