"""A list of units from a spreadsheet: taken away, brought back, looked at, taken over."""

import uuid

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.ground import operations
from cemetery.ground.csv_units import COLUMNS, MOST_ROWS, write_units
from cemetery.ground.examining import Report, examine
from cemetery.ground.forms import StageUnitImportForm
from cemetery.ground.models import UnitImport
from cemetery.ground.queries import sites as queries
from cemetery.ground.queries.imports import get_unit_import as find_import
from cemetery.ground.queries.imports import list_unit_imports
from cemetery.ground.queries.ranges import list_units_of
from cemetery.ground.views.blueprint import KEEPER, ground
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.spreadsheets import BOM, csv_line
from kernel.web import Form, asker, open_to

# On the page; the file has all of them.
MOST_SHOWN = 50


@ground.route("/sites/<uuid:site_id>/imports/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def stage_unit_import(site_id: uuid.UUID) -> ResponseReturnValue:
    site = queries.get_site(site_id)
    form = StageUnitImportForm()
    staged = form.carry_out(
        lambda: operations.stage_unit_import(
            site_id=site.id,
            file_name=form.file.data.filename or "",
            content=form.file.data.read(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if staged:
        return redirect(url_for("ground.get_unit_import", import_id=staged.id))
    return render_template(
        "ground/stage_unit_import.html",
        form=form,
        site=site,
        imports=list_unit_imports(site.id),
        columns=COLUMNS,
        most=MOST_ROWS,
    )


@ground.get("/unit-imports/<uuid:import_id>")
@open_to(*KEEPER)
def get_unit_import(import_id: uuid.UUID) -> ResponseReturnValue:
    return _show(find_import(import_id), Form())


@ground.post("/unit-imports/<uuid:import_id>")
@open_to(*KEEPER)
def apply_unit_import(import_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    applied = form.carry_out(
        lambda: operations.apply_unit_import(
            import_id=import_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    if applied:
        words = {"added": applied.added, "changed": applied.changed}
        flash(_("已写入：新增 %(added)s 个，改动 %(changed)s 个。") % words)
        return redirect(url_for("ground.get_site", site_id=applied.site_id))
    return _show(find_import(import_id), form)


@ground.get("/unit-imports/<uuid:import_id>/mistakes.csv")
@open_to(*KEEPER)
def download_mistakes(import_id: uuid.UUID) -> ResponseReturnValue:
    lines = [csv_line(map(str, (_("行"), _("列"), _("要改正的内容"))))]
    lines += [
        csv_line((str(each.line), each.column, each.sentence))
        for each in _report(find_import(import_id)).mistakes
    ]
    return _csv(BOM + "".join(lines), "mistakes.csv")


@ground.get("/sites/<uuid:site_id>/units.csv")
@open_to(*KEEPER)
def download_units(site_id: uuid.UUID) -> ResponseReturnValue:
    """What there is, in the form in which it can be brought back."""
    zones = queries.list_zones(queries.get_site(site_id).id)
    units = (
        (zone, unit)
        for zone in zones
        for _place, unit in sorted(list_units_of(zone.id).items(), key=lambda pair: pair[0])
    )
    return _csv(write_units(units), "units.csv")


def _show(staged: UnitImport, form: Form) -> ResponseReturnValue:
    report = None if staged.applied_at else _report(staged)
    return render_template(
        "ground/get_unit_import.html",
        form=form,
        staged=staged,
        report=report,
        mistakes=report.mistakes[:MOST_SHOWN] if report else [],
        who=say_who(staged.staged_by, staff_names({staged.staged_by})),
    )


def _report(staged: UnitImport) -> Report:
    zones = queries.list_zones(staged.site_id)
    return examine(staged.site, zones, lambda zone: list_units_of(zone.id), staged.rows)


def _csv(text: str, name: str) -> Response:
    return Response(
        text,
        mimetype="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )
