"""Several portions at once: asked for with boxes, approved, laid into one communal unit."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery.ashes.forms import PlaceForm
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.queries.units import get_unit_meant
from cemetery.ashes.saying import say_portion
from cemetery.ashes.uncollected import operations
from cemetery.ashes.uncollected.forms import AskLayingsForm
from cemetery.ashes.uncollected.kinds import Step
from cemetery.ashes.uncollected.models import UncollectedLaying
from cemetery.ashes.uncollected.queries import attempts
from cemetery.ashes.uncollected.queries.waiting import list_uncollected
from cemetery.ashes.uncollected.views.blueprint import uncollected
from cemetery.ashes.views.blueprint import KEEPERS, READERS, home_id, naming
from cemetery.rights.views.blueprint import choose
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.pages import Page
from kernel.people.staff import staff_names
from kernel.web import Form, asker, open_to


@uncollected.route("/uncollected/together", methods=["GET", "POST"])
@open_to(*KEEPERS)
def ask_layings() -> ResponseReturnValue:
    """Those whose announcement has run out, a page of them; what somebody asked for is left out."""
    page, form = _due(), AskLayingsForm()
    names = queries.names_of(page.items)
    form.portions.choices = [
        SelectChoice(str(each.id), f"{queries.number_of(each)} {names[each.ashes_id]}")
        for each in page.items
    ]
    asked = form.carry_out(
        lambda: operations.ask_layings(
            portion_ids=form.chosen,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if asked:
        flash(_("已申请，请另一位同事核对后批准。"))
        together_id = asked[0].together_id
        return redirect(url_for("uncollected.get_together", together_id=together_id))
    return render_template("uncollected/ask_layings.html", form=form, page=page)


@uncollected.get("/uncollected/together/<uuid:together_id>")
@open_to(*READERS)
def get_together(together_id: uuid.UUID) -> ResponseReturnValue:
    layings = _layings(together_id)
    portions = {each.id: queries.get_portion(each.portion_id) for each in layings}
    going_on = [each for each in layings if each.is_open]
    asked_by = {each.asked_by for each in layings}
    return render_template(
        "uncollected/get_together.html",
        layings=layings,
        portions=portions,
        names=queries.names_of(portions.values()),
        name_of=naming(),
        number_of=queries.number_of,
        say_portion=say_portion,
        clerks=staff_names(asked_by | {each.approved_by for each in layings if each.approved_by}),
        may_approve=any(each.approved_at is None for each in going_on)
        and str(asker()) not in asked_by,
        may_inter=bool(going_on) and all(each.approved_at for each in going_on),
        may_act=asker().role in KEEPERS and asker().institution_id == layings[0].institution_id,
        together_id=together_id,
        new_form=Form,
    )


@uncollected.post("/uncollected/together/<uuid:together_id>/approve")
@open_to(*KEEPERS)
def approve_layings(together_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    approved = form.carry_out(
        lambda: operations.approve_layings(
            together_id=together_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    flash(_("已批准，现在可以安放。") if approved else str(next(iter(form.form_errors), "")))
    return redirect(url_for("uncollected.get_together", together_id=together_id))


@uncollected.route("/uncollected/together/<uuid:together_id>/inter", methods=["GET", "POST"])
@open_to(*KEEPERS)
def inter_together(together_id: uuid.UUID) -> ResponseReturnValue:
    layings, form = _layings(together_id), PlaceForm()
    page = url_for("uncollected.get_together", together_id=together_id)
    done = form.carry_out(
        lambda: operations.inter_together(
            together_id=together_id,
            unit_id=get_unit_meant(home_id(), form.chosen_unit, form.unit.data or "").id,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if done:
        flash(_("%(count)s 份骨灰的安葬已登记。") % {"count": len(done)})
        return redirect(page)
    return render_template(
        "ashes/_act.html",
        form=form,
        title=_("集中安葬无人领取的骨灰"),
        number="",
        back_to=page,
        back_label=_("集中安葬"),
        chooser=choose(
            layings[0].institution_id, form, gone=bool(form.unit_id.errors), communal=True
        ),
    )


def _due() -> Page:
    page = request.args.get("page", 1, type=int)
    return list_uncollected(step=Step.REST, unasked=True, page=page)


def _layings(together_id: uuid.UUID) -> list[UncollectedLaying]:
    layings = attempts.list_together(together_id)
    if not layings:
        raise NotFound
    return layings
