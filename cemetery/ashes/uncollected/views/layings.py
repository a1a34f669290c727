"""Laid to rest at last: asked for, approved or declined, and carried out."""

import uuid
from datetime import time

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from cemetery.ashes.queries import portions as queries
from cemetery.ashes.queries.units import get_unit_meant
from cemetery.ashes.uncollected import operations
from cemetery.ashes.uncollected.forms import (
    AskLayingForm,
    DeclineLayingForm,
    InterUncollectedForm,
    ScatterUncollectedForm,
)
from cemetery.ashes.uncollected.kinds import ECO_UNITS
from cemetery.ashes.uncollected.queries.attempts import get_laying
from cemetery.ashes.uncollected.views.blueprint import carried_out, uncollected
from cemetery.ashes.views.blueprint import KEEPERS, choose_for
from kernel import clock
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@uncollected.route("/uncollected/<uuid:portion_id>/laying", methods=["GET", "POST"])
@open_to(*KEEPERS)
def ask_laying(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), AskLayingForm()
    return carried_out(
        portion,
        form,
        lambda: operations.ask_laying(
            portion_id=portion.id,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("申请安放无人领取的骨灰"),
        _("已申请，请另一位同事核对后批准。"),
    )


@uncollected.post("/uncollected/layings/<uuid:laying_id>/approve")
@open_to(*KEEPERS)
def approve_laying(laying_id: uuid.UUID) -> ResponseReturnValue:
    laying, form = get_laying(laying_id), Form()
    approved = form.carry_out(
        lambda: operations.approve_laying(
            laying_id=laying.id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    flash(_("已批准，现在可以安放。") if approved else str(next(iter(form.form_errors), "")))
    return redirect(url_for("uncollected.get_uncollected", portion_id=laying.portion_id))


@uncollected.route("/uncollected/layings/<uuid:laying_id>/decline", methods=["GET", "POST"])
@open_to(*KEEPERS)
def decline_laying(laying_id: uuid.UUID) -> ResponseReturnValue:
    laying, form = get_laying(laying_id), DeclineLayingForm()
    return carried_out(
        queries.get_portion(laying.portion_id),
        form,
        lambda: operations.decline_laying(
            laying_id=laying.id,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("不安放，继续等家属"),
        _("已登记不安放，骨灰仍由本单位保管。"),
    )


@uncollected.route("/uncollected/<uuid:portion_id>/inter", methods=["GET", "POST"])
@open_to(*KEEPERS)
def inter_uncollected(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), InterUncollectedForm()
    return carried_out(
        portion,
        form,
        lambda: operations.inter_uncollected(
            portion_id=portion.id,
            unit_id=get_unit_meant(
                portion.institution_id, form.chosen_unit, form.unit.data or ""
            ).id,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("安葬无人领取的骨灰"),
        _("安葬已登记，家属以后仍可以查到位置。"),
        chooser=lambda: choose_for(portion, form, ECO_UNITS),
    )


@uncollected.route("/uncollected/<uuid:portion_id>/scatter", methods=["GET", "POST"])
@open_to(*KEEPERS)
def scatter_uncollected(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), ScatterUncollectedForm()
    return carried_out(
        portion,
        form,
        lambda: operations.scatter_uncollected(
            portion_id=portion.id,
            place=form.place.data or "",
            scattered_at=clock.at(
                form.scattered_on.data or clock.today(), form.scattered_time.data or time()
            ),
            witnesses=(form.witnesses.data or "").splitlines(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("撒散无人领取的骨灰"),
        _("撒散已登记。"),
    )
