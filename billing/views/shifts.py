"""The drawer in hand, and the drawers that were counted."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import cash, operations, queries
from billing.forms import CloseShiftForm, OpenShiftForm
from billing.models import Shift
from billing.operations.shifts import SHIFT
from billing.slips import say_pieces
from billing.views.asked import asked_day, asked_homes, asked_page, cashier_names
from billing.views.blueprint import READERS, TILL, billing
from hardware.queries import list_print_jobs
from kernel import clock
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import Form, asker, open_to


@billing.get("/shift")
@open_to(*TILL)
def show_drawer() -> ResponseReturnValue:
    return _show()


@billing.post("/shift/open")
@open_to(*TILL)
def open_shift() -> ResponseReturnValue:
    form = OpenShiftForm()
    opened = form.carry_out(
        lambda: operations.open_shift(
            float_fen=form.float.data or 0,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if opened:
        flash(_("备用金已登记，钱箱已打开。"))
        return redirect(url_for("billing.show_drawer"))
    return _show(open_form=form)


@billing.post("/shift/close")
@open_to(*TILL)
def close_shift() -> ResponseReturnValue:
    form = CloseShiftForm()
    shift = form.carry_out(
        lambda: operations.close_shift(
            counts=form.counts,
            explanation=form.explanation.data or "",
            signed_name=form.signed_name.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if shift:
        flash(_("已交班。"))
        return redirect(url_for("billing.get_shift", number=shift.number))
    return _show(close_form=form)


@billing.get("/shifts")
@open_to(*READERS)
def list_shifts() -> ResponseReturnValue:
    homes, day = asked_homes(), asked_day()
    cashiers = queries.list_cashiers()
    wanted = request.args.get("cashier", "")
    cashier_id = next((one for one in cashiers if str(one) == wanted), None)
    page = queries.list_shifts(
        institution_id=homes.chosen.id if homes.chosen else None,
        cashier_id=cashier_id,
        closed_in=clock.day_range(day) if day else None,
        **asked_page(),
    )
    return render_template(
        "billing/list_shifts.html",
        page=page,
        homes=homes,
        day=day,
        cashier_id=cashier_id,
        cashiers=cashier_names(cashiers),
    )


@billing.get("/shifts/<number>")
@open_to(*READERS)
def get_shift(number: str) -> ResponseReturnValue:
    shift = queries.get_shift(number)
    return render_template(
        "billing/get_shift.html",
        payments=queries.list_payments_of(shift),
        refunds=queries.list_cash_refunds_of(shift),
        paper_refunds=queries.list_paper_refunds_of(shift),
        copies=list(list_print_jobs(shift.institution_id, SHIFT, shift.number)),
        new_form=Form,
        **_words(shift),
    )


@billing.get("/shifts/<number>/sheet")
@open_to(*READERS)
def print_shift(number: str) -> ResponseReturnValue:
    """交班单 on A4."""
    shift = queries.get_shift(number)
    return render_template(
        "billing/print_shift.html",
        home=get_institution(shift.institution_id),
        printed_at=clock.now(),
        **_words(shift),
    )


def _show(
    open_form: OpenShiftForm | None = None, close_form: CloseShiftForm | None = None
) -> ResponseReturnValue:
    shift = queries.find_open_shift(uuid.UUID(asker().id))
    return render_template(
        "billing/show_drawer.html",
        shift=shift,
        moved=queries.cash_of(shift) if shift else None,
        may_set_float=shift is None or not queries.has_moved(shift.id),
        form=close_form or open_form,
        open_form=open_form or OpenShiftForm(formdata=None),
        close_form=close_form or CloseShiftForm(formdata=None),
        counted_fen=cash.total_of(close_form.counts) if close_form else 0,
    )


def _words(shift: Shift) -> dict[str, object]:
    return {
        "shift": shift,
        "moved": queries.cash_of(shift),
        "cashier": cashier_names([shift.cashier_id])[shift.cashier_id],
        "pieces": [
            (say_pieces(fen, count), fen * count)
            for fen, count in cash.from_json(shift.counts or {}).items()
            if count
        ],
    }
