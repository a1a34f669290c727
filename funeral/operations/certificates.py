"""The certificate, once the run has ended."""

from funeral.errors import CertificateExists, CollectorMissing, NotEnded
from funeral.models import CremationCertificate
from funeral.queries import cases, cremation
from funeral.queries import certificates as queries
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("出具火化证明"))
def issue_certificate(
    *, number: str, collected_by: str, by: Actor, idempotency_key: str | None = None
) -> CremationCertificate:
    """火化证明, once the run has ended. Raises NotEnded, CertificateExists, CollectorMissing."""
    case = cases.lock_case(number)
    run = cremation.find_run(case.id)
    if run is None or run.ended_at is None:
        raise NotEnded
    known = queries.find_certificate(case.id)
    if known:
        raise CertificateExists(number=known.number)
    if not collected_by.strip():
        raise CollectorMissing
    certificate = CremationCertificate(
        institution_id=case.institution_id,
        case_id=case.id,
        run_id=run.id,
        issued_at=clock.now(),
        issued_by=str(by),
        collected_by=collected_by.strip(),
        number=next_number(NumberKind.CERTIFICATE, get_institution(case.institution_id)),
    )
    db.session.add(certificate)
    return certificate
