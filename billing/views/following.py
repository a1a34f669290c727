"""One payment of a family from its start to the receipt: where to pay, and how it stands.

A page that is read asks nobody and writes nothing; what asks the provider is a button.
"""

import base64
import re

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import online, queries
from billing.kinds import PaymentMethod, PaymentState
from billing.models import Account, Payment
from billing.rails import ActionKind, ProviderRefused, ProviderUnreachable
from billing.shown_account import show_payment
from billing.views.blueprint import billing
from hardware.qr import png, token_of
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Actor, family
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, open_to

PHONE = re.compile("Mobile|Android|iPhone|HarmonyOS")
# Neither WeChat's own pages for browsers nor Alipay's open inside WeChat.
INSIDE_WECHAT = "MicroMessenger"
# What people open to scan a code.
APPS = {PaymentMethod.WECHAT: _("微信"), PaymentMethod.ALIPAY: _("支付宝")}


@billing.get("/pay/<token>/<order_number>")
@open_to(PUBLIC)
def follow_payment(token: str, order_number: str) -> ResponseReturnValue:
    account, payment = _found(token, order_number)
    pending = payment.state == PaymentState.PENDING
    is_code = pending and payment.action_kind == ActionKind.QR
    return render_template(
        "billing/follow_payment.html",
        account=account,
        payment=payment,
        shown=show_payment(payment),
        mark=_mark(payment),
        standing=queries.standing_of(account.case_id),
        home=get_institution(account.institution_id),
        picture=_picture(payment.action_text or "") if is_code else "",
        has_returned="returned" in request.args,
        is_in_wechat=INSIDE_WECHAT in request.user_agent.string,
        app=APPS.get(PaymentMethod(payment.method), ""),
        form=Form(),
    )


@billing.get("/pay/<token>/<order_number>/state")
@open_to(PUBLIC)
def hear_of_payment(token: str, order_number: str) -> ResponseReturnValue:
    """What the open page asks every few seconds: whether there is anything new to show."""
    _account, payment = _found(token, order_number)
    return jsonify(mark=_mark(payment))


@billing.post("/pay/<token>/<order_number>/look")
@open_to(PUBLIC)
def ask_about_payment(token: str, order_number: str) -> ResponseReturnValue:
    """我已经付了: the provider is asked, not believed from its own link back."""
    account, payment = _found(token, order_number)
    quietly = request.accept_mimetypes.best == "application/json"
    try:
        payment = online.look_at(payment, family(account.case_number))
    except (ProviderUnreachable, ProviderRefused):
        said = _("现在查不到，请过一会儿再查。已经付出的钱不会丢，不要再付一次。")
    else:
        said = _("还没有查到这笔付款。如果已经付了，请过一会儿再查，不要再付一次。")
    if quietly:
        return jsonify(mark=_mark(payment))
    if payment.state == PaymentState.PENDING:
        flash(said)
    return _to(account, payment)


@billing.post("/pay/<token>/<order_number>/again")
@open_to(PUBLIC)
def open_payment_again(token: str, order_number: str) -> ResponseReturnValue:
    """After the provider did not answer: the same order, so that nothing is paid twice."""
    account, payment = _found(token, order_number)
    if payment.state != PaymentState.PENDING:
        return _to(account, payment)
    return begin(account, payment, family(account.case_number))


@billing.post("/pay/<token>/<order_number>/give-up")
@open_to(PUBLIC)
def give_up_payment(token: str, order_number: str) -> ResponseReturnValue:
    account, payment = _found(token, order_number)
    try:
        payment = online.give_up(payment, family(account.case_number))
    except (ProviderUnreachable, ProviderRefused):
        flash(_("现在查不到这笔有没有付，还不能取消。请过一会儿再试，先不要用别的方式付。"))
        return _to(account, payment)
    if payment.state != PaymentState.CLOSED:
        return _to(account, payment)
    flash(_("这笔付款已经取消，没有收款。"))
    return redirect(url_for("billing.show_account", token=account.token))


def begin(account: Account, payment: Payment, by: Actor) -> ResponseReturnValue:
    """Asks the provider where to pay, and goes to the payment's page whatever it answers."""
    agent = request.user_agent.string
    page = url_for(
        "billing.follow_payment",
        token=account.token,
        order_number=payment.order_number,
        returned=1,
    )
    try:
        payment = online.open_order(
            payment,
            by,
            return_url=current_app.config["PUBLIC_URL"] + page,
            client_ip=request.remote_addr,
            mobile=bool(PHONE.search(agent)) and INSIDE_WECHAT not in agent,
        )
    except ProviderUnreachable:
        flash(_("支付机构暂时没有回应，没有扣款。请再试一次，或到业务大厅付款。"))
    except ProviderRefused:
        return _refused(account, payment, by)
    return _to(account, payment)


def _refused(account: Account, payment: Payment, by: Actor) -> ResponseReturnValue:
    """What cannot be paid there must not hold the sum back, unless it was paid all the same."""
    try:
        payment = online.give_up(payment, by)
    except (ProviderUnreachable, ProviderRefused):
        return _to(account, payment)
    if payment.state != PaymentState.CLOSED:
        return _to(account, payment)
    flash(_("这种方式现在不能付，没有扣款。请换一种方式，或到业务大厅付款。"))
    return redirect(url_for("billing.show_account", token=account.token))


def _found(token: str, order_number: str) -> tuple[Account, Payment]:
    """A payment is shown to its own account only."""
    account = queries.get_account_of_token(token_of(token))
    payment = queries.get_order(order_number)
    if payment.case_id != account.case_id or not PaymentMethod(payment.method).is_online:
        raise NotFound
    return account, payment


def _to(account: Account, payment: Payment) -> ResponseReturnValue:
    return redirect(
        url_for("billing.follow_payment", token=account.token, order_number=payment.order_number)
    )


def _mark(payment: Payment) -> str:
    """Another word as soon as the page would look different."""
    trouble = "trouble" if payment.trouble else ""
    return ".".join((payment.state, payment.action_kind or "", trouble))


def _picture(text: str) -> str:
    """A picture a finger can hold and save, which a drawing in the page is not."""
    return "data:image/png;base64," + base64.b64encode(png(text, module=6)).decode()
