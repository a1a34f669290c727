"""From what a paper says to a released document: drawn first, kept afterwards."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from hardware.operations import release_document
from hardware.papers import Paper
from hardware.pdf import draw, write_paper
from hardware.queries import find_document
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from hardware.models import Document


def release(make: Callable[[], Paper], *, institution_id: uuid.UUID, by: Actor) -> "Document":
    """Drawn only if it was not released before, and no operation is under way while Pango works.

    Raises GlyphMissing, PaperToolsMissing.
    """
    paper = write_paper(make)
    known = find_document(institution_id, paper.kind, paper.number, paper.digest)
    if known:
        return known
    return release_document(institution_id=institution_id, paper=paper, pdf=draw(paper), by=by)
