"""Whether the certificate in somebody's hand belongs to these ashes, and who may ask for them."""

from cemetery.ashes.errors import CertificateOfOthers
from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.portions import brought_by
from cemetery.errors import CertificateUnknown, CertificateVoided
from funeral.queries.cases import entitled_by, get_case_by_id
from funeral.queries.certificates import get_certificate
from kernel.errors import NotFound
from kernel.people.collecting import Entitled
from kernel.people.identity import one_spelling
from kernel.scope import seeing


def certificate_in_hand(portion: AshPortion, number: str) -> str:
    """Its number in one spelling. Raises CertificateUnknown, CertificateVoided,
    CertificateOfOthers."""
    if portion.foreign_certificate:
        if one_spelling(number) != portion.foreign_certificate.number:
            raise CertificateOfOthers
        return portion.foreign_certificate.number
    with seeing(None):
        try:
            certificate = get_certificate(number)
        except NotFound:
            raise CertificateUnknown from None
    if certificate.case_id != portion.case_id:
        raise CertificateOfOthers
    if certificate.voided_at:
        raise CertificateVoided(number=certificate.number)
    return certificate.number


def entitled_to(portion: AshPortion) -> Entitled:
    """The claimant; of foreign ashes, who brought them."""
    if portion.case_id is None:
        who, number = brought_by(portion), portion.deceased.identity_number
        return Entitled(who, deceased_number=number)
    with seeing(None):
        return entitled_by(get_case_by_id(portion.case_id))
