"""Money on its way back: the list of tasks, and handing it over. Payments a person must look at."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import operations, queries
from billing.forms import PayOutRefundForm, RefundByHandForm
from billing.giving_back import sends_itself
from billing.kinds import PaymentMethod, RefundState
from billing.models import Refund
from billing.views.asked import asked_page
from billing.views.bills import WORDS
from billing.views.blueprint import TILL, billing
from kernel.i18n import _
from kernel.money import yuan
from kernel.people.staff import staff_names
from kernel.web import Form, asker, open_to


@billing.get("/refunds")
@open_to(*TILL)
def list_refunds() -> ResponseReturnValue:
    """What waits to be given back, unless another state is asked for."""
    asked = request.args.get("state", RefundState.ASKED.value)
    page = queries.list_refunds(
        state=RefundState(asked) if asked in set(RefundState) else None,
        **asked_page(),
    )
    return render_template(
        "billing/list_refunds.html",
        page=page,
        asked=asked,
        states=list(RefundState),
        case_numbers=queries.case_numbers_of({each.payment.case_id for each in page.items}),
        sends_itself=sends_itself,
        **WORDS,
    )


@billing.get("/payments/troubled")
@open_to(*TILL)
def list_troubled() -> ResponseReturnValue:
    page = queries.list_troubled(
        **asked_page(),
    )
    numbers = queries.case_numbers_of({each.case_id for each in page.items})
    return render_template("billing/list_troubled.html", page=page, case_numbers=numbers, **WORDS)


@billing.get("/refunds/<number>")
@open_to(*TILL)
def get_refund(number: str) -> ResponseReturnValue:
    return _show(queries.get_refund(number), PayOutRefundForm())


@billing.post("/refunds/<number>/pay-out")
@open_to(*TILL)
def pay_out_refund(number: str) -> ResponseReturnValue:
    form = PayOutRefundForm()
    refund = form.carry_out(
        lambda: operations.pay_out_refund(
            number=number,
            reference=form.reference.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if refund is None:
        return _show(queries.get_refund(number), form)
    flash(str(_("已退款 %(amount)s。")) % {"amount": yuan(refund.amount_fen)})
    return redirect(url_for("billing.get_refund", number=number))


@billing.post("/refunds/<number>/by-hand")
@open_to(*TILL)
def refund_by_hand(number: str) -> ResponseReturnValue:
    form = RefundByHandForm()
    refund = form.carry_out(
        lambda: operations.refund_by_hand(
            number=number, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    if refund is None:
        return _show(queries.get_refund(number), form)
    flash(_("已改为人工退款，退给家属以后请在这里登记。"))
    return redirect(url_for("billing.get_refund", number=refund.number))


def _show(refund: Refund, form: Form) -> ResponseReturnValue:
    payment = refund.payment
    account = queries.find_account(payment.case_id)
    receipts = queries.list_receipts_of(payment.id)
    return render_template(
        "billing/get_refund.html",
        refund=refund,
        payment=payment,
        form=form,
        pay_form=form if isinstance(form, PayOutRefundForm) else PayOutRefundForm(),
        hand_form=RefundByHandForm(),
        case_number=account.case_number if account else "",
        receipts=receipts,
        in_cash=payment.method == PaymentMethod.CASH,
        sends_itself=sends_itself(refund),
        names=staff_names({refund.asked_by}),
        **WORDS,
    )
