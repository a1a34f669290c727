"""Lists of rewards to be paid: made, printed, taken to the bank, and what the bank made of them."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing import operations
from billing.forms import CorrectPayeeForm, RecordPayoutFailedForm, RecordPayoutPaidForm
from billing.models import PayoutList
from billing.queries import payouts as queries
from billing.queries.rewards import get_application
from billing.rewards import Burial, Recipient
from billing.rewards.kinds import PayoutOutcome
from billing.rewards.payout_sheet import payout_sheets, sum_by_payer
from billing.rewards.requests import BankAccount
from billing.views.asked import asked_page
from billing.views.blueprint import RECEIVERS, billing
from billing.views.files import xlsx
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import staff_names
from kernel.places import Institution, get_institution
from kernel.web import Form, asker, open_to


@billing.get("/payouts")
@open_to(Role.OFFICER)
def list_payouts() -> ResponseReturnValue:
    return _list(Form())


@billing.post("/payouts")
@open_to(Role.OFFICER)
def freeze_payout_list() -> ResponseReturnValue:
    form = Form()
    frozen = form.carry_out(
        lambda: operations.freeze_payout_list(by=asker(), idempotency_key=form.idempotency_key.data)
    )
    if frozen:
        flash(_("发放名单已列出，内容不再改动。"))
        return redirect(url_for("billing.get_payout_list", number=frozen.number))
    return _list(form)


@billing.get("/payouts/<number>")
@open_to(Role.OFFICER)
def get_payout_list(number: str) -> ResponseReturnValue:
    return _show(number, RecordPayoutPaidForm(paid_on=clock.today()))


@billing.post("/payouts/<number>/paid")
@open_to(Role.OFFICER)
def record_payout_paid(number: str) -> ResponseReturnValue:
    form = RecordPayoutPaidForm()
    paid = form.carry_out(
        lambda: operations.record_payout_paid(
            number=number,
            paid_on=form.paid_on.data or clock.today(),
            reference=form.reference.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if paid:
        flash(_("已登记发放。"))
        return redirect(url_for("billing.get_payout_list", number=paid.number))
    return _show(number, form)


@billing.route("/payouts/entries/<uuid:entry_id>/failed", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def record_payout_failed(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = queries.get_entry(entry_id)
    form = RecordPayoutFailedForm()
    failed = form.carry_out(
        lambda: operations.record_payout_failed(
            entry_id=entry_id,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if failed:
        flash(_("已登记未到账。请与申请人核对账户，更正后列入下一份名单。"))
        return redirect(url_for("billing.get_payout_list", number=entry.payout_list.number))
    return render_template(
        "billing/record_payout_failed.html", form=form, entry=entry, recipient=Recipient
    )


@billing.route("/rewards/<number>/payee/<recipient>", methods=["GET", "POST"])
@open_to(*RECEIVERS)
def correct_payee(number: str, recipient: str) -> ResponseReturnValue:
    application = get_application(number)
    if recipient not in set(Recipient):
        raise NotFound
    to = Recipient(recipient)
    form = CorrectPayeeForm()
    corrected = form.carry_out(
        lambda: operations.correct_payee(
            number=application.number,
            recipient=to,
            account=BankAccount(
                form.account_holder.data or "", form.bank.data or "", form.account.data or ""
            ),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if corrected:
        flash(_("收款账户已更正，下一份发放名单用新的账户。"))
        return redirect(url_for("billing.get_reward", number=application.number))
    return render_template("billing/correct_payee.html", form=form, application=application, to=to)


@billing.get("/payouts/<number>/print")
@open_to(Role.OFFICER)
def print_payout_list(number: str) -> ResponseReturnValue:
    payout_list = queries.get_payout_list(number)
    return render_template(
        "billing/print_payout_list.html",
        printed_at=clock.now(),
        **_words(payout_list),
    )


@billing.post("/payouts/<number>/file")
@open_to(Role.OFFICER)
def download_payout_list(number: str) -> ResponseReturnValue:
    """Sent by a form, since taking account numbers is an entry in the journal."""
    form = Form()
    if not form.validate_on_submit():
        return redirect(url_for("billing.get_payout_list", number=number))
    payout_list = operations.download_payout_list(number=number, by=asker())
    title = _title(payout_list, get_institution(payout_list.institution_id))
    return xlsx(payout_list.number, payout_sheets(payout_list, title))


def _list(form: Form) -> ResponseReturnValue:
    page = queries.list_payouts(
        **asked_page(),
    )
    institution_id = asker().institution_id
    office = get_institution(institution_id) if institution_id else None
    waiting = queries.count_unlisted(queries.institutions_of(office)) if office else 0
    return render_template("billing/list_payouts.html", page=page, waiting=waiting, form=form)


def _show(number: str, form: RecordPayoutPaidForm) -> ResponseReturnValue:
    payout_list = queries.get_payout_list(number)
    return render_template(
        "billing/get_payout_list.html",
        form=form,
        new_form=Form,
        names=staff_names({payout_list.frozen_by}),
        has_open=any(not entry.results for entry in payout_list.entries),
        **_words(payout_list),
    )


def _words(payout_list: PayoutList) -> dict[str, Any]:
    office = get_institution(payout_list.institution_id)
    return {
        "payout_list": payout_list,
        "title": _title(payout_list, office),
        "by_payer": sum_by_payer(payout_list.entries),
        "recipient": Recipient,
        "burial_of": Burial,
        "outcome_of": PayoutOutcome,
    }


def _title(payout_list: PayoutList, office: Institution) -> str:
    said = _("%(office)s节地生态安葬奖补发放名单 %(number)s")
    return str(said) % {"office": office.name, "number": payout_list.number}
