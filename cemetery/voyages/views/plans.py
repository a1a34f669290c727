"""Voyages for staff: the list, one of them, planning, postponing and cancelling."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing.prices import say_price
from billing.queries import find_tariff_item, list_tariff
from cemetery.voyages import operations, queries
from cemetery.voyages.forms import CancelVoyageForm, PlanVoyageForm, PostponeVoyageForm
from cemetery.voyages.kinds import PortionState, VoyageKind, VoyageState
from cemetery.voyages.scattering_papers import say_position, say_witnesses
from cemetery.voyages.views.blueprint import STAFF, voyages
from cemetery.voyages.words import say_times, told_sentence
from funeral.queries.cremation import cases_by_id
from kernel import clock
from kernel.errors import NotAllowed
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@voyages.get("/voyages")
@open_to(*STAFF)
def list_voyages() -> ResponseReturnValue:
    page = queries.list_voyages(
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "voyages/list_voyages.html", page=page, kind_of=VoyageKind, state_of=VoyageState
    )


@voyages.route("/voyages/new", methods=["GET", "POST"])
@open_to(*STAFF)
def plan_voyage() -> ResponseReturnValue:
    home_id = asker().institution_id
    if home_id is None:
        raise NotAllowed
    form = PlanVoyageForm()
    form.item_code.choices = [
        SelectChoice("", _("不收费")),
        *(
            SelectChoice(item.code, f"{item.name} {say_price(item)}")
            for item in list_tariff(home_id, clock.today())
        ),
    ]
    planned = form.carry_out(
        lambda: operations.plan_voyage(
            institution_id=home_id,
            planned=form.planned(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if planned:
        flash(_("航次已安排，家属可以报名。"))
        return redirect(url_for("voyages.get_voyage", number=planned.number))
    return render_template("voyages/plan_voyage.html", form=form)


@voyages.get("/voyages/<number>")
@open_to(*STAFF)
def get_voyage(number: str) -> ResponseReturnValue:
    voyage = queries.get_voyage(number)
    families = queries.list_families(voyage)
    untold = queries.list_untold(voyage)
    item = None
    if voyage.item_code:
        item = find_tariff_item(voyage.institution_id, voyage.item_code, clock.today())
    return render_template(
        "voyages/get_voyage.html",
        voyage=voyage,
        state=VoyageState(voyage.state),
        kind=VoyageKind(voyage.kind),
        when=say_times(voyage),
        families=families,
        cases=cases_by_id({each.case_id for each in families}),
        untold=[(each, told_sentence(each)) for each in untold],
        state_of=PortionState,
        position=say_position(voyage),
        witnesses=say_witnesses(voyage),
        item=item,
        is_today=clock.day_of(voyage.departs_at) == clock.today(),
        new_form=Form,
    )


@voyages.post("/voyages/<number>/close")
@open_to(*STAFF)
def close_voyage(number: str) -> ResponseReturnValue:
    voyage, form = queries.get_voyage(number), Form()
    return form.act_and_return(
        lambda: operations.close_voyage(
            number=voyage.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("voyages.get_voyage", number=voyage.number),
        _("已停止报名。"),
    )


@voyages.post("/voyages/<number>/reopen")
@open_to(*STAFF)
def reopen_voyage(number: str) -> ResponseReturnValue:
    voyage, form = queries.get_voyage(number), Form()
    return form.act_and_return(
        lambda: operations.reopen_voyage(
            number=voyage.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("voyages.get_voyage", number=voyage.number),
        _("已恢复报名。"),
    )


@voyages.route("/voyages/<number>/postpone", methods=["GET", "POST"])
@open_to(*STAFF)
def postpone_voyage(number: str) -> ResponseReturnValue:
    voyage = queries.get_voyage(number)
    form = PostponeVoyageForm()
    if not form.is_submitted():
        form.gathers_time.data = clock.say_clock(voyage.gathers_at)
        form.departs_time.data = clock.say_clock(voyage.departs_at)
    postponed = form.carry_out(
        lambda: operations.postpone_voyage(
            number=voyage.number,
            times=form.times(),
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if postponed:
        flash(_("航次已改期，请逐家告知。"))
        return redirect(url_for("voyages.get_voyage", number=voyage.number))
    return render_template(
        "voyages/postpone_voyage.html", form=form, voyage=voyage, when=say_times(voyage)
    )


@voyages.route("/voyages/<number>/cancel", methods=["GET", "POST"])
@open_to(*STAFF)
def cancel_voyage(number: str) -> ResponseReturnValue:
    voyage = queries.get_voyage(number)
    form = CancelVoyageForm()
    cancelled = form.carry_out(
        lambda: operations.cancel_voyage(
            number=voyage.number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if cancelled:
        flash(_("航次已取消，请逐家告知，问明改到哪个航次。"))
        return redirect(url_for("voyages.get_voyage", number=voyage.number))
    return render_template(
        "voyages/cancel_voyage.html", form=form, voyage=voyage, when=say_times(voyage)
    )
