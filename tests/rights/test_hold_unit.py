"""A unit is kept for one family while it decides, and free again by the clock alone."""

from datetime import timedelta

import pytest

from cemetery.errors import UnitTaken
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from cemetery.rights.errors import (
    ExtendedEnough,
    HeldAlready,
    HoldExpired,
    UnitHeld,
    WhomMissing,
)
from cemetery.rights.operations import extend_hold, hold_unit, holds, release_hold
from cemetery.rights.queries import get_hold
from cemetery.rights.rules import rules
from kernel import clock
from tests.rights.scene import another_case, second_case


def free(scene):
    return {unit.number for unit in list_free_units(scene.home.id, "松区")}


def after_the_hold():
    return clock.frozen(clock.now() + timedelta(minutes=rules().hold_minutes, seconds=1))


def test_while_one_family_decides_no_other_gets_the_unit(scene):
    hold = scene.hold()
    other, certificate = second_case(scene)
    assert 1 not in free(scene)
    with pytest.raises(UnitHeld):
        scene.hold(case=other)
    with pytest.raises(UnitHeld):
        deposit_ashes(
            certificate_number=certificate, unit_id=hold.unit_id, months=12, by=scene.keeper
        )


def test_the_family_itself_may_deposit_what_it_holds(scene):
    hold = scene.hold()
    made = deposit_ashes(
        certificate_number=scene.certificate, unit_id=hold.unit_id, months=12, by=scene.keeper
    )
    assert made.unit.family_id == scene.case.id


def test_holding_again_makes_no_hold_longer(scene):
    first = scene.hold()
    until = first.held_until
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        assert scene.hold().id == first.id
    assert get_hold(first.id).held_until == until


def test_by_the_clock_alone_it_is_free_again(scene):
    hold = scene.hold()
    other = another_case(scene)
    with after_the_hold():
        assert 1 in free(scene)
        assert scene.hold(case=other).unit_id == hold.unit_id
        assert hold.released_at is not None
        with pytest.raises(HoldExpired):
            extend_hold(hold_id=hold.id, by=scene.keeper)


def test_a_person_may_extend_it(scene):
    hold = scene.hold()
    with clock.frozen(clock.now() + timedelta(minutes=20)):
        extended = extend_hold(hold_id=hold.id, by=scene.keeper)
        assert extended.held_until == clock.now() + timedelta(minutes=rules().hold_minutes)


def test_a_family_holds_one_unit_at_a_time(scene):
    scene.hold(scene.single[0])
    scene.hold(scene.single[1])
    assert free(scene) >= {1}
    assert 2 not in free(scene)


def test_given_back_it_is_free_for_all(scene):
    hold = scene.hold()
    release_hold(hold_id=hold.id, by=scene.keeper)
    assert 1 in free(scene)


def test_a_unit_with_ashes_is_not_held_for_another_family(scene):
    deposit_ashes(
        certificate_number=scene.certificate, unit_id=scene.single[0], months=1, by=scene.keeper
    )
    other = another_case(scene)
    with pytest.raises(UnitTaken):
        scene.hold(case=other)
    assert scene.hold().unit_id == scene.single[0], "its own family may make it a right"


def test_without_a_case_somebody_has_to_be_named(scene):
    with pytest.raises(WhomMissing):
        hold_unit(unit_id=scene.single[0], for_name=" ", by=scene.keeper)
    named = hold_unit(unit_id=scene.single[0], for_name="李示兰", by=scene.keeper)
    with pytest.raises(UnitHeld):
        hold_unit(unit_id=named.unit_id, for_name="李示梅", by=scene.keeper)


def for_elder(scene, unit, name="李示兰"):
    return hold_unit(unit_id=unit, for_name=name, by=scene.keeper)


def test_one_living_person_holds_one_unit_at_a_time(scene):
    hold = for_elder(scene, scene.single[0])
    with pytest.raises(HeldAlready) as refused:
        for_elder(scene, scene.single[1], " 李示兰 ")
    assert refused.value.field == "for_name"
    for_elder(scene, scene.single[2], "李示梅")
    release_hold(hold_id=hold.id, by=scene.keeper)
    for_elder(scene, scene.single[1])
    with after_the_hold():
        assert for_elder(scene, scene.single[0]).is_living, "the other one is over by the clock"


def test_who_lost_the_page_comes_back_to_the_same_hold(scene, keeper):
    hold = for_elder(scene, scene.single[0])
    assert for_elder(scene, scene.single[0], " 李示兰 ").id == hold.id
    family = scene.hold(scene.single[1])
    page = keeper.get("/rights").text
    for each in (hold, family):
        assert f"/rights/holds/{each.id}" in page
        assert clock.say_clock(each.held_until) in page
    release_hold(hold_id=hold.id, by=scene.keeper)
    with after_the_hold():
        assert "/rights/holds/" not in keeper.get("/rights").text


def test_a_hold_is_not_made_longer_for_ever(scene):
    hold = scene.hold()
    for _time in range(rules().hold_extensions):
        extend_hold(hold_id=hold.id, by=scene.keeper)
    with pytest.raises(ExtendedEnough, match="3 次"):
        extend_hold(hold_id=hold.id, by=scene.keeper)


def test_the_page_says_when_it_can_be_made_longer_no_more(scene, keeper):
    place = f"/rights/holds/{scene.hold().id}"
    for _time in range(rules().hold_extensions):
        assert "延长保留" in keeper.get(place).text
        keeper.post(f"{place}/extend")
    assert "不能再延长" in keeper.get(place).text
    assert "请现在办理" in keeper.post(f"{place}/extend", follow_redirects=True).text


def test_past_our_question_the_database_says_the_family_has_another(scene, monkeypatch):
    scene.hold()
    monkeypatch.setattr(holds, "list_unreleased", lambda **_whose: [])
    with pytest.raises(HeldAlready) as refused:
        scene.hold(scene.single[1])
    assert refused.value.field == "unit_id"
