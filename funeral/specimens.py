"""Our thermal papers with invented persons; nothing here is in any database."""

from funeral.ash_slips import ASH_LABEL, PICK_UP_SLIP, ash_label, pick_up_slip
from funeral.kinds import ResourceKind
from funeral.models import (
    CremationCertificate,
    FuneralCase,
    Occupancy,
    Plan,
    Resource,
    WorkOrder,
    Wristband,
)
from funeral.operations.certificates import CERTIFICATE
from funeral.slips import certificate_slip
from funeral.tags import WORK_ORDER, WRISTBAND, work_order_slip, wristband_slip
from hardware.slips import Slip
from hardware.specimens import (
    CASE_NUMBER,
    CLAIMANT,
    DECEASED,
    Specimen,
    invented_home,
    invented_moment,
)
from kernel import clock
from kernel.i18n import _
from kernel.people.claimants import Claimant
from kernel.people.deceased import Deceased

TOKEN = "7K3M9QXZ2V5C8NRT"  # noqa: S105 — opens nothing
CERTIFICATE_NUMBER = "JYH26-00031"
ADDRESS = "https://jingyuan.example.cn"


def invented_plan() -> Plan:
    """A farewell and the cremation after it."""
    hall = Resource(kind=ResourceKind.HALL, name="松鹤厅")
    cremator = Resource(kind=ResourceKind.CREMATOR, name="2 号炉")
    return Plan(
        version=1,
        occupancies=[
            Occupancy(resource=hall, starts_at=invented_moment(9), ends_at=invented_moment(10)),
            Occupancy(
                resource=cremator,
                starts_at=invented_moment(10, 20),
                ends_at=invented_moment(11, 20),
            ),
        ],
    )


def _case() -> FuneralCase:
    return FuneralCase(
        number=CASE_NUMBER,
        deceased=Deceased(name=DECEASED),
        claimant=Claimant(name=CLAIMANT),
        plan=invented_plan(),
    )


def _wristband() -> Slip:
    return wristband_slip(_case(), Wristband(token=TOKEN, code="4HRT7M"), invented_home())


def _work_order() -> Slip:
    order = WorkOrder(token=TOKEN, issued_at=invented_moment(8, 40))
    return work_order_slip(_case(), order, invented_home())


def _ash_label() -> Slip:
    ended_at = invented_moment(11, 15)
    return ash_label(_case(), "A", ended_at, CERTIFICATE_NUMBER, invented_home())


def _pick_up_slip() -> Slip:
    return pick_up_slip(_case(), invented_moment(11, 15), CERTIFICATE_NUMBER, invented_home())


def _certificate() -> Slip:
    home = invented_home()
    facts = [
        (_("姓名"), DECEASED),
        (_("火化结束"), clock.say_stamp(invented_moment(11, 15))),
        (_("证明编号"), CERTIFICATE_NUMBER),
        (_("签发单位"), home.name),
    ]
    return certificate_slip(CremationCertificate(verify_token=TOKEN), facts, ADDRESS, home)


SPECIMENS = (
    Specimen(WRISTBAND, _("遗体腕带"), _wristband),
    Specimen(WORK_ORDER, _("火化工作单"), _work_order),
    Specimen(CERTIFICATE, _("火化证明（样张）"), _certificate),
    Specimen(ASH_LABEL, _("骨灰标签"), _ash_label),
    Specimen(PICK_UP_SLIP, _("骨灰领取单"), _pick_up_slip),
)
