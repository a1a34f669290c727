"""A columbarium with niches for one and for two, its price list, and a family that may choose."""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from billing.kinds import ItemClass, PriceMode
from billing.models import Bill
from billing.operations import publish_tariff_item, take_cash
from billing.pricing import TariffTerms
from billing.queries import find_standing_bill, standing_of
from billing.units import Unit as Measure
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import Site, SiteKind, Unit, UnitKind, Zone
from cemetery.queries import list_free_units
from cemetery.rights.fees import offer_fees
from cemetery.rights.granting import Holder
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.models import Right
from cemetery.rights.operations import (
    add_right_person,
    grant_right,
    hold_unit,
    renew_right,
    return_right,
)
from funeral.kinds import CrematorType, DeathKind, PaperKind
from funeral.models import FuneralCase
from funeral.operations import make_bill, record_paper
from funeral.queries.cases import get_case_by_id, list_papers
from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.claimants import Relation
from tests import world

ELDER = date(1940, 3, 4)
# As world.record_papers writes it.
DEATH_PAPER = "42122120261122001"
PRICES = {"niche_use": ("骨灰格位使用费", 90_00), "niche_maintenance": ("格位维护管理费", 20_00)}


@dataclass
class Scene:
    """`single` and `double`: ids of niches for one and for two."""

    home: world.Home
    keeper: Actor
    case: FuneralCase
    single: tuple[uuid.UUID, ...]
    double: tuple[uuid.UUID, ...]

    @cached_property
    def certificate(self) -> str:
        """Of the cremation, which takes a second: only for tests that need the ashes."""
        return world.cremate(self.home, self.case)

    def hold(self, unit_id: uuid.UUID | None = None, case: FuneralCase | None = None):
        case = case or self.case
        return hold_unit(unit_id=unit_id or self.single[0], case_number=case.number, by=self.keeper)

    def grant(self, unit_id: uuid.UUID | None = None, **changed) -> Right:
        """Held first, then agreed to at the fees of now."""
        hold = changed.pop("hold", None) or self.hold(unit_id)
        case = get_case_by_id(hold.case_id) if hold.case_id else None
        if case and PaperKind.DEATH_CERTIFICATE not in list_papers(case.id):
            record_death(self.home, case)
        years = changed.get("years", 20)
        asked = {
            "hold_id": hold.id,
            "ground": Ground.DEATH,
            "ground_paper": DEATH_PAPER,
            "holder": a_holder(),
            "household_registration": world.JIAYU,
            "years": years,
            "agreed": offer_fees(hold.unit, case, max(years, 1), clock.today()).fingerprint,
            "by": self.keeper,
        }
        return grant_right(**(asked | changed))

    def add(self, right: Right, **changed) -> Right:
        asked = {
            "number": right.number,
            "ground": Ground.SPOUSE,
            "ground_paper": "结婚证",
            "living": an_elder(),
            "by": self.keeper,
        }
        return add_right_person(**(asked | changed))

    def renew(self, right: Right, **changed) -> Right:
        case = get_case_by_id(right.case_id) if right.case_id else None
        years = changed.get("years", 10)
        asked = {
            "number": right.number,
            "years": years,
            "agreed": offer_fees(right.unit, case, years, right.until).fingerprint,
            "by": self.keeper,
        }
        return renew_right(**(asked | changed))


def make_scene(code: str = "JY", singles: int = 4, doubles: int = 2) -> Scene:
    home = world.make_home(code)
    world.publish_tariff(home.id)
    publish_prices(home.id)
    keeper = world.make_staff(f"{code}-columbarium", Role.COLUMBARIUM, home.id).actor()
    world.make_staff(f"{code}-administrator", Role.ADMINISTRATOR, home.id)
    units = make_wall(institution_id=home.id, singles=singles, doubles=doubles, by=SETUP)
    keys = [unit.id for unit in units]
    case = world.open_case(home)
    record_death(home, case)
    return Scene(home, keeper, case, tuple(keys[:singles]), tuple(keys[singles:]))


