"""Who is named and does not rest there may be taken out of a right, with a reason."""

import pytest

from cemetery.operations import deposit_ashes
from cemetery.rights.errors import (
    EndReasonMissing,
    HasRight,
    LastPerson,
    PersonRests,
    RightOver,
    UnitForFewer,
)
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import end_right, withdraw_right_person
from cemetery.rights.queries import find_right_for, list_rights_of
from kernel.errors import NotFound
from tests.rights.scene import an_elder, second_case


def withdraw(scene, right, at=-1, **changed):
    asked = {"person_id": right.persons[at].id, "reason": "另葬他处", "by": scene.keeper}
    return withdraw_right_person(number=right.number, **(asked | changed))


def test_who_is_withdrawn_leaves_room_and_may_be_named_elsewhere(scene):
    right, other = (
        scene.grant(scene.double[0]),
        scene.grant(scene.double[1], hold=scene.hold(scene.double[1], second_case(scene)[0])),
    )
    elder = an_elder()
    scene.add(right, living=elder)
    with pytest.raises(HasRight):
        scene.add(other, living=elder)
    with pytest.raises(UnitForFewer):
        scene.add(right, living=an_elder())
    withdraw(scene, right)
    assert right.names == ["张三"]
    assert [(each.name, each.withdraw_reason) for each in right.withdrawn] == [
        (elder.name, "另葬他处")
    ]
    scene.add(right, living=an_elder())
    scene.add(other, living=elder)
    assert len(right.persons) == 2


def test_the_deceased_it_was_granted_for_may_get_another_right(scene):
    right = scene.grant(scene.double[0])
    scene.add(right)
    withdraw(scene, right, 0)
    assert list_rights_of(scene.case.id) == []
    assert find_right_for(right.unit_id, scene.case.id) is None
    another = scene.grant(scene.single[0])
    assert list_rights_of(scene.case.id) == [another]


def test_who_was_withdrawn_may_be_named_again(scene):
    right = scene.grant(scene.double[0])
    scene.add(right)
    withdraw(scene, right, 0)
    scene.add(
        right,
        living=None,
        case_number=scene.case.number,
        ground=Ground.CREMATION,
        ground_paper=scene.certificate,
    )
    assert len(right.persons) == 2


def test_who_rests_there_the_last_one_and_without_a_reason_nobody_is_withdrawn(scene):
    right = scene.grant(scene.double[0])
    with pytest.raises(LastPerson) as refused:
        withdraw(scene, right)
    assert refused.value.field == "reason"
    case, certificate = second_case(scene)
    scene.add(right, living=Living("李示兰", case.deceased.identity_number))
    with pytest.raises(EndReasonMissing):
        withdraw(scene, right, reason=" ")
    for number in (scene.certificate, certificate):
        deposit_ashes(certificate_number=number, unit_id=right.unit_id, months=12, by=scene.keeper)
    for at in (0, 1):
        with pytest.raises(PersonRests):
            withdraw(scene, right, at)
    assert len(right.persons) == 2


def test_of_a_right_that_is_over_or_of_somebody_it_does_not_name_nothing_changes(scene):
    right = scene.grant(scene.double[0])
    with pytest.raises(NotFound):
        withdraw(scene, right, person_id=scene.case.id)
    scene.add(right)
    end_right(number=right.number, reason="办错", by=scene.keeper)
    with pytest.raises(RightOver):
        withdraw(scene, right)


def test_on_the_page_of_the_right(scene, keeper):
    right = scene.grant(scene.double[0])
    scene.add(right)
    person = right.persons[1]
    place = f"/rights/{right.number}/persons/{person.id}/withdraw"
    assert place in keeper.get(f"/rights/{right.number}").text
    assert "请写明原因" in keeper.post(place, data={"reason": ""}).text
    done = keeper.post(place, data={"reason": "登记错了人"}, follow_redirects=True).text
    assert "已取消登记" in done
    assert "登记错了人" in done
    assert place not in done
    assert keeper.get(place).status_code == 404
