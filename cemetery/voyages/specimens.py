"""Our slip with invented persons; nothing here is in any database."""

from datetime import date, time

from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.models import Voyage, VoyagePortion, VoyageRegistration, VoyageRelative
from cemetery.voyages.slips import VOYAGE_SLIP, voyage_slip
from hardware.slips import Slip
from hardware.specimens import DECEASED, Specimen, invented_home
from kernel import clock
from kernel.i18n import _


def _voyage_slip() -> Slip:
    day = date(2027, 3, 28)
    voyage = Voyage(
        number="JYV27-00003",
        kind=VoyageKind.RIVER,
        gathers_at=clock.at(day, time(8)),
        departs_at=clock.at(day, time(8, 30)),
        gathers_place="青溪县客运码头候船厅",
        waters="长江青溪段",
        ship_name="青溪公务01",
        bring="码头风大，请多穿衣服。",
    )
    registration = VoyageRegistration(
        number="JYW27-00012",
        certificate_number="JYH26-00031",
        portions=[VoyagePortion(letter="A")],
        relatives=[VoyageRelative(name="李小梅"), VoyageRelative(name="李明")],
    )
    registration.voyage = voyage
    return voyage_slip(registration, DECEASED, invented_home())


SPECIMENS = (Specimen(VOYAGE_SLIP, _("海葬撒散登记单"), _voyage_slip),)