@operation("测试用的格位")
def make_wall(*, institution_id: uuid.UUID, singles: int, doubles: int, by: Actor) -> list[Unit]:
    """One row of niches: the first for one, the others for two."""
    own = {"institution_id": institution_id}
    site = Site(
        **own,
        kind=SiteKind.COLUMBARIUM,
        name="静园骨灰堂",
        visiting_hours="8:00–17:00",
        added_at=clock.now(),
    )
    zone = Zone(**own, site=site, name="松区", kind=UnitKind.NICHE)
    units = [
        Unit(**own, site=site, zone=zone, row=1, number=at, capacity=1 if at <= singles else 2)
        for at in range(1, singles + doubles + 1)
    ]
    db.session.add_all(units)
    return units


def publish_prices(institution_id: uuid.UUID) -> None:
    for code, (name, fen) in PRICES.items():
        publish_tariff_item(
            institution_id=institution_id,
            code=code,
            name=name,
            item_class=ItemClass.GROUND,
            price_mode=PriceMode.GUIDED,
            terms=TariffTerms(unit=Measure.YEAR, price_fen=fen),
            legal_basis="测试价目",
            issuer="嘉鱼县发展和改革局",
            valid_from=date(2025, 9, 15),
            by=SETUP,
        )


def record_death(home: world.Home, case: FuneralCase) -> None:
    record_paper(
        number=case.number,
        kind=PaperKind.DEATH_CERTIFICATE,
        paper_number=DEATH_PAPER,
        issuer="嘉鱼县人民医院",
        issued_on=None,
        death_kind=DeathKind.NATURAL,
        by=home.clerk,
    )


def pay(home: world.Home, case: FuneralCase) -> None:
    """All that is billed, in cash."""
    bill = find_standing_bill(case.id)
    assert bill
    left = standing_of(case.id).open_fen
    take_cash(bill_number=bill.number, tendered_fen=left, by=home.clerk)


def settle(scene: Scene) -> None:
    """Billed and paid."""
    bill(scene)
    pay(scene.home, scene.case)


def bill(scene: Scene) -> Bill:
    assert scene.certificate
    return make_bill(number=scene.case.number, by=scene.home.clerk)


def give_back(scene: Scene, right: Right, **changed) -> Right:
    asked = {"number": right.number, "reason": "骨灰已改为海葬", "by": scene.keeper}
    return return_right(**(asked | changed))


def living_right(
    scene: Scene,
    said: Living | None = None,
    unit_id: uuid.UUID | None = None,
    years: int = 20,
    registration: str = world.JIAYU,
) -> Right:
    """An elder's, paid by a receipt of the till."""
    said = said or an_elder()
    hold = hold_unit(unit_id=unit_id or scene.single[0], for_name=said.name, by=scene.keeper)
    return scene.grant(
        hold=hold,
        living=said,
        ground=Ground.AGED,
        ground_paper="身份证",
        receipt="0012",
        years=years,
        household_registration=registration,
    )


def lay_ground(scene: Scene, *, wall: bool = False) -> uuid.UUID:
    """A commercial cemetery's first grave, or the first niche in its wall."""
    site = add_site(
        institution_id=scene.home.id,
        kind=SiteKind.COMMERCIAL_CEMETERY,
        name="静园公墓",
        visiting_hours="8:00–17:00",
        approval="鄂民〔2020〕1号",
        by=SETUP,
    )
    zone = add_zone(
        site_id=site.id,
        name="梅区",
        kind=UnitKind.WALL if wall else UnitKind.TREE,
        units=UnitRange(1, 1, 1, 2),
        size=UnitSize(),
        by=SETUP,
    )
    return list_free_units(scene.home.id, zone.name)[0].id


def a_holder(**changed) -> Holder:
    said = {
        "name": "张示秀",
        "relation": Relation.CHILD,
        "phone": world.phone(),
        "identity_number": world.identity_number(date(1970, 1, 2)),
    }
    return Holder(**(said | changed))


def an_elder(born_on: date = ELDER) -> Living:
    return Living("李示兰", world.identity_number(born_on))


def second_case(scene: Scene) -> tuple[FuneralCase, str]:
    """Another family with the ashes of its own, from the other kind of cremator."""
    case = world.open_case(scene.home)
    return case, world.cremate(scene.home, case, CrematorType.COLLECTING)


def another_case(scene: Scene) -> FuneralCase:
    return world.open_case(scene.home)
