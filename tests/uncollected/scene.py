"""Ashes that wait, a niche wall and a grove; days go by on a frozen clock."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from cemetery.ashes.uncollected import operations
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay, Step
from cemetery.ashes.uncollected.models import UncollectedLaying
from cemetery.ashes.uncollected.queries.waiting import get_standing
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, Unit, UnitKind
from cemetery.queries import list_free_units
from kernel import clock
from kernel.people.actors import SETUP, Actor, Role
from tests import world
from tests.ashes.scene import Scene, make_scene

# Of uncollected.yaml, for a county without a rule of its own.
PHONE, LETTER, ANNOUNCEMENT, ANNOUNCED = 90, 120, 180, 60


@dataclass(frozen=True)
class Waited:
    ashes: Scene
    second: Actor
    tree: Unit
    since: date

    @property
    def keeper(self) -> Actor:
        return self.ashes.keeper

    def after(self, days: int) -> Any:
        return clock.frozen(clock.at(self.since + timedelta(days=days), time(12)))

    @property
    def step(self) -> Step:
        return get_standing(self.ashes.portion()).step

    def contact(self, way: ContactWay = ContactWay.PHONE, **changed: Any) -> Any:
        asked: dict[str, Any] = {
            "whom": "张小三",
            "happened_at": clock.now(),
            "result": ContactResult.NO_ANSWER,
            "note": "",
            "by": self.keeper,
        }
        return operations.record_contact(
            portion_id=self.ashes.portion().id, way=way, **(asked | changed)
        )

    def announce(self, days: int = ANNOUNCED, **changed: Any) -> Any:
        asked = {
            "place": "县民政局网站",
            "since": clock.today(),
            "until": clock.today() + timedelta(days=days),
            "by": self.keeper,
        }
        return operations.record_announcement(
            portion_id=self.ashes.portion().id, **(asked | changed)
        )

    def tell_and_announce(self) -> None:
        with self.after(ANNOUNCEMENT):
            self.contact()
            self.contact(ContactWay.LETTER)
            self.announce()

    def ask(self, **changed: Any) -> UncollectedLaying:
        asked = {"reason": "多次联系没有回音，公告期满", "by": self.keeper}
        return operations.ask_laying(portion_id=self.ashes.portion().id, **(asked | changed))

    def approve(self, laying: UncollectedLaying, by: Actor | None = None) -> UncollectedLaying:
        return operations.approve_laying(laying_id=laying.id, by=by or self.second)

    def inter(self, unit: Unit | None = None, **changed: Any) -> Any:
        return operations.inter_uncollected(
            portion_id=self.ashes.portion().id,
            unit_id=(unit or self.tree).id,
            **({"by": self.keeper} | changed),
        )

    def scatter(self, **changed: Any) -> Any:
        asked = {
            "place": "本馆撒散林",
            "scattered_at": clock.now(),
            "witnesses": ["王示清", "李示明"],
            "by": self.keeper,
        }
        return operations.scatter_uncollected(
            portion_id=self.ashes.portion().id, **(asked | changed)
        )


OVER = ANNOUNCEMENT + ANNOUNCED + 1


def make_waited() -> Waited:
    ashes = make_scene()
    second = world.make_staff("JY-keeper2", Role.COLUMBARIUM, ashes.home.id).actor()
    site = add_site(
        institution_id=ashes.home.id,
        kind=SiteKind.ECO_AREA,
        name="生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="松区",
        kind=UnitKind.TREE,
        units=UnitRange(1, 1, 1, 2),
        size=UnitSize(capacity=3),
        by=SETUP,
    )
    tree = list_free_units(ashes.home.id, "松区")[0]
    return Waited(ashes, second, tree, get_standing(ashes.portion()).since)
