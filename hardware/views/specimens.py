"""Every document as an invented example, on each width of paper."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from hardware import specimens as invented
from hardware.layout import COLUMNS
from hardware.markup import paper_of
from hardware.views.blueprint import hardware
from hardware.views.previews import picture_of
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.web import open_to

WIDTHS = {32: _("58 毫米"), 48: _("80 毫米（48 列）"), 42: _("80 毫米（42 列）")}


@hardware.get("/printers/specimens")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def list_specimens() -> ResponseReturnValue:
    return render_template(
        "hardware/list_specimens.html", specimens=invented.list_specimens(), widths=WIDTHS
    )


@hardware.get("/printers/specimens/<document>")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def get_specimen(document: str) -> ResponseReturnValue:
    specimen = invented.get_specimen(document)
    columns = request.args.get("columns", 32, int)
    if columns not in COLUMNS:
        raise NotFound
    return render_template(
        "hardware/get_specimen.html",
        specimen=specimen,
        paper=paper_of(specimen.make(), columns),
        widths=WIDTHS,
        columns=columns,
    )


@hardware.get("/printers/specimens/<document>/<int:columns>.png")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def draw_specimen(document: str, columns: int) -> Response:
    if columns not in COLUMNS:
        raise NotFound
    return picture_of(invented.get_specimen(document).make(), columns)
