"""Receipts: the list with its recount, one with its paper, its void and its e-receipt."""

from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import operations, queries
from billing.errors import NotPaid
from billing.fiscal import find_platform
from billing.forms import RecordFiscalReceiptForm, VoidReceiptForm
from billing.kinds import FiscalSource, PaymentMethod
from billing.models import Receipt
from billing.queries.receipts import ReceiptState
from billing.receipting import RECEIPT
from billing.views.asked import asked_day, asked_homes, asked_page
from billing.views.blueprint import READERS, TILL, billing
from hardware.queries import count_prints, list_print_jobs
from kernel import clock
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.web import Form, asker, open_to


@billing.get("/receipts")
@open_to(*READERS)
def list_receipts() -> ResponseReturnValue:
    homes, day = asked_homes(), asked_day()
    asked_state = request.args.get("state", "")
    state = ReceiptState(asked_state) if asked_state in set(ReceiptState) else None
    search = request.args.get("search", "").strip()
    page = queries.list_receipts(
        institution_id=homes.chosen.id if homes.chosen else None,
        issued_in=clock.day_range(day) if day else None,
        search=search,
        state=state,
        **asked_page(),
    )
    year = (day or clock.today()).year
    return render_template(
        "billing/list_receipts.html",
        page=page,
        homes=homes,
        day=day,
        search=search,
        state=state,
        states=list(ReceiptState),
        recounts=[queries.recount(home, year) for home in homes.shown],
        prints=count_prints(RECEIPT, [receipt.number for receipt in page.items]),
        names=staff_names({receipt.issued_by for receipt in page.items}),
        say_who=say_who,
        method_of=PaymentMethod,
        fetching=find_platform() is not None,
    )


@billing.get("/receipts/<number>")
@open_to(*READERS)
def get_receipt(number: str) -> ResponseReturnValue:
    return _show(queries.get_receipt(number))


@billing.post("/receipts/<number>/void")
@open_to(*TILL)
def void_receipt(number: str) -> ResponseReturnValue:
    receipt = queries.get_receipt(number)
    form = VoidReceiptForm()
    counting = form.carry_out(
        lambda: operations.void_receipt(
            number=receipt.number,
            reason=form.reason.data or "",
            replaced=form.replaced.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if counting:
        flash(str(_("收据 %(number)s 已作废。")) % {"number": number})
        return redirect(url_for("billing.get_receipt", number=counting.number))
    return _show(queries.get_receipt(number), void_form=form)


@billing.post("/receipts/<number>/replace")
@open_to(*TILL)
def replace_receipt(number: str) -> ResponseReturnValue:
    form = Form()
    receipt = queries.get_receipt(number)
    if form.validate_on_submit():
        receipt = operations.replace_receipt(
            number=receipt.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("已另开收据。"))
    return redirect(url_for("billing.get_receipt", number=receipt.number))


@billing.post("/receipts/<number>/print")
@open_to(*TILL)
def print_receipt(number: str) -> ResponseReturnValue:
    """For one no printer was there for; more copies are reprints. `back`: the bill it hung on."""
    form = Form()
    receipt = queries.get_receipt(number)
    if receipt.void:
        raise NotPaid
    if form.validate_on_submit():
        operations.print_receipt(
            number=receipt.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("收据已交给打印机。"))
    if back := request.form.get("back"):
        return redirect(url_for("billing.get_bill", number=back))
    return redirect(url_for("billing.get_receipt", number=receipt.number))


@billing.post("/receipts/<number>/fiscal")
@open_to(*TILL)
def record_fiscal_receipt(number: str) -> ResponseReturnValue:
    receipt = queries.get_receipt(number)
    form = RecordFiscalReceiptForm()
    recorded = form.carry_out(
        lambda: operations.record_fiscal_receipt(
            receipt_number=receipt.number,
            code=form.code.data or "",
            fiscal_number=form.fiscal_number.data or "",
            check_code=form.check_code.data or "",
            issued_on=cast(date, form.issued_on.data),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if recorded:
        flash(_("财政电子票据已登记。"))
        return redirect(url_for("billing.get_receipt", number=receipt.number))
    return _show(queries.get_receipt(number), fiscal_form=form)


@billing.post("/receipts/<number>/fetch")
@open_to(*TILL)
def fetch_fiscal_receipt(number: str) -> ResponseReturnValue:
    form = Form()
    receipt = queries.get_receipt(number)
    if form.validate_on_submit():
        operations.fetch_fiscal_receipt(
            number=receipt.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("已再次向票据平台取票，取到后会显示在这里。"))
    return redirect(url_for("billing.get_receipt", number=receipt.number))


def _show(
    receipt: Receipt,
    void_form: VoidReceiptForm | None = None,
    fiscal_form: RecordFiscalReceiptForm | None = None,
) -> ResponseReturnValue:
    if fiscal_form is None:
        fiscal_form = RecordFiscalReceiptForm()
        if not fiscal_form.is_submitted():
            fiscal_form.issued_on.data = clock.today()
    payment = receipt.payment
    people = {receipt.issued_by, payment.taken_by}
    people |= {receipt.void.voided_by} if receipt.void else set()
    people |= {receipt.fiscal.recorded_by} if receipt.fiscal else set()
    return render_template(
        "billing/get_receipt.html",
        receipt=receipt,
        payment=payment,
        bill=payment.bill,
        copies=list(list_print_jobs(receipt.institution_id, RECEIPT, receipt.number)),
        replacement=queries.find_replacement(receipt.id),
        replaced=queries.find_replaced(receipt),
        counting=queries.find_receipt(payment.id),
        form=void_form if void_form and void_form.errors else fiscal_form,
        void_form=void_form or VoidReceiptForm(formdata=None),
        fiscal_form=fiscal_form,
        new_form=Form,
        names=staff_names(people),
        say_who=say_who,
        method=PaymentMethod(payment.method).label,
        source_of=FiscalSource,
        fetching=find_platform() is not None,
    )
