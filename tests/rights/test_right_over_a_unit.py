"""The unit's page and a scan of its plate say whose it is, until when, and who rests there."""

import pytest

from cemetery.ashes.operations import inter_ashes
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.operations import replace_unit_plate
from cemetery.rights.kinds import MoveReason
from cemetery.rights.operations import relocate_right
from kernel.people.actors import Role
from tests import world
from tests.booking.family import text_of
from tests.hardware.test_read_code import scan
from tests.rights.scene import a_holder, an_elder
from tests.rights.test_renewals import days_after_the_end
from tests.visitor import visit


@pytest.fixture
def unit(scene):
    return scene.double[0]


@pytest.fixture
def plate(scene, unit):
    return replace_unit_plate(unit_id=unit, by=scene.keeper).token


def lay(scene, unit, case=None, certificate=None):
    number = certificate or scene.certificate
    return inter_ashes(
        portion_id=get_portion_of((case or scene.case).id, "A").id,
        unit_id=unit,
        certificate_number=number,
        by=scene.keeper,
    )


def facts_of(keeper, unit):
    return text_of(keeper.get(f"/units/{unit}"))


def test_a_unit_without_a_right_says_nothing_of_one(scene, keeper, unit, plate):
    assert 'id="right"' not in keeper.get(f"/units/{unit}").text
    assert "这个位置现在没有骨灰。" in scan(keeper, plate).said


def test_a_tomb_with_a_right_and_no_ashes_is_not_called_empty(scene, keeper, unit, plate):
    holder = a_holder()
    right = scene.grant(unit, holder=holder)
    said = f"使用权 {right.number} 已办理，还没有安葬，期限至 {right.until.isoformat()}。"
    card = scan(keeper, plate)
    assert said in card.said
    assert "没有骨灰" not in card.said
    assert f"持证人 {holder.name}" in card.said
    assert card.acts["打开使用权"].endswith(right.number)
    page = keeper.get(f"/units/{unit}").text
    assert said in page
    assert f'href="/rights/{right.number}"' in page
    assert holder.identity_number not in page
    assert holder.phone not in page
    assert f"/units/{unit}" in keeper.get(f"/rights/{right.number}").text


def test_of_the_persons_named_those_who_rest_here_are_marked(scene, keeper, unit, plate):
    right = scene.grant(unit)
    scene.add(right)
    lay(scene, unit)
    name = scene.case.deceased.name
    for said in (scan(keeper, plate).said, facts_of(keeper, unit)):
        assert f"{name}（已在这里）、李示兰" in said
        assert f"使用权 {right.number}，期限至" in said
    assert "已安葬。" in scan(keeper, plate).said


def test_who_was_named_while_living_is_known_again_once_laid_there(scene, keeper, unit, plate):
    elder = an_elder()
    right = scene.grant(unit)
    scene.add(right, living=elder)
    case = world.open_case(scene.home, identity_number=elder.identity_number)
    lay(scene, unit, case, world.cremate(scene.home, case))
    assert "李示兰（已在这里）" in facts_of(keeper, unit)


def test_an_ended_term_and_a_right_that_moved_on_are_said(app, scene, keeper, unit, plate):
    right = scene.grant(unit)
    lay(scene, unit)
    with days_after_the_end(right, 3):
        late = visit(app, "jy-columbarium")
        assert f"{right.until.isoformat()} 到期，位置不变。" in scan(late, plate).said
    relocate_right(
        number=right.number,
        unit_id=scene.double[1],
        reason=MoveReason.FAMILY,
        agreed="同意书",
        by=scene.keeper,
    )
    assert f"使用权 {right.number} 已迁往 松区1排6号，骨灰还在这里。" in scan(keeper, plate).said
    assert "还没有安葬" in facts_of(keeper, scene.double[1])


def test_names_are_for_those_who_may_read_names(app, scene, unit, plate):
    right = scene.grant(unit)
    world.make_office()
    world.make_staff("JY-driver", Role.DRIVER, scene.home.id)
    officer = scan(visit(app, "mz-officer"), plate)
    assert right.number in officer.said
    for card in (officer, scan(visit(app, "jy-driver"), plate)):
        assert right.holder.name not in card.page
        assert scene.case.deceased.name not in card.page
