"""Documents are released once: what was drawn is kept as it was handed out."""

import hashlib
import uuid

from hardware import queries
from hardware.models import Document
from hardware.papers import Paper
from hardware.pdf import Pdf
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("生成 PDF 文件"))
def release_document(
    *, institution_id: uuid.UUID, paper: Paper, pdf: Pdf, by: Actor, revision: str = ""
) -> Document:
    """Keeps `pdf`, drawn from `paper` before this began, unless the same was released already:
    then that one is the answer. `revision`: what makes it another one; else what it says.
    """
    revision = revision or paper.digest
    queries.hold_releases(institution_id)
    known = queries.find_document(institution_id, paper.kind, paper.number, revision)
    if known:
        return known
    document = Document(
        institution_id=institution_id,
        kind=paper.kind,
        title=paper.title,
        number=paper.number,
        revision=revision,
        source_digest=paper.digest,
        sha256=hashlib.sha256(pdf.content).hexdigest(),
        content=pdf.content,
        pages=pdf.pages,
        released_at=clock.now(),
        by=str(by),
        by_name=by.name,
    )
    db.session.add(document)
    return document
