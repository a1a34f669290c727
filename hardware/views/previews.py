"""Paper as a picture: to the dot what a printer with our font would print."""

import io
import uuid

from flask import Response

from hardware import queries
from hardware.drawing import draw
from hardware.layout import lay_out
from hardware.slips import Slip
from hardware.views.blueprint import hardware
from kernel.people.actors import Role
from kernel.web import open_to


@hardware.get("/printers/jobs/<uuid:print_job_id>.png")
@open_to(Role.DESK, Role.ADMINISTRATOR)
def draw_print_job(print_job_id: uuid.UUID) -> Response:
    """With its marks, on the paper of the printer it was sent to."""
    print_job = queries.get_print_job(print_job_id)
    return picture_of(print_job.paper(), print_job.printer.columns)


def picture_of(slip: Slip, columns: int) -> Response:
    """A PNG. Raises GlyphMissing."""
    file = io.BytesIO()
    draw(lay_out(slip, columns), columns).save(file, "PNG", optimize=True)
    return Response(file.getvalue(), mimetype="image/png")
