"""What was printed and released of a registration."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cemetery.voyages.documents import SCATTERING_CERTIFICATE
from cemetery.voyages.models import VoyageRegistration
from cemetery.voyages.slips import VOYAGE_SLIP
from hardware.queries import list_documents, list_print_jobs

if TYPE_CHECKING:
    from hardware.models import Document, PrintJob


def slip_number(registration: VoyageRegistration) -> str:
    """Another one for each time it says."""
    voyage = registration.voyage
    return f"{registration.number}/{voyage.number}/{voyage.departs_at:%y%m%d%H%M}"


def list_slips(registration: VoyageRegistration) -> "Sequence[PrintJob]":
    return list_print_jobs(registration.institution_id, VOYAGE_SLIP, slip_number(registration))


def list_certificates(registration: VoyageRegistration) -> "list[Document]":
    numbers = [portion.certificate_number for portion in registration.portions]
    return list_documents(registration.institution_id, numbers, [SCATTERING_CERTIFICATE])
