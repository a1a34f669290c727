"""An invented example of the certificate of scattering."""

from datetime import date

from cemetery.voyages.documents import (
    SCATTERING_CERTIFICATE,
    Scattered,
    scattering_certificate,
)
from cemetery.voyages.kinds import VoyageKind
from hardware.paper_specimens import PaperSpecimen
from hardware.papers import Paper
from kernel.i18n import _
from kernel.people.actors import Role

STAFF = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR, Role.OFFICER)
SCATTERED = Scattered(
    kind=VoyageKind.RIVER,
    number="QXW27-00012-A",
    issuer="青溪县殡仪馆",
    deceased="李𠮷明",
    certificate_number="QXH26-00042",
    portion="A",
    holder="李小梅",
    relation="子女",
    at="2027年3月28日 10:20",
    position="长江青溪段主航道北侧，北纬29.97010度，东经113.93920度",
    voyage="QXV27-00003 长江青溪段",
    ship="青溪公务01 鄂船登0000001",
    witnesses="陈明（县民政局）、李小梅（子女）",
    made_on=date(2027, 3, 28),
    phone="0715-6000000",
)


def _certificate() -> Paper:
    return scattering_certificate(SCATTERED)


PAPERS = (PaperSpecimen(SCATTERING_CERTIFICATE, _("海葬、撒散证明"), STAFF, _certificate),)
