"""Where ashes lie is put right beside rights: no term is asked for, no right is passed over."""

from datetime import timedelta

import pytest

from cemetery.ashes.errors import UnitOfOthers
from cemetery.ashes.operations import correct_interment, inter_ashes, swap_interments
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.queries import get_unit
from kernel import clock
from tests.rights.test_grant_right import second_case


def inter(scene, case, certificate, unit_id):
    portion = get_portion_of(case.id, "A")
    inter_ashes(
        portion_id=portion.id, unit_id=unit_id, certificate_number=certificate, by=scene.keeper
    )
    return portion


def test_to_put_the_record_right_no_term_must_run_any_more(scene):
    right = scene.grant(years=1)
    portion = inter(scene, scene.case, scene.certificate, scene.single[1])
    with clock.frozen(clock.now() + timedelta(days=400)):
        correct_interment(
            portion_id=portion.id, unit_id=right.unit_id, reason="看错了号", by=scene.keeper
        )
    assert (get_unit(right.unit_id).taken, get_unit(right.unit_id).family_id) == (1, right.id)
    assert get_unit(scene.single[1]).family_id is None


def test_no_swap_brings_ashes_into_a_unit_another_family_has_the_right_to(scene):
    other, certificate = second_case(scene)
    one = inter(scene, scene.case, scene.certificate, scene.single[0])
    two = inter(scene, other, certificate, scene.single[1])
    scene.grant()
    with pytest.raises(UnitOfOthers):
        swap_interments(portion_id=one.id, unit_id=two.unit_id, reason="写反了", by=scene.keeper)
    assert [get_unit(unit_id).taken for unit_id in scene.single[:2]] == [1, 1]
