"""The desk's printers: how each is, what waits, what a person must look at."""

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hardware import operations, queries
from hardware.forms import AddPrinterForm, AnswerUnconfirmedForm, ChangePrinterForm
from hardware.models import Printer, PrintJob, PrintState
from hardware.transports import Condition, conditions_of
from hardware.views.blueprint import hardware, home_id
from kernel.db import db
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.web import Form, asker, open_to


@dataclass(frozen=True)
class Station:
    """One printer as the page shows it; `condition` is None while it prints or is not in use."""

    printer: Printer
    condition: Condition | None
    queue: list[PrintJob]
    done: list[PrintJob]

    @property
    def doubtful(self) -> list[PrintJob]:
        return [job for job in self.queue if job.state == PrintState.UNCONFIRMED]

    @property
    def waiting(self) -> list[PrintJob]:
        return [job for job in self.queue if job.state != PrintState.UNCONFIRMED]


@hardware.get("/printers")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def list_printers() -> ResponseReturnValue:
    printers = queries.list_printers(home_id())
    queues = {printer.id: list(queries.list_queue(printer.id)) for printer in printers}
    done = {printer.id: list(queries.list_done(printer.id)) for printer in printers}
    # Printers may take seconds to answer: the database is let go before they are asked.
    db.session.close()
    asked = [
        printer
        for printer in printers
        if printer.in_use and not any(job.state == PrintState.SENDING for job in queues[printer.id])
    ]
    answers = conditions_of([(printer.host, printer.port) for printer in asked])
    conditions = dict(zip((printer.id for printer in asked), answers, strict=True))
    stations = [
        Station(printer, conditions.get(printer.id), queues[printer.id], done[printer.id])
        for printer in printers
    ]
    return render_template("hardware/list_printers.html", stations=stations, new_form=Form)


@hardware.route("/printers/add", methods=["GET", "POST"])
@open_to(Role.DESK, Role.ADMINISTRATOR)
def add_printer() -> ResponseReturnValue:
    form = AddPrinterForm()
    if form.validate_on_submit():
        try:
            operations.add_printer(
                institution_id=home_id(),
                name=form.name.data or "",
                host=form.host.data or "",
                port=form.port.data or 0,
                columns=form.columns.data,
                acknowledgement=form.acknowledgement.data,
                raster_always=form.raster_always.data,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("打印机已登记，请打印一张测试页看看。"))
            return redirect(url_for("hardware.list_printers"))
    return render_template("hardware/add_printer.html", form=form)


@hardware.route("/printers/<uuid:printer_id>", methods=["GET", "POST"])
@open_to(Role.DESK, Role.ADMINISTRATOR)
def change_printer(printer_id: uuid.UUID) -> ResponseReturnValue:
    printer = queries.get_printer(printer_id)
    form = ChangePrinterForm(obj=printer)
    if form.validate_on_submit():
        try:
            operations.change_printer(
                printer_id=printer_id,
                name=form.name.data or "",
                host=form.host.data or "",
                port=form.port.data or 0,
                columns=form.columns.data,
                acknowledgement=form.acknowledgement.data,
                raster_always=form.raster_always.data,
                in_use=form.in_use.data,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
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


@hardware.post("/printers/jobs/<uuid:print_job_id>/answer")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def answer_unconfirmed(print_job_id: uuid.UUID) -> ResponseReturnValue:
    form = AnswerUnconfirmedForm()
    if form.validate_on_submit():
        operations.answer_unconfirmed(
            print_job_id=print_job_id,
            printed=form.printed.data == "yes",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    return redirect(url_for("hardware.list_printers"))


@hardware.post("/printers/jobs/<uuid:print_job_id>/reprint")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def reprint(print_job_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        operations.reprint(
            print_job_id=print_job_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("补打已交给打印机，纸上会注明补打次数。"))
    return redirect(url_for("hardware.list_printers"))
