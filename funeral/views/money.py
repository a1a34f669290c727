"""The bill of a case: what it would be, then the bill itself. Before it, deposits."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing import operations as money
from billing.forms import RefundSurplusForm, TakeDepositForm
from billing.kinds import PaymentMethod
from billing.queries import find_standing_bill
from funeral import operations
from funeral.forms import MakeBillForm
from funeral.models import FuneralCase
from funeral.queries import cases
from funeral.queries.money import preview_bill
from funeral.queries.progress import progress_of
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel.i18n import _
from kernel.money import yuan
from kernel.web import Form, asker, open_to


@funeral.route("/cases/<number>/bill", methods=["GET", "POST"])
@open_to(*DESK)
def make_bill(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = MakeBillForm()
    bill = form.carry_out(
        lambda: operations.make_bill(
            number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    if bill:
        return redirect(url_for("billing.get_bill", number=bill.number))
    return render_template(
        "funeral/make_bill.html",
        case=case,
        progress=progress_of(case),
        form=form,
        preview=preview_bill(case),
    )


@funeral.route("/cases/<number>/deposit", methods=["GET", "POST"])
@open_to(*DESK)
def take_deposit(number: str) -> ResponseReturnValue:
    """Once there is a bill, money is taken for the bill."""
    case = cases.get_case(number)
    bill = find_standing_bill(case.id)
    if bill:
        return redirect(url_for("billing.get_bill", number=bill.number))
    form = TakeDepositForm()
    if not form.is_submitted():
        form.payer_name.data = case.claimant.name
    receipt = form.carry_out(
        lambda: money.take_deposit(
            institution_id=case.institution_id,
            case_id=case.id,
            case_number=case.number,
            method=PaymentMethod(form.method.data),
            amount_fen=form.amount.data or 0,
            payer_name=(form.payer_name.data or "").strip(),
            tendered_fen=form.tendered.data,
            reference=form.reference.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if receipt is None:
        return _show_deposits(case, form, RefundSurplusForm(formdata=None))
    said = {
        "amount": yuan(receipt.payment.amount_fen),
        "change": yuan(receipt.payment.change_fen or 0),
        "receipt": receipt.number,
    }
    flash(str(_("已收预付款 %(amount)s，找零 %(change)s。收据 %(receipt)s。")) % said)
    return redirect(url_for("funeral.get_case", number=case.number))


@funeral.post("/cases/<number>/deposit/refund")
@open_to(*DESK)
def refund_deposit(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = RefundSurplusForm()
    refund = form.carry_out(
        lambda: money.refund_deposit(
            institution_id=case.institution_id,
            case_id=case.id,
            case_number=case.number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if refund is None:
        return _show_deposits(case, TakeDepositForm(formdata=None), form)
    flash(_("已列入退款。现金、刷卡和转账的，请在退款页交付；网上付的由系统原路退回。"))
    return redirect(url_for("billing.get_refund", number=refund.number))


def _show_deposits(
    case: FuneralCase, take_form: TakeDepositForm, refund_form: RefundSurplusForm
) -> ResponseReturnValue:
    refused: Form = refund_form if refund_form.errors else take_form
    return render_template(
        "funeral/take_deposit.html",
        case=case,
        progress=progress_of(case),
        form=refused,
        take_form=take_form,
        refund_form=refund_form,
    )
