"""Our thermal papers with invented persons; nothing here is in any database."""

from datetime import date, time

from cemetery.ashes.models import AshEvent
from cemetery.ashes.slips import COLLECTION_SLIP, collection_slip
from cemetery.models import AshDeposit, Site, SiteKind, Unit, UnitKind, Zone
from cemetery.slips import (
    STORAGE_RECEIPT,
    VISIT_PASS,
    VisitPass,
    storage_receipt,
    visit_pass_slip,
)
from hardware.slips import Slip
from hardware.specimens import DAY, DECEASED, Specimen, invented_home
from kernel import clock
from kernel.i18n import _
from kernel.people.claimants import Relation

YEAR_PRICE_FEN = 12_000


def _storage_receipt() -> Slip:
    site = Site(kind=SiteKind.COLUMBARIUM, name="静园公益性骨灰堂", visiting_hours="8:00–17:00")
    deposit = AshDeposit(
        number="JYG26-00018",
        unit=Unit(site=site, zone=Zone(name="松", kind=UnitKind.NICHE), row=3, number=12),
        certificate_number="JYH26-00031",
        portion="A",
        since=DAY,
        until=clock.add_months(DAY, 12),
    )
    return storage_receipt(deposit, DECEASED, YEAR_PRICE_FEN, invented_home())


def _visit_pass() -> Slip:
    visit = VisitPass(
        site="静园公益性骨灰堂",
        place="松3排12号",
        day=date(2027, 4, 5),
        slot="上午 8:00–10:00",
        persons=4,
        code="7K3M9QXZ",
        notice="请按预约的时间入园。园内请勿使用明火。",
    )
    return visit_pass_slip(visit, invented_home())


def _collection_slip() -> Slip:
    event = AshEvent(
        happened_at=clock.at(DAY, time(10, 20)),
        place="静园公益性骨灰堂 松3排12号",
        counterpart="王示梅",
        identity_number="421221198001010018",
        relation=Relation.CHILD,
        authorisation="",
    )
    return collection_slip(event, "JYA26-00031 A", DECEASED, invented_home(), "JYA26-00031")


SPECIMENS = (
    Specimen(STORAGE_RECEIPT, _("骨灰寄存单"), _storage_receipt),
    Specimen(COLLECTION_SLIP, _("骨灰领取凭证"), _collection_slip),
    Specimen(VISIT_PASS, _("祭扫凭证"), _visit_pass),
)
