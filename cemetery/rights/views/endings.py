"""Moving a right, giving it back, ending it by a decision; what goes back to the family."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing.kinds import PaymentMethod
from cemetery.errors import UnitTaken
from cemetery.rights import operations, queries
from cemetery.rights.forms import PayRefundForm, ReasonForm, RelocateRightForm
from cemetery.rights.kinds import MoveReason
from cemetery.rights.models import Right
from cemetery.rights.refunds import refund_of
from cemetery.rights.views.blueprint import KEEPERS, TILL, choose, rights
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.web import Form, asker, open_to


@rights.route("/rights/<number>/move", methods=["GET", "POST"])
@open_to(*KEEPERS)
def relocate_right(number: str) -> ResponseReturnValue:
    right, form, gone = queries.get_right(number), RelocateRightForm(), False
    if form.validate_on_submit() and form.chosen_unit:
        try:
            operations.relocate_right(
                number=right.number,
                unit_id=form.chosen_unit,
                reason=MoveReason(form.reason.data),
                agreed=form.agreed.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except UnitTaken as refusal:
            form.show(refusal)
            gone = True
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("使用权已迁到新位置。骨灰还在原来的位置，请另行办理骨灰移动。"))
            return redirect(url_for("rights.get_right", number=right.number))
    chooser = choose(right.institution_id, form, gone=gone)
    # The plan offers what is free; back to where its ashes still rest it goes without being free.
    before = {move.from_unit_id: move.from_unit for move in right.moves}.values()
    form.unit_id.choices += [
        SelectChoice(str(unit.id), str(_("原位置 %(unit)s") % {"unit": unit}))
        for unit in before
        if unit.family_id == right.id and unit.id != right.unit_id
    ]
    return render_template("rights/relocate_right.html", right=right, form=form, chooser=chooser)


@rights.route("/rights/<number>/return", methods=["GET", "POST"])
@open_to(*KEEPERS)
def return_right(number: str) -> ResponseReturnValue:
    right, form = queries.get_right(number), ReasonForm()
    lines = refund_of(right, clock.today())
    return _carried_out(
        right,
        form,
        lambda: operations.return_right(
            number=right.number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("使用权已退还。"),
        "rights/return_right.html",
        lines=lines,
        back_fen=sum(line.back_fen for line in lines),
        on_account=any(line.back_fen for line in lines if line.receipt is None),
    )


@rights.route("/rights/<number>/refund", methods=["GET", "POST"])
@open_to(*TILL)
def pay_right_refund(number: str) -> ResponseReturnValue:
    """At the till: the money leaves its drawer."""
    right, form = queries.get_right(number), PayRefundForm()
    return _carried_out(
        right,
        form,
        lambda: operations.pay_right_refund(
            number=right.number,
            method=PaymentMethod(form.method.data),
            refund_paper=form.refund_paper.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("退费已登记。"),
        "rights/pay_right_refund.html",
    )


@rights.route("/rights/<number>/end", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def end_right(number: str) -> ResponseReturnValue:
    right, form = queries.get_right(number), ReasonForm()
    return _carried_out(
        right,
        form,
        lambda: operations.end_right(
            number=right.number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("使用权已终止。"),
        "rights/end_right.html",
    )


def _carried_out(
    right: Right,
    form: Form,
    act: Callable[[], object],
    done: str,
    template: str,
    **shown: object,
) -> ResponseReturnValue:
    """One thing done with one right: its form, or back to its page."""
    page = url_for("rights.get_right", number=right.number)
    return form.carry_out_and_return(act, page, done) or render_template(
        template, right=right, form=form, **shown
    )
