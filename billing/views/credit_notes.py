"""Taking a bill back, and the document that says so."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import operations, queries
from billing.crediting import outlook
from billing.forms import CreditBillForm
from billing.models import Bill
from billing.shown_bill import read_sheet
from billing.views.bills import WORDS
from billing.views.blueprint import TILL, billing
from kernel.people.staff import staff_names
from kernel.places import get_institution
from kernel.web import asker, open_to


@billing.route("/bills/<number>/credit", methods=["GET", "POST"])
@open_to(*TILL)
def credit_bill(number: str) -> ResponseReturnValue:
    """One button only shows what would go back; the other takes the lines back."""
    bill = queries.get_bill(number)
    sheet = read_sheet(bill)
    form = CreditBillForm()
    form.offer(sheet.left_lines)
    seen = None
    if "look" in request.form:
        seen = form.carry_out(lambda: outlook(bill, form.chosen))
    else:
        note = form.carry_out(
            lambda: operations.credit_bill(
                bill_number=bill.number,
                positions=form.chosen,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        )
        if note:
            return redirect(url_for("billing.get_credit_note", number=note.number))
    return render_template(
        "billing/credit_bill.html", sheet=sheet, bill=bill, form=form, seen=seen, **WORDS
    )


@billing.get("/credit-notes/<number>")
@open_to(*TILL)
def get_credit_note(number: str) -> ResponseReturnValue:
    note = queries.get_credit_note(number)
    bill: Bill = note.bill
    sheet = read_sheet(bill)
    return render_template(
        "billing/get_credit_note.html",
        note=note,
        bill=bill,
        sheet=sheet,
        lines=sorted((each.line for each in note.lines), key=lambda line: line.position),
        refunds=[each for each in sheet.refunds if each.credit_note_id == note.id],
        institution=get_institution(note.institution_id),
        names=staff_names({note.made_by}),
        **WORDS,
    )
