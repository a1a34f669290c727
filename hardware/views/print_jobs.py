"""What printers were told to print: lists, one job, and what a person decides about it."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hardware import operations, queries
from hardware.forms import AnswerUnconfirmedForm
from hardware.markup import paper_of
from hardware.views.blueprint import hardware
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.web import Form, asker, open_to


@hardware.get("/printers/<uuid:printer_id>/jobs")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def list_printer_jobs(printer_id: uuid.UUID) -> ResponseReturnValue:
    printer = queries.get_printer(printer_id)
    page = queries.list_jobs_of_printer(
        printer.id,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template("hardware/list_printer_jobs.html", printer=printer, page=page)


@hardware.get("/printers/jobs/<uuid:print_job_id>")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def get_print_job(print_job_id: uuid.UUID) -> ResponseReturnValue:
    print_job = queries.get_print_job(print_job_id)
    return render_template(
        "hardware/get_print_job.html",
        print_job=print_job,
        paper=None if print_job.is_kick else paper_of(print_job.paper(), print_job.printer.columns),
        copies=queries.list_copies(print_job.first_id),
        open_copy=queries.find_open_copy(print_job.first_id),
        new_form=Form,
    )


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
