"""账单和付款: the family's page, opened by the token of its account and by nothing else."""

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import online, operations, queries
from billing.forms import FindAccountForm, PayOnlineForm
from billing.giving_back import sends_itself
from billing.kinds import PaymentMethod, RefundState
from billing.models import Account, Bill, Payment
from billing.shown_account import Why
from billing.shown_account import show_account as shown
from billing.views.blueprint import billing
from billing.views.following import begin
from hardware.qr import short_code, token_of
from kernel import attempts
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.actors import Actor, family
from kernel.people.names import masked_name
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to

# For whom each way is; what is offered depends on the office's contracts.
FOR_WHOM = {
    PaymentMethod.WECHAT: _("手机里有微信、绑了银行卡或有零钱的"),
    PaymentMethod.ALIPAY: _("手机里有支付宝的"),
    PaymentMethod.STRIPE: _("在国外的亲属，用境外银行卡或钱包，按人民币结算"),
}


@billing.route("/pay", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_account() -> ResponseReturnValue:
    """For who holds the paper and not the picture of its code; guessing is braked by address."""
    form = FindAccountForm()
    if form.validate_on_submit():
        try:
            with attempts.counted("account", request.remote_addr or ""):
                account = queries.get_account_of_token(token_of(form.code.data or ""))
        except Refusal as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("billing.show_account", token=account.token))
    return _unlisted(render_template("billing/find_account.html", form=form))


@billing.get("/pay/<token>")
@open_to(PUBLIC)
def show_account(token: str) -> ResponseReturnValue:
    return _show(queries.get_account_of_token(token_of(token)), PayOnlineForm())


@billing.post("/pay/<token>")
@open_to(PUBLIC)
def pay_online(token: str) -> ResponseReturnValue:
    """All that is open or a part of it; several relatives may each pay theirs."""
    account = queries.get_account_of_token(token_of(token))
    bill = queries.find_standing_bill(account.case_id) or queries.find_last_bill(account.case_id)
    if bill is None:
        raise NotFound
    form = PayOnlineForm()
    form.offer(online.offered())
    by = family(account.case_number)
    payment = form.carry_out(lambda: _reserve(bill, form, by))
    if payment is None:
        return _show(queries.get_account_of_token(account.token), form)
    return begin(account, payment, by)


def _reserve(bill: Bill, form: PayOnlineForm, by: Actor) -> Payment:
    online.rail_of(form.method.data)
    return operations.start_payment(
        bill_number=bill.number,
        method=PaymentMethod(form.method.data),
        amount_fen=form.amount.data,
        payer_name=form.payer_name.data or "",
        by=by,
        idempotency_key=form.idempotency_key.data,
    )


def _show(account: Account, form: PayOnlineForm) -> ResponseReturnValue:
    found = shown(account)
    offered = online.offered()
    form.offer(offered)
    if form.amount.data is None and not form.is_submitted():
        form.amount.data = found.standing.open_fen
    page = render_template(
        "billing/show_account.html",
        shown=found,
        account=account,
        bills=found.bills,
        standing=found.standing,
        form=form,
        offered=offered,
        for_whom={method.value: {"hint": FOR_WHOM[method]} for method in offered},
        home=get_institution(account.institution_id),
        short_code=short_code(account.token),
        address=current_app.config["PUBLIC_URL"] + url_for("billing.find_account"),
        masked_name=masked_name,
        sends_itself=sends_itself,
        why=Why,
        refund_states=RefundState,
    )
    return _unlisted(page)


def _unlisted(page: str) -> ResponseReturnValue:
    """No search engine keeps it."""
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
