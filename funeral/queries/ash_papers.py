"""The papers of the ashes, and how often each was printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from funeral.ash_slips import ASH_LABEL, PICK_UP_SLIP
from funeral.models import FuneralCase
from funeral.queries.certificates import find_certificate
from hardware.queries import list_print_jobs

if TYPE_CHECKING:
    from hardware.models import PrintJob


def label_number(case: FuneralCase, portion: str) -> str:
    """A label without the certificate's number and one with it are two, not a copy."""
    certificate = find_certificate(case.id)
    known = [case.number, portion, *([certificate.number] if certificate else [])]
    return " ".join(known)


def list_labels(case: FuneralCase, portion: str = "A") -> "Sequence[PrintJob]":
    return list_print_jobs(case.institution_id, ASH_LABEL, label_number(case, portion))


def list_pick_up_slips(case: FuneralCase) -> "Sequence[PrintJob]":
    return list_print_jobs(case.institution_id, PICK_UP_SLIP, case.number)
