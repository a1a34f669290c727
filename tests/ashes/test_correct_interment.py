"""更正和互换位置: the record is put right, nothing is dug up."""

from dataclasses import replace

import pytest

from cemetery.ashes.errors import (
    KeptElsewhere,
    NobodyThere,
    ReasonMissing,
    SameUnit,
    WhichPortion,
    WrongMove,
)
from cemetery.ashes.queries.portions import list_events
from cemetery.errors import UnitTaken
from cemetery.queries import get_unit
from tests import world


@pytest.fixture
def other(scene):
    """Another family's; it lies in the second place and is written down in the first."""
    case, certificate = scene.another()
    return replace(scene, case=case, certificate=certificate)


@pytest.fixture
def mixed(scene, other):
    scene.inter(unit=1)
    other.inter(unit=0)
    return scene.portion(), other.portion()


def test_two_written_down_in_each_other_s_place_are_put_right_at_once(scene, other, mixed):
    with pytest.raises(UnitTaken):
        scene.correct(unit=0)
    assert scene.swap(mixed[0], 0).portion_id == mixed[0].id
    events = [list_events(each)[-1] for each in mixed]
    assert [event.move for event in events] == ["correct", "correct"]
    assert {event.note for event in events} == {"两家写反了"}
    assert [each.unit_id for each in mixed] == [unit.id for unit in scene.units[:2]]
    assert scene.taken() == [1, 1, 0, 0]
    assert [get_unit(unit.id).family_id for unit in scene.units[:2]] == [
        scene.case.id,
        other.case.id,
    ]
    assert [len(list_events(each)) for each in mixed] == [3, 3]


def test_a_swap_asks_why_and_for_two_places_of_ours(scene, other, mixed):
    one = mixed[0]
    with pytest.raises(ReasonMissing):
        scene.swap(one, 0, reason=" ")
    with pytest.raises(SameUnit):
        scene.swap(one, 1)
    with pytest.raises(KeptElsewhere):
        scene.swap(one, 0, by=world.make_home("QH", "421221").clerk)
    scene.disinter()
    with pytest.raises(WrongMove):
        scene.swap(one, 0)
    other.disinter()
    with pytest.raises(NobodyThere):
        scene.swap(one, 0)
    assert scene.taken() == [0, 0, 0, 0]


def test_the_page_swaps_with_what_is_written_down_in_the_other_place(scene, keeper, mixed):
    page = f"/portions/{mixed[0].id}"
    assert f"{page}/swap" in keeper.get(page).text
    typed = {"unit": "福区1排1号", "reason": "两家写反了"}
    empty = keeper.post(f"{page}/swap", data=typed | {"unit": "福区1排4号"})
    assert str(NobodyThere.message) in empty.text
    wrong = keeper.post(f"{page}/swap", data=typed | {"code": "JYA26-99999 A"})
    assert str(WhichPortion.message).partition("%")[0] in wrong.text
    sent = typed | {"idempotency_key": "one"}
    answer = keeper.post(f"{page}/swap", data=sent)
    assert keeper.post(f"{page}/swap", data=sent).location == answer.location
    shown = keeper.get(answer.location).text
    assert "A 安葬在公益性骨灰堂 福区1排1号" in shown
