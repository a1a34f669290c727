"""Several portions in one decision: all or none, one approval, one communal unit for them."""

import re
from dataclasses import dataclass, replace

import pytest

from cemetery.ashes.kinds import PortionState
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.ashes.uncollected import operations
from cemetery.ashes.uncollected.errors import (
    CommunalUnitTooFull,
    LayingApprovedByAsker,
    LayingAsked,
    LayingDecided,
    LayingNotApproved,
    NotAnnounced,
    NotInCommunalUnit,
    PortionsMissing,
)
from cemetery.ashes.uncollected.models import UncollectedLaying
from cemetery.ashes.uncollected.queries.attempts import list_open_together, list_together
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_zone
from cemetery.models import Unit, UnitKind
from cemetery.queries import get_unit, list_free_units
from kernel.people.actors import SETUP
from tests.ashes.scene import Scene
from tests.uncollected.scene import OVER, Waited
from tests.visitor import visit


@dataclass(frozen=True)
class Together:
    """Two families whose announcements have run out, and a communal unit for two."""

    waited: Waited
    other: Waited
    unit: Unit

    @property
    def ids(self):
        return [each.ashes.portion().id for each in (self.waited, self.other)]

    def ask(self, ids=None, **changed):
        asked = {"reason": "多次联系没有回音，公告期满", "by": self.waited.keeper}
        return operations.ask_layings(portion_ids=ids or self.ids, **(asked | changed))

    def approve(self, layings: list[UncollectedLaying], by=None):
        return operations.approve_layings(
            together_id=layings[0].together_id, by=by or self.waited.second
        )

    def inter(self, layings, unit=None):
        return operations.inter_together(
            together_id=layings[0].together_id,
            unit_id=(unit or self.unit).id,
            by=self.waited.keeper,
        )

    @property
    def states(self):
        return [get_portion_of(each.ashes.case.id, "A").state for each in (self.waited, self.other)]


@pytest.fixture
def together(waited):
    case, certificate = waited.ashes.another()
    scene = waited.ashes
    theirs = replace(waited, ashes=Scene(scene.home, scene.keeper, case, certificate, scene.units))
    add_zone(
        site_id=waited.tree.site_id,
        name="归园",
        kind=UnitKind.DEEP,
        units=UnitRange(1, 1, 1, 2),
        size=UnitSize(capacity=2),
        communal=True,
        by=SETUP,
    )
    unit = list_free_units(scene.home.id, "归园")[0]
    waited.tell_and_announce()
    with waited.after(OVER):
        yield Together(waited, theirs, unit)


@pytest.fixture
def announced(together):
    together.other.tell_and_announce()
    return together


def test_one_who_still_waits_keeps_all_from_being_asked_for(together):
    with pytest.raises(PortionsMissing):
        operations.ask_layings(portion_ids=[], reason="公告期满", by=together.waited.keeper)
    with pytest.raises(NotAnnounced):
        together.ask()
    together.waited.ask()


def test_one_decision_lays_several_families_into_one_unit(announced):
    layings = announced.ask()
    with pytest.raises(LayingAsked):
        announced.waited.ask()
    with pytest.raises(LayingApprovedByAsker):
        announced.approve(layings, by=announced.waited.keeper)
    with pytest.raises(LayingNotApproved):
        announced.inter(layings)
    announced.approve(layings)
    with pytest.raises(LayingDecided):
        announced.approve(layings)
    with pytest.raises(NotInCommunalUnit):
        announced.inter(layings, announced.waited.tree)
    events = announced.inter(layings)
    assert announced.states == [PortionState.INTERRED] * 2
    assert {event.unit_id for event in events} == {announced.unit.id}
    unit = get_unit(announced.unit.id)
    assert (unit.taken, unit.family_id) == (2, None)
    done = {each.ash_event_id for each in list_together(layings[0].together_id)}
    assert done == {event.id for event in events}
    with pytest.raises(LayingDecided):
        announced.inter(layings)


def test_a_unit_with_too_little_room_takes_none_of_them(announced):
    scene = announced.waited.ashes
    case, certificate = scene.another()
    first = Scene(scene.home, scene.keeper, case, certificate, scene.units)
    first.inter(unit_id=announced.unit.id)
    layings = announced.ask()
    announced.approve(layings)
    with pytest.raises(CommunalUnitTooFull) as refused:
        announced.inter(layings)
    assert "还能安放 1 份，这次要安放 2 份" in str(refused.value)
    assert announced.states == [PortionState.AT_FURNACE] * 2


def test_a_family_that_comes_leaves_and_the_others_go_on(announced):
    layings = announced.ask()
    announced.approve(layings)
    mine = next(each for each in layings if each.portion_id == announced.ids[0])
    operations.decline_laying(laying_id=mine.id, reason="家属来了", by=announced.waited.second)
    announced.waited.ashes.collect()
    assert len(list_open_together(mine.together_id)) == 1
    announced.inter(layings)
    assert announced.states == [PortionState.COLLECTED, PortionState.INTERRED]


def test_the_pages_ask_approve_and_lay_them(app, announced):
    keeper, second = visit(app, "jy-columbarium"), visit(app, "jy-keeper2")
    asked = "/uncollected/together"
    shown = keeper.get(asked).text
    boxes = re.findall(r'name="portions" type="checkbox" value="([^"]+)"', shown)
    assert sorted(boxes) == sorted(map(str, announced.ids))
    none = keeper.post(asked, data={"reason": "公告期满"})
    assert str(PortionsMissing.message) in none.text
    typed = {"portions": boxes, "reason": "公告期满"}
    page = keeper.post(asked, data=typed).location
    assert "/approve" not in keeper.get(page).text, "who asked is not offered it"
    assert page in keeper.get("/uncollected").text
    second.post(f"{page}/approve")
    plan = second.get(f"{page}/inter").text
    assert "集中深埋位" in plan
    assert "松区" not in plan
    second.post(f"{page}/inter", data={"unit_id": str(announced.unit.id)})
    assert announced.states == [PortionState.INTERRED] * 2
    assert "已安放" in second.get(page).text


def test_the_page_of_the_unit_lists_who_lies_there_page_by_page(app, announced, monkeypatch):
    layings = announced.ask()
    announced.approve(layings)
    announced.inter(layings)
    monkeypatch.setattr("kernel.pages.PER_PAGE", 1)
    keeper, path = visit(app, "jy-columbarium"), f"/units/{announced.unit.id}"
    pages = [keeper.get(path, query_string={"page": number}).text for number in (1, 2)]
    for page in pages:
        assert "共 2 条" in page
    shown = [re.findall(r'href="/portions/([^"]+)"', page) for page in pages]
    assert sorted(map(str, announced.ids)) == sorted(each for page in shown for each in page)
