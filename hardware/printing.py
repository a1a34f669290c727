"""The first paper of a document; every further one is a marked reprint."""

import uuid

from hardware.errors import AlreadyPrinted
from hardware.kinds import JobKind
from hardware.models import PrintJob
from hardware.operations import print_slip
from hardware.queries import list_print_jobs
from hardware.slips import Slip
from kernel.people.actors import Actor


def print_once(
    *,
    institution_id: uuid.UUID,
    slip: Slip,
    document: str,
    number: str,
    by: Actor,
    kind: JobKind = JobKind.SLIP,
) -> PrintJob:
    """The caller holds the row the document speaks of, so that two clerks do not both come first.

    Raises AlreadyPrinted, NoPrinter, GlyphMissing, CodeTooLong.
    """
    if list_print_jobs(institution_id, document, number):
        raise AlreadyPrinted(document=slip.title)
    return print_slip(
        institution_id=institution_id,
        slip=slip,
        document=document,
        number=number,
        kind=kind,
        by=by,
    )
