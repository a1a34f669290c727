"""The desk's printers: how each is, who sits where, and registering them."""

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hardware import operations, queries
from hardware.forms import AddPrinterForm, ChangePrinterForm, SitAtDeskForm
from hardware.live import printers_topic
from hardware.views.blueprint import hardware, home_id
from hardware.views.stations import stations
from kernel.i18n import _
from kernel.live import ears
from kernel.people.actors import Role
from kernel.web import Form, asker, open_to


@hardware.get("/printers")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def list_printers() -> ResponseReturnValue:
    desks = queries.list_desks(home_id())
    form = SitAtDeskForm(desk=queries.find_desk(asker()))
    return render_template(
        "hardware/list_printers.html",
        stations=stations(now=True),
        desks=desks,
        form=form,
        new_form=Form,
    )


@hardware.get("/printers/states")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def list_states() -> ResponseReturnValue:
    """What changes on the page while it is open; printers-live.js puts it in place."""
    return render_template("hardware/_stations.html", stations=stations(now=False), new_form=Form)


@hardware.get("/printers/changes")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def printer_changes() -> ResponseReturnValue:
    seen = request.headers.get("Last-Event-ID", "")
    stream = ears().stream([printers_topic(home_id())], seen)
    # Proxies that collect an answer before they pass it on would hold the news back.
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


@hardware.post("/printers/desk")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def sit_at_desk() -> ResponseReturnValue:
    form = SitAtDeskForm()
    if form.validate_on_submit():
        desk = (form.desk.data or "").strip()
        operations.sit_at_desk(
            institution_id=home_id(),
            desk=desk,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
        if desk:
            flash(str(_("已记下。您的单据由%(desk)s的打印机打印。")) % {"desk": desk})
        else:
            flash(_("已记下。您的单据由最先登记的打印机打印。"))
    return redirect(url_for("hardware.list_printers"))


@hardware.route("/printers/add", methods=["GET", "POST"])
@open_to(Role.DESK, Role.ADMINISTRATOR)
def add_printer() -> ResponseReturnValue:
    form = AddPrinterForm()
    added = form.carry_out(
        lambda: operations.add_printer(
            institution_id=home_id(),
            name=form.name.data or "",
            address=form.address,
            columns=form.columns.data,
            manner=form.manner,
            acknowledgement=form.acknowledgement.data,
            handover_counts=form.handover_counts,
            desk=form.desk.data or "",
            prints=form.prints.data,
            drawer=form.drawer.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if added:
        flash(_("打印机已登记，请打印一张测试页看看。"))
        return redirect(url_for("hardware.list_printers"))
    return render_template("hardware/add_printer.html", form=form)


@hardware.route("/printers/<uuid:printer_id>", methods=["GET", "POST"])
@open_to(Role.DESK, Role.ADMINISTRATOR)
def change_printer(printer_id: uuid.UUID) -> ResponseReturnValue:
    form = ChangePrinterForm.of(queries.get_printer(printer_id))
    changed = form.carry_out(
        lambda: operations.change_printer(
            printer_id=printer_id,
            name=form.name.data or "",
            address=form.address,
            columns=form.columns.data,
            manner=form.manner,
            acknowledgement=form.acknowledgement.data,
            handover_counts=form.handover_counts,
            desk=form.desk.data or "",
            prints=form.prints.data,
            drawer=form.drawer.data,
            in_use=form.in_use.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if changed:
        return redirect(url_for("hardware.list_printers"))
    return render_template("hardware/change_printer.html", form=form)


@hardware.post("/printers/<uuid:printer_id>/trial-page")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def print_trial_page(printer_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        operations.print_trial_page(
            printer_id=printer_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("测试页已交给打印机。"))
    return redirect(url_for("hardware.list_printers"))
