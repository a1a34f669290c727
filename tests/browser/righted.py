"""Rights of the county of the tests: one running, one that ran out, one returned, one held."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from cemetery.queries import list_free_units
from cemetery.rights.fees import offer_fees
from cemetery.rights.kinds import Ground, Reached, Way
from cemetery.rights.models import UnitHold
from cemetery.rights.operations import (
    grant_right,
    hold_unit,
    make_notices,
    record_contact,
    return_right,
)
from cemetery.rights.queries import get_right
from funeral.models import FuneralCase
from kernel import clock
from tests import world
from tests.rights.scene import a_holder, an_elder, publish_prices

LONG_AGO = timedelta(days=400)


@dataclass(frozen=True)
class Righted:
    """Numbers of rights; `person`: named in the running one; `held`: a hold; `case`: of a family
    that has chosen nothing."""

    running: str
    person: uuid.UUID
    expired: str
    returned: str
    held: uuid.UUID
    case: str


def make_righted(home: world.Home) -> Righted:
    publish_prices(home.id)
    with clock.frozen(clock.now() - LONG_AGO):
        expired = _grant(home, _hold(home, None), years=1)
    make_notices(day=clock.today(), by=home.clerk)
    record_contact(
        number=expired,
        way=Way.LETTER,
        reached=Reached.SENT_BACK,
        words="挂号信退回，地址无人",
        by=home.clerk,
    )
    returned = _grant(home, _hold(home, None), years=20)
    return_right(number=returned, reason="骨灰已改为海葬", by=home.clerk)
    running = _grant(home, _hold(home, None), years=20)
    held = _hold(home, world.open_case(home, deceased_name="王示安"))
    person = get_right(running).persons[0].id
    return Righted(running, person, expired, returned, held.id, world.open_case(home).number)


def _hold(home: world.Home, case: FuneralCase | None) -> UnitHold:
    unit = list_free_units(home.id, "福区")[-1]
    return hold_unit(
        unit_id=unit.id,
        case_number=case.number if case else None,
        for_name="李示兰",
        by=home.clerk,
    )


def _grant(home: world.Home, hold: UnitHold, years: int) -> str:
    """For an elder, at the till's receipt."""
    return grant_right(
        hold_id=hold.id,
        ground=Ground.AGED,
        ground_paper="身份证",
        living=an_elder(),
        holder=a_holder(),
        household_registration=world.JIAYU,
        years=years,
        agreed=offer_fees(hold.unit, None, years, clock.today()).fingerprint,
        receipt="0012345678",
        by=home.clerk,
    ).number
