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
from hardware.operations.screens import add_screen, renew_screen, retire_screen

__all__ = [
    "Claim",
    "add_printer",
    "add_screen",
    "answer_unconfirmed",
    "change_printer",
    "claim_print_job",
    "kick_drawer",
    "print_slip",
    "print_trial_page",
    "record_print_result",
    "release_document",
    "renew_screen",
    "reprint",
    "retire_screen",
    "sit_at_desk",
]
