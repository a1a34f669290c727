"""分份: open_portion gives A at packing; further letters come only from a portion there is."""

import pytest

from cemetery.ashes.errors import DivisionReasonMissing, TooManyPortions, WrongMove
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import divide_ashes, open_portion
from cemetery.ashes.queries.portions import get_portion_of, list_events, list_portions_of
from cemetery.ashes.saying import say_sum
from funeral.errors import AshesNotReady
from tests import world


def letters(scene):
    return "".join(portion.letter for portion in list_portions_of(scene.case.id))


def test_the_whole_is_portion_a_once_it_is_packed(scene):
    portion = scene.portion()
    assert portion.stands is PortionState.AT_FURNACE
    assert [(event.move, event.place) for event in list_events(portion)] == [("pack", "骨灰整理间")]
    waiting = world.open_case(scene.home)
    assert list_portions_of(waiting.id) == []


def test_packing_twice_would_be_refused_by_the_database(scene):
    with pytest.raises(Exception, match="刚刚登记了新的去向"):
        open_portion(case_id=scene.case.id, place="整理间", holder="李示安", by=scene.keeper)


def test_new_letters_begin_where_the_divided_portion_is(scene):
    scene.move(place="2号架3层")
    scene.divide(2)
    assert letters(scene) == "ABC"
    assert {part.place for part in list_portions_of(scene.case.id)} == {"2号架3层"}
    said = say_sum(list_portions_of(scene.case.id))
    assert said.startswith("共 3 份：A 在2号架3层，由李示安保管；B 在2号架3层")


def test_a_letter_is_never_given_twice(scene):
    [part] = scene.divide()
    scene.collect(part)
    scene.divide()
    assert letters(scene) == "ABC"
    scene.divide(letter="C")
    assert letters(scene) == "ABCD"


def test_who_asked_and_why_are_written_down(scene):
    with pytest.raises(DivisionReasonMissing):
        divide_ashes(
            portion_id=scene.portion().id, more=1, asked_by="张小三", reason=" ", by=scene.keeper
        )
    [part] = scene.divide()
    for portion in (part, scene.portion()):
        event = list_events(portion)[-1]
        assert (event.counterpart, event.note) == ("张小三", "分葬两地")


def test_more_portions_than_letters_are_refused(scene):
    for more in (0, 26):
        with pytest.raises(TooManyPortions) as refused:
            scene.divide(more)
    assert "1 到 25 份" in str(refused.value)


def test_what_rests_is_not_divided(scene):
    scene.deposit()
    with pytest.raises(WrongMove) as refused:
        scene.divide()
    assert str(refused.value) == "这份骨灰寄存中（公益性骨灰堂 福区1排1号），现在不能办理分份。"


def test_before_the_ashes_are_packed_there_is_nothing_to_find(scene):
    waiting = world.open_case(scene.home)
    with pytest.raises(AshesNotReady):
        get_portion_of(waiting.id, "A")


def test_the_page_divides_and_says_what_is_missing(scene, keeper):
    page = f"/portions/{scene.portion().id}/divide"
    answer = keeper.post(page, data={"more": "1", "asked_by": "", "reason": "海葬"})
    assert "请填写谁要求分份" in answer.text
    answer = keeper.post(page, data={"more": "1", "asked_by": "张小三", "reason": "海葬"})
    assert "共 2 份" in keeper.get(answer.location).text


def test_sent_twice_it_is_divided_once(scene, keeper):
    page = f"/portions/{scene.portion().id}"
    typed = {"more": "1", "asked_by": "张小三", "reason": "分葬", "idempotency_key": "one"}
    for _time in range(2):
        assert keeper.post(f"{page}/divide", data=typed).location.endswith(page)
    assert [each.letter for each in list_portions_of(scene.case.id)] == ["A", "B"]
