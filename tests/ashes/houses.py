"""A county whose crematorium and cemetery are two institutions: A cremates, B keeps and inters."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.models import AshDeposit
from cemetery.operations import deposit_ashes
from cemetery.rights.fees import offer_fees
from cemetery.rights.kinds import Ground
from cemetery.rights.models import Right
from cemetery.rights.operations import grant_right, hold_unit
from funeral.models import FuneralCase
from kernel import clock
from kernel.people.actors import SETUP, Actor, Role
from kernel.places import Institution, InstitutionKind, add_institution
from kernel.scope import seeing
from tests import world
from tests.ashes.scene import Scene, again, make_scene
from tests.rights.scene import a_holder, make_wall, publish_prices

OTHERS_PRICE = "S26-00118"
SPOUSE_BORN = date(1941, 5, 6)


@dataclass(frozen=True)
class TwoHouses:
    """`there`: A, with a case; `here`: B, with one niche for one (the first) and two for two."""

    there: Scene
    here: Institution
    keeper: Actor
    units: tuple[uuid.UUID, ...]

    def arrive(self, **sent: Any) -> AshPortion:
        """Sent from A and acknowledged at B."""
        portion = self.send(**sent)
        self.there.acknowledge(portion, by=self.keeper)
        return again(portion)

    def send(self, case: FuneralCase | None = None, **sent: Any) -> AshPortion:
        """What A does, which sees its own house."""
        with seeing(None):
            portion = get_portion_of((case or self.there.case).id, "A")
            self.there.send(portion, to=self.here.id, **sent)
        return portion

    def another(self) -> tuple[FuneralCase, str]:
        """Another family at A."""
        with seeing(None):
            return self.there.another()

    def deposit(self, portion: AshPortion, **changed: Any) -> AshDeposit:
        asked = {
            "certificate_number": self.there.certificate,
            "portion_id": portion.id,
            "unit_id": self.units[0],
            "months": 12,
            "receipt": OTHERS_PRICE,
            "by": self.keeper,
        }
        return deposit_ashes(**(asked | changed))

    def grant(self, portion: AshPortion, unit: int = 1, **changed: Any) -> Right:
        hold = hold_unit(unit_id=self.units[unit], portion_id=portion.id, by=self.keeper)
        offer = offer_fees(hold.unit, None, 20, clock.today())
        asked = {
            "hold_id": hold.id,
            "ground": Ground.CREMATION,
            "ground_paper": self.there.certificate,
            "holder": a_holder(),
            "household_registration": world.JIAYU,
            "years": 20,
            "agreed": offer.fingerprint,
            "receipt": OTHERS_PRICE,
            "by": self.keeper,
        }
        return grant_right(**(asked | changed))

    def inter(self, portion: AshPortion, unit: int, **changed: Any) -> AshPortion:
        unit_id = self.units[unit]
        self.there.inter(portion, **({"unit_id": unit_id, "by": self.keeper} | changed))
        return again(portion)


def make_houses() -> TwoHouses:
    there = make_scene()
    here = add_institution(
        code="GM",
        kind=InstitutionKind.CEMETERY,
        name="嘉鱼县公墓",
        region_code=world.JIAYU,
        by=SETUP,
    )
    world.publish_tariff(here.id, ["ash_deposit"])
    publish_prices(here.id)
    keeper = world.make_staff("GM-columbarium", Role.COLUMBARIUM, here.id).actor()
    units = make_wall(institution_id=here.id, singles=1, doubles=2, by=SETUP)
    return TwoHouses(there, here, keeper, tuple(unit.id for unit in units))
