"""Our thermal papers with invented persons; nothing here is in any database."""

from booking.models import Booking
from booking.slips import BOOKING_SLIP, QUEUE_TICKET, booking_slip, ticket_slip
from funeral.specimens import invented_plan
from hardware.slips import Slip
from hardware.specimens import CLAIMANT, Specimen, invented_home, invented_moment
from kernel.i18n import _
from kernel.people.claimants import Claimant
from kernel.people.deceased import Deceased

CODE = "4HRT7M2K"


def _booking_slip() -> Slip:
    booking = Booking(
        code=CODE,
        deceased=Deceased(name="李𠮷明", identity_number="", waiver_class="resident"),
        claimant=Claimant(name=CLAIMANT),
        pick_up_from="簰洲湾镇中心卫生院",
    )
    return booking_slip(booking, invented_plan(), invented_home())


def _ticket() -> Slip:
    return ticket_slip(
        number="A012",
        kind="业务办理",
        before=3,
        estimated="约 20 分钟",
        taken_at=invented_moment(8, 5),
        token="7K3M9QXZ2V5C8NRT",  # noqa: S106 — opens nothing
        institution=invented_home().name,
    )


SPECIMENS = (
    Specimen(QUEUE_TICKET, _("取号单"), _ticket),
    Specimen(BOOKING_SLIP, _("预约单"), _booking_slip),
)
