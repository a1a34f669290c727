"""What a family tells to come along, checked before it is written."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cemetery.errors import CertificateOfAnother, CertificateUnknown, CertificateVoided
from cemetery.voyages.errors import ConsentMissing, ContactMissing
from cemetery.voyages.people import Relative, check_relatives, read_letters
from funeral.queries import certificates
from kernel.errors import NotFound
from kernel.people.phones import normalise_phone

if TYPE_CHECKING:
    from funeral.models import FuneralCase


@dataclass(frozen=True)
class Party:
    """`portions`: letters as typed; `agreed_by`: who heard the consent and agreed, else ""."""

    contact: str
    phone: str
    portions: str = "A"
    relatives: tuple[Relative, ...] = ()
    needs: str = ""
    agreed_by: str = ""


@dataclass(frozen=True)
class Checked:
    """The same in one spelling."""

    party: Party
    letters: tuple[str, ...]


def check_party(party: Party) -> Checked:
    """Raises PortionsUnread, ContactMissing, ConsentMissing, the refusals of check_relatives and
    of kernel.people.phones."""
    letters = read_letters(party.portions)
    relatives = check_relatives(party.relatives)
    if not party.contact.strip():
        raise ContactMissing
    phone = normalise_phone(party.phone)
    if not party.agreed_by.strip():
        raise ConsentMissing
    spelled = replace(
        party,
        contact=party.contact.strip(),
        phone=phone,
        relatives=relatives,
        needs=party.needs.strip(),
        agreed_by=party.agreed_by.strip(),
    )
    return Checked(spelled, letters)


def check_certificate(case: "FuneralCase", number: str) -> str:
    """The certificate in hand counts and is of this case; its number.

    Raises CertificateUnknown, CertificateOfAnother, CertificateVoided.
    """
    try:
        certificate = certificates.get_certificate(number)
    except NotFound:
        raise CertificateUnknown from None
    if certificate.case_id != case.id:
        raise CertificateOfAnother
    if certificate.voided_at:
        raise CertificateVoided(number=certificate.number)
    return certificate.number
