"""Rights of a demo county, among them three granted before: one ends soon, two ended long ago."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cemetery.queries import list_free_units
from cemetery.rights.fees import offer_fees
from cemetery.rights.granting import Holder
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground, Reached, Way
from cemetery.rights.operations import grant_right, hold_unit, make_notices, record_contact
from demo.keepers import Keepers
from demo.names import invented_identity_number, invented_name
from kernel import clock
from kernel.people.claimants import Relation
from kernel.people.identity import Sex

if TYPE_CHECKING:
    from cemetery.models import Unit
    from cemetery.rights.models import Right
    from funeral.models import FuneralCase

A_YEAR = timedelta(days=365)
# Before today: a term of a year that ends within three weeks, one that ended half a year ago, one
# whose family did not answer the letter.
SOON, LONG_OVER, LOST = A_YEAR - timedelta(20), A_YEAR + timedelta(190), A_YEAR + timedelta(100)
WROTE, LETTER_BACK, ASKED = timedelta(70), timedelta(60), timedelta(45)
SHELF = "柏"


def add_old_rights(keepers: Keepers) -> None:
    """To niches of elders who chose while alive; what is due today stands on the list."""
    now = clock.now()
    for serial, ago in enumerate((SOON, LONG_OVER)):
        _grant_to_elder(keepers, serial, now - ago)
    lost = _grant_to_elder(keepers, 2, now - LOST).number
    with clock.frozen(now - WROTE):
        make_notices(day=clock.today(), by=keepers.keeper)
    for ago, way, reached, words in (
        (LETTER_BACK, Way.LETTER, Reached.SENT_BACK, "挂号信退回，地址已拆迁（演示）"),
        (ASKED, Way.NEIGHBOURS, Reached.NOT_REACHED, "原邻居不知道搬到哪里（演示）"),
    ):
        with clock.frozen(now - ago):
            record_contact(number=lost, way=way, reached=reached, words=words, by=keepers.keeper)
    make_notices(day=clock.today(), by=keepers.keeper)


def grant(
    keepers: Keepers,
    unit: "Unit",
    *,
    ground: Ground,
    paper: str,
    years: int,
    holder: Holder,
    case: "FuneralCase | None" = None,
    living: Living | None = None,
) -> "Right":
    """Held, shown the fees, agreed to; paid at the till where no open bill can take them."""
    hold = hold_unit(
        unit_id=unit.id,
        case_number=case.number if case else None,
        for_name=living.name if living else "",
        by=keepers.keeper,
    )
    offer = offer_fees(unit, case, years, clock.today())
    return grant_right(
        hold_id=hold.id,
        ground=ground,
        ground_paper=paper,
        holder=holder,
        household_registration=keepers.home.region_code,
        years=years,
        agreed=offer.fingerprint,
        living=living,
        receipt="演示收据" if offer.needs_receipt else "",
        by=keepers.keeper,
    )


def _grant_to_elder(keepers: Keepers, serial: int, granted_at: datetime) -> "Right":
    with clock.frozen(granted_at):
        born_on = date(1938 + serial, 3, 4)
        number = invented_identity_number(keepers.home.region_code, born_on, Sex.MALE, serial)
        return grant(
            keepers,
            list_free_units(keepers.home.id, SHELF)[-1],
            ground=Ground.AGED,
            paper="本人身份证（演示）",
            holder=_child(keepers, serial),
            living=Living(invented_name(serial + 20, Sex.MALE), number),
            years=1,
        )


def _child(keepers: Keepers, serial: int) -> Holder:
    """Of an elder, whose name a son or a daughter bears."""
    sex = Sex.FEMALE if serial % 2 else Sex.MALE
    born_on = date(1970 + serial, 1, 2)
    return Holder(
        name=invented_name(serial + 20, Sex.MALE)[0] + invented_name(serial + 40, sex)[1:],
        relation=Relation.CHILD,
        phone=f"1990000999{serial}",
        identity_number=invented_identity_number(keepers.home.region_code, born_on, sex, serial),
    )
