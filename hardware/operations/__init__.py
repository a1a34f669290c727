"""Hardware's verbs, by noun; each is one transaction and one journal entry."""

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
from hardware.operations.screens import add_screen, renew_screen, retire_screen

__all__ = [
    "Claim",
    "add_printer",
    "add_screen",
    "answer_unconfirmed",
    "change_printer",
    "claim_print_job",
    "print_slip",
    "print_trial_page",
    "record_print_result",
    "renew_screen",
    "reprint",
    "retire_screen",
]
