"""From what a paper says to a released document: drawn first, kept afterwards."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from hardware.operations import release_document
from hardware.papers import Paper
from hardware.pdf import draw_paper
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from hardware.models import Document


def release(make: Callable[[], Paper], *, institution_id: uuid.UUID, by: Actor) -> "Document":
    """No operation is under way while Pango works. Raises GlyphMissing, PaperToolsMissing."""
    paper, pdf = draw_paper(make)
    return release_document(institution_id=institution_id, paper=paper, pdf=pdf, by=by)
