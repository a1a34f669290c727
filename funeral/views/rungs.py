"""The home's ladder for remains nobody claims: the local rules, laid down by the administrator."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.forms.storage import AddUnclaimedRungForm, EndUnclaimedRungForm
from funeral.queries import unclaimed as queries
from funeral.steps import DESK
from funeral.views.blueprint import funeral, home_id
from funeral.views.resources import KEEPER
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.get("/storage/rungs")
@open_to(*DESK)
def list_rungs() -> ResponseReturnValue:
    return render_template("funeral/list_rungs.html", rungs=queries.list_all_rungs(home_id()))


@funeral.route("/storage/rungs/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def add_unclaimed_rung() -> ResponseReturnValue:
    form = AddUnclaimedRungForm()
    if form.validate_on_submit():
        try:
            operations.add_unclaimed_rung(
                institution_id=home_id(),
                position=cast(int, form.position.data),
                after_days=cast(int, form.after_days.data),
                title=form.title.data or "",
                needs_notice=form.needs_notice.data,
                needs_police=form.needs_police.data,
                offices=form.named_offices(),
                period_days=cast(int, form.period_days.data),
                legal_basis=form.legal_basis.data or "",
                valid_from=cast(date, form.valid_from.data),
                valid_until=form.valid_until.data,
                by=asker(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("这一步已登记。"))
            return redirect(url_for("funeral.list_rungs"))
    elif not form.is_submitted():
        form.position.data = len(queries.list_rungs(home_id())) + 1
        form.valid_from.data = clock.today()
    return render_template("funeral/add_unclaimed_rung.html", form=form)


@funeral.route("/storage/rungs/<uuid:rung_id>/end", methods=["GET", "POST"])
@open_to(*KEEPER)
def end_unclaimed_rung(rung_id: uuid.UUID) -> ResponseReturnValue:
    rung = queries.get_rung(rung_id)
    form = EndUnclaimedRungForm()
    if form.validate_on_submit():
        try:
            operations.end_unclaimed_rung(
                rung_id=rung_id, last_on=cast(date, form.last_on.data), by=asker()
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("这一步的最后一天已登记。"))
            return redirect(url_for("funeral.list_rungs"))
    elif not form.is_submitted():
        form.last_on.data = clock.today()
    return render_template("funeral/end_unclaimed_rung.html", form=form, rung=rung)
