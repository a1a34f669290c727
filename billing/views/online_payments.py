"""A payment over a provider at the desk: begun, shown to the family, followed, ended."""

from collections.abc import Callable

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import online, operations, queries
from billing.errors import MethodNotOffered
from billing.family_page import address_of
from billing.forms import StartPaymentForm
from billing.kinds import PaymentState
from billing.models import Bill, Payment
from billing.rails import ActionKind, ProviderRefused, ProviderUnreachable
from billing.views.bills import WORDS, picture
from billing.views.blueprint import TILL, billing
from billing.views.taking import suggest
from hardware.qr import LONGEST
from kernel import clock
from kernel.i18n import _
from kernel.web import Form, asker, open_to

FOLLOW = "billing.get_payment"


@billing.route("/bills/<number>/online", methods=["GET", "POST"])
@open_to(*TILL)
def start_payment(number: str) -> ResponseReturnValue:
    """A scanned 付款码 may take the money at once; else the next page shows what to scan."""
    bill = queries.get_bill(number)
    form = StartPaymentForm()
    form.offer(online.offered())
    suggest(form, bill)
    payment = form.carry_out(lambda: _start(bill, form))
    if payment is None:
        return render_template(
            "billing/start_payment.html",
            bill=bill,
            form=form,
            standing=queries.standing_of(bill.case_id),
            offers_online=bool(online.offered()),
        )
    # Sent twice, the order was opened the first time.
    if payment.state == PaymentState.PENDING and payment.action_kind is None:
        _open(payment, form.payment_code.data or None)
    return redirect(url_for(FOLLOW, order_number=payment.order_number))


@billing.get("/payments/<order_number>")
@open_to(*TILL)
def get_payment(order_number: str) -> ResponseReturnValue:
    payment = queries.get_order(order_number)
    account = queries.find_account(payment.case_id)
    receipt = queries.find_receipt(payment.id)
    return render_template(
        "billing/get_payment.html",
        payment=payment,
        said=_say(payment),
        version=_version(payment),
        code=_code(payment),
        link=payment.action_text if payment.action_kind == ActionKind.REDIRECT else "",
        typed=payment.action_text if payment.action_kind == ActionKind.CODE else "",
        receipt=receipt,
        back_number=payment.bill.number if payment.bill else None,
        case_number=account.case_number if account else "",
        refunds=[
            each for each in queries.list_refunds_of(payment.case_id) if each.payment == payment
        ],
        new_form=Form,
        **WORDS,
    )


@billing.get("/payments/<order_number>/state")
@open_to(*TILL)
def get_payment_state(order_number: str) -> ResponseReturnValue:
    """For the page that follows it; only reads what notifications and jobs have written."""
    payment = queries.get_order(order_number)
    return jsonify(version=_version(payment), said=_say(payment))


@billing.post("/payments/<order_number>/look")
@open_to(*TILL)
def look_at_payment(order_number: str) -> ResponseReturnValue:
    payment = queries.get_order(order_number)
    if Form().validate_on_submit():
        looked = _asked(lambda: online.look_at(payment, asker()))
        if looked:
            flash(_say(looked))
    return redirect(url_for(FOLLOW, order_number=order_number))


@billing.post("/payments/<order_number>/open")
@open_to(*TILL)
def open_order(order_number: str) -> ResponseReturnValue:
    """Again, where the provider did not answer the first time."""
    payment = queries.get_order(order_number)
    if Form().validate_on_submit() and payment.state == PaymentState.PENDING:
        _open(payment, None)
    return redirect(url_for(FOLLOW, order_number=order_number))


@billing.post("/payments/<order_number>/close")
@open_to(*TILL)
def close_payment(order_number: str) -> ResponseReturnValue:
    """Whoever has paid meanwhile has paid: the provider is asked first."""
    payment = queries.get_order(order_number)
    if Form().validate_on_submit():
        ended = _asked(lambda: online.give_up(payment, asker()))
        if ended:
            flash(_say(ended))
    return redirect(url_for(FOLLOW, order_number=order_number))


def _start(bill: Bill, form: StartPaymentForm) -> Payment:
    method = form.chosen
    if method is None or method not in online.offered():
        raise MethodNotOffered
    return operations.start_payment(
        bill_number=bill.number,
        method=method,
        amount_fen=form.amount.data,
        payer_name=form.payer_name.data or "",
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _open(payment: Payment, payment_code: str | None) -> None:
    account = queries.find_account(payment.case_id)
    back = address_of(account, current_app.config["PUBLIC_URL"]) if account else ""
    _asked(
        lambda: online.open_order(
            payment,
            asker(),
            return_url=back,
            payment_code=payment_code,
            client_ip=request.remote_addr,
        )
    )


def _asked(ask: Callable[[], Payment]) -> Payment | None:
    """None where the provider gave no answer to be used; then it is said and nothing changed."""
    try:
        return ask()
    except ProviderUnreachable:
        flash(_("支付机构暂时没有回应。这笔付款还在，请稍等再试，或关闭它改用别的方式。"))
    except ProviderRefused as refused:
        facts = {"reason": refused.sentence}
        flash(str(_("支付机构没有受理：%(reason)s。请再试一次，或关闭它改用别的方式。")) % facts)
    return None


def _say(payment: Payment) -> str:
    if payment.trouble:
        return payment.trouble
    if payment.state != PaymentState.PENDING:
        return str(PaymentState(payment.state).label)
    if payment.expires_at and payment.expires_at < clock.now():
        return str(_("付款时间已到，正在向支付机构核对。"))
    if payment.action_kind is None:
        return str(_("还没有取到付款用的二维码。"))
    if payment.action_kind == ActionKind.NONE:
        return str(_("已经扫码，等待家属在手机上确认。"))
    return str(_("等待家属付款。"))


def _version(payment: Payment) -> str:
    """Changes when the page would show something else."""
    return f"{payment.state}-{payment.action_kind or ''}-{bool(payment.trouble)}"


def _code(payment: Payment) -> object:
    """What to scan; an address too long for a code is opened by hand."""
    scanned = {ActionKind.QR, ActionKind.REDIRECT}
    text = payment.action_text or ""
    if payment.state != PaymentState.PENDING or payment.action_kind not in scanned:
        return ""
    return picture(text) if 0 < len(text.encode()) <= LONGEST else ""
