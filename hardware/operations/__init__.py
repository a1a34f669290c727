"""Hardware's verbs, by noun; each is one transaction and one journal entry."""

from hardware.operations.deliveries import Claim, claim_print_job, record_print_result
from hardware.operations.documents import release_document
from hardware.operations.print_jobs import (
    answer_unconfirmed,
    kick_drawer,
    print_slip,
    print_trial_page,
    reprint,
)
from hardware.operations.printers import add_printer, change_printer, sit_at_desk

__all__ = [
    "Claim",
    "add_printer",
    "answer_unconfirmed",
    "change_printer",
    "claim_print_job",
    "kick_drawer",
    "print_slip",
    "print_trial_page",
    "record_print_result",
    "release_document",
    "reprint",
    "sit_at_desk",
]
