"""A bill: what it says, how it stands, and its papers."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from billing import bill_paper, online, operations, queries
from billing.classes import Payer
from billing.fact_links import link_of
from billing.family_page import address_of
from billing.forms import RefundSurplusForm, TakeCashForm
from billing.kinds import PaymentMethod, PaymentState, RefundState, SignatureKind
from billing.models import Bill
from billing.operations.papers import BILL
from billing.shown_bill import ShownBill, counting_of, read_sheet
from billing.slips import title_of
from billing.strokes import path_of
from billing.units import Unit, plain
from billing.views.blueprint import TILL, billing
from hardware.qr import short_code, svg
from hardware.queries import list_documents, list_print_jobs
from kernel.i18n import _
from kernel.money import yuan
from kernel.web import Form, asker, open_to

# What billing's templates call the things a row keeps as codes.
WORDS = {
    "method_of": PaymentMethod,
    "payment_state_of": PaymentState,
    "refund_state_of": RefundState,
    "payer_of": Payer,
    "unit_of": Unit,
    "signature_kind_of": SignatureKind,
    "plain": plain,
    "title_of": title_of,
}


@billing.get("/bills/<number>")
@open_to(*TILL)
def get_bill(number: str) -> ResponseReturnValue:
    return show_bill(queries.get_bill(number), TakeCashForm())


@billing.post("/bills/<number>/paper")
@open_to(*TILL)
def print_bill(number: str) -> ResponseReturnValue:
    """The itemised slip; on A4 it is a page (views/printing.py)."""
    form = Form()
    bill = queries.get_bill(number)
    if form.carry_out(
        lambda: operations.print_bill(
            number=bill.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("账单已交给打印机。"))
        return redirect(url_for("billing.get_bill", number=bill.number))
    return show_bill(bill, TakeCashForm(), other=form)


@billing.post("/bills/<number>/surplus")
@open_to(*TILL)
def refund_surplus(number: str) -> ResponseReturnValue:
    bill = queries.get_bill(number)
    form = RefundSurplusForm()
    refund = form.carry_out(
        lambda: operations.refund_surplus(
            bill_number=bill.number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if refund is None:
        return show_bill(bill, TakeCashForm(), other=form)
    flash(_("已列入退款。现金、刷卡和转账的，请在退款页交付；网上付的由系统原路退回。"))
    return redirect(url_for("billing.get_bill", number=bill.number))


def show_bill(bill: Bill, form: TakeCashForm, *, other: Form | None = None) -> ResponseReturnValue:
    """`form`: the cash that is typed here. `other`: another form of this page that was refused."""
    sheet = read_sheet(bill)
    surplus_form = other if isinstance(other, RefundSurplusForm) else RefundSurplusForm()
    return render_template(
        "billing/get_bill.html",
        sheet=sheet,
        bill=bill,
        form=other or form,
        cash_form=form,
        surplus_form=surplus_form,
        taken=_taken(sheet, request.args.get("receipt", "")),
        copies=list_print_jobs(bill.institution_id, BILL, bill.number),
        counting=counting_of(bill),
        documents=list_documents(bill.institution_id, [bill.number], [bill_paper.BILL]),
        links={charge.id: link_of(charge) for charge in queries.list_charges(bill.case_id)},
        offers_online=bool(online.offered()),
        signature_path=drawn(sheet),
        new_form=Form,
        **family_code(sheet),
        **WORDS,
    )


def family_code(sheet: ShownBill) -> dict[str, object]:
    """The family's own page as an address, a short code and a picture of both."""
    if sheet.account is None:
        return {"family_address": "", "family_short_code": "", "family_picture": ""}
    address = address_of(sheet.account, current_app.config["PUBLIC_URL"])
    return {
        "family_address": address,
        "family_short_code": short_code(sheet.account.token),
        "family_picture": picture(address),
    }


def picture(payload: str) -> Markup:
    """A QR code that was read back; its size is given by the style sheet."""
    return Markup(svg(payload))  # noqa: S704 — drawn by ourselves from digits


def drawn(sheet: ShownBill) -> str:
    """The signature as the `d` of an SVG path; empty where it is on paper or missing."""
    signature = sheet.signature
    return path_of(signature.strokes) if signature and signature.strokes else ""


def _taken(sheet: ShownBill, receipt_number: str) -> str:
    """What was just done, said large: the change is what the clerk counts out now."""
    for payment in sheet.payments:
        issued = sheet.receipts.get(payment.id, [])
        if any(each.number == receipt_number for each in issued):
            if payment.method == PaymentMethod.CASH:
                change = yuan(payment.change_fen or 0)
                return str(_("已收款，找零 %(change)s。")) % {"change": change}
            return str(_("已收款 %(amount)s。")) % {"amount": yuan(payment.amount_fen)}
    return ""
