"""Released documents as they were handed out, and an invented example of each kind."""

import uuid
from io import BytesIO

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue

from hardware import queries
from hardware.paper_specimens import get_paper_specimen
from hardware.paper_specimens import list_paper_specimens as known_specimens
from hardware.pdf import draw_paper
from hardware.views.blueprint import hardware
from kernel.errors import NotAllowed
from kernel.people.actors import Role
from kernel.web import asker, open_to

READERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR, Role.OFFICER)
# A browser's own viewer dresses the file; the file itself loads and runs nothing.
PDF_SECURITY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


@hardware.get("/documents/<uuid:document_id>")
@open_to(*READERS)
def get_document(document_id: uuid.UUID) -> ResponseReturnValue:
    document = queries.get_document(document_id)
    if asker().role not in get_paper_specimen(document.kind).readers:
        raise NotAllowed
    return as_pdf(document.content, f"{document.number} {document.title}")


@hardware.get("/documents/specimens")
@open_to(Role.DESK, Role.ADMINISTRATOR, Role.OFFICER)
def list_paper_specimens() -> ResponseReturnValue:
    return render_template("hardware/list_paper_specimens.html", specimens=known_specimens())


@hardware.get("/documents/specimens/<kind>")
@open_to(Role.DESK, Role.ADMINISTRATOR, Role.OFFICER)
def draw_paper_specimen(kind: str) -> ResponseReturnValue:
    paper, pdf = draw_paper(get_paper_specimen(kind).paper)
    return as_pdf(pdf.content, f"{paper.number} {paper.title}")


def as_pdf(content: bytes, name: str) -> Response:
    """Opened in the browser; saved under its Chinese name."""
    response = send_file(
        BytesIO(content),
        mimetype="application/pdf",
        download_name=f"{name}.pdf",
        etag=False,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = PDF_SECURITY
    response.headers["Cache-Control"] = "no-store"
    return response
