"""What the tests of certificates share: a case that has been cremated, and papers for it."""

from typing import Any

from funeral import operations as funeral
from funeral.models import CremationCertificate, FuneralCase
from tests import world


def cremated(home: world.Home, **changed: Any) -> FuneralCase:
    """A case whose run has ended and that has no certificate yet."""
    case = world.open_case(home, **changed)
    cremator_id = world.make_ready(home, case)
    world.burn(home, case, cremator_id)
    world.end(home, case)
    return case


def issue(home: world.Home, case: FuneralCase, **changed: Any) -> CremationCertificate:
    asked: dict[str, Any] = {"number": case.number, "collected_by": "张小三", "by": home.clerk}
    return funeral.issue_certificate(**(asked | changed))


def reissue(
    home: world.Home, certificate: CremationCertificate, **changed: Any
) -> CremationCertificate:
    asked: dict[str, Any] = {
        "number": certificate.number,
        "reason": "遗失",
        "collected_by": "张小三",
        "by": home.clerk,
    }
    return funeral.reissue_certificate(**(asked | changed))
