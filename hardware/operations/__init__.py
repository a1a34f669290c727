"""Hardware's verbs, by noun; each is one transaction and one journal entry."""

from hardware.operations.documents import release_document
from hardware.operations.print_jobs import (
    Claim,
    answer_unconfirmed,
    claim_print_job,
    print_slip,
    print_trial_page,
    record_print_result,
    reprint,
)
from hardware.operations.printers import add_printer, change_printer

__all__ = [
    "Claim",
    "add_printer",
    "answer_unconfirmed",
    "change_printer",
    "claim_print_job",
    "print_slip",
    "print_trial_page",
    "record_print_result",
    "release_document",
    "reprint",
]
