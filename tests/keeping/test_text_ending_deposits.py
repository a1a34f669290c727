"""Before a deposit ends its family has a text for each step, then for the new end if it renews."""

import pytest

from cemetery.keeping.jobs import text_deposits
from cemetery.keeping.operations import text_ending_deposits
from kernel import clock
from kernel.people.actors import SETUP
from tests.keeping.scene import days_after
from tests.texts.phones import texts
from tests.visitor import visit


@pytest.fixture(autouse=True)
def connected(sms):
    """A gateway is there."""


def told(scene, *days):
    for each in days:
        with days_after(scene, each):
            assert text_deposits() == text_ending_deposits(day=clock.today(), by=SETUP)
    return texts()


def test_each_step_is_told_once_and_nothing_after_the_end(app, scene):
    assert told(scene, -91) == []
    for days, count in ((-90, 1), (-60, 1), (-30, 2), (-1, 2), (0, 3), (1, 3), (40, 3)):
        assert len(told(scene, days)) == count, days
    text = texts()[0]
    assert text.phone == scene.ashes.case.claimant.phone
    assert "福区1排1号" in text.sentence
    assert "续期或领取" in text.sentence
    assert f"/texts/{text.id}" in visit(app, "jy-columbarium").get(f"/ashes/{scene.number}").text


def test_who_has_renewed_is_told_of_the_new_end(scene):
    told(scene, -30)
    scene.renew(12)
    assert len(told(scene, -91)) == 1
    assert len(told(scene, -30)) == 2


def test_whose_term_is_short_is_not_told_on_its_first_day(scene):
    scene.ashes.collect()
    scene.ashes.take_in()
    short = scene.ashes.deposit(unit=1, months=1)
    again = type(scene)(scene.ashes, short.number)
    text_deposits()
    assert texts() == []
    assert len(told(again, -30, -1, 0)) == 1


def test_whose_ashes_have_gone_is_told_nothing(scene):
    end = scene.deposit.until
    scene.ashes.collect()
    assert told(scene, -30, 0) == []
    assert scene.deposit.until == end
