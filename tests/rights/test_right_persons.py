"""Who may rest there is added later, up to the unit's places; the holder changes by death only."""

import pytest

from cemetery.operations import deposit_ashes
from cemetery.rights.errors import (
    PersonIdentityMissing,
    PersonNamedAlready,
    ProofMissing,
    RightOver,
    SpouseOfNobody,
    UnitForFewer,
)
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import add_right_person, end_right, hold_unit, succeed_holder
from tests import world
from tests.rights.scene import a_holder, an_elder, second_case


def test_a_spouse_is_named_alive_and_known_again_after_death(scene):
    right = scene.grant(scene.double[0])
    other, certificate = second_case(scene)
    spouse = Living("李示兰", other.deceased.identity_number)
    scene.add(right, living=spouse)
    assert right.names == ["张三", "李示兰"]
    for number in (scene.certificate, certificate):
        deposit_ashes(certificate_number=number, unit_id=right.unit_id, months=12, by=scene.keeper)
    assert right.unit.taken == 2
    scene.add(
        right,
        living=None,
        case_number=other.number,
        ground=Ground.CREMATION,
        ground_paper=certificate,
    )
    assert [person.case_id for person in right.persons] == [scene.case.id, other.id]


def test_nobody_is_named_beyond_the_places_or_twice(scene):
    right = scene.grant(scene.double[0])
    elder = an_elder()
    scene.add(right, living=elder)
    with pytest.raises(PersonNamedAlready):
        scene.add(right, living=elder)
    with pytest.raises(UnitForFewer):
        scene.add(right, ground=Ground.AGED, living=an_elder())
    with pytest.raises(PersonIdentityMissing):
        scene.add(right, living=Living("李示兰", ""))


def test_a_spouse_needs_somebody_who_died(scene):
    hold = hold_unit(unit_id=scene.double[0], for_name="李示兰", by=scene.keeper)
    right = scene.grant(
        hold=hold, living=an_elder(), ground=Ground.AGED, ground_paper="身份证", receipt="0012"
    )
    with pytest.raises(SpouseOfNobody):
        scene.add(right)


def test_there_is_no_transfer_only_succession_with_proof(scene):
    right = scene.grant()
    with pytest.raises(ProofMissing) as refused:
        succeed_holder(number=right.number, holder=a_holder(), proof=" ", by=scene.keeper)
    assert "不能转让" in str(refused.value)
    heir = a_holder(name="张示远")
    succeed_holder(number=right.number, holder=heir, proof="死亡证明 42122", by=scene.keeper)
    assert right.holder.name == "张示远"
    assert [each.name for each in right.holders] == ["张示秀", "张示远"]


def test_what_is_over_changes_no_more(scene):
    right = scene.grant()
    end_right(number=right.number, reason="办错", by=scene.keeper)
    with pytest.raises(RightOver):
        add_right_person(
            number=right.number,
            ground=Ground.AGED,
            ground_paper="身份证",
            living=Living("李示兰", world.identity_number()),
            by=scene.keeper,
        )
