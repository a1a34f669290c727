"""出炉: the cremator really used is charged."""

from datetime import timedelta

import pytest

from billing.queries import list_charges
from funeral.errors import AlreadyEnded, EndedBeforeStart, NotStarted
from funeral.kinds import CrematorType
from funeral.operations import end_cremation
from kernel import clock
from tests import world
from tests.funeral import desk
from tests.funeral.test_start_cremation import ready, start


def test_the_cremator_really_used_is_charged(home):
    case = ready(home)
    start(home, case, cremator_id=world.cremator(home, CrematorType.COLLECTING))
    run = end_cremation(number=case.number, by=home.operator)
    assert run.ended_at > run.started_at
    assert [c.line().gross_fen for c in list_charges(case.id) if c.item.code[:4] == "crem"] == [
        850_00
    ]


def test_it_ends_once_and_after_it_began(home):
    case = ready(home)
    with pytest.raises(NotStarted):
        end_cremation(number=case.number, by=home.operator)
    run = start(home, case)
    with clock.frozen(run.started_at - timedelta(hours=1)), pytest.raises(EndedBeforeStart):
        end_cremation(number=case.number, by=home.operator)
    end_cremation(number=case.number, by=home.operator)
    with pytest.raises(AlreadyEnded):
        end_cremation(number=case.number, by=home.operator)


def test_where_nothing_is_published_the_run_is_recorded_and_not_charged(context):
    bare = world.make_home("TC")
    case = ready(bare)
    start(bare, case)
    assert end_cremation(number=case.number, by=bare.operator).ended_at
    assert list_charges(case.id) == []


def test_the_page_shows_who_burns_where_since_when(home, operator):
    case = ready(home)
    assert "还没有开始火化" in desk.read(operator, f"/cases/{case.number}/cremation/end")
    start(home, case)
    said = desk.read(operator, f"/cases/{case.number}/cremation/end")
    assert "JY-operator、JY-second" in said
    said = desk.send(operator, f"/cases/{case.number}/cremation/end")
    assert "已登记火化结束" in said
