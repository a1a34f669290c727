"""改为不举行: the hall is free again, the cremation stays."""

from datetime import timedelta

import pytest

from funeral.errors import AlreadyHappened, NoFarewellPlanned, NotPlanned, TimeTaken
from funeral.jobs import return_expired
from funeral.kinds import CustodyStep
from funeral.operations import cancel_farewell
from funeral.queries.schedule import cremation_of, farewell_of
from kernel import clock
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan
from tests.funeral.test_record_farewell import hold


def test_the_hall_goes_back_when_nobody_can_foresee_it_and_the_cremation_stays(home):
    """Free at once, a clerk could hand it from one family to the next past all who wait."""
    case = world.open_case(home)
    planned = plan(home, case, world.tomorrow_at(9))
    cremation = cremation_of(planned).starts_at
    plan(home, world.open_case(home), world.tomorrow_at(9))
    cancel_farewell(number=case.number, by=home.clerk)
    assert farewell_of(planned) is None
    assert cremation_of(planned).starts_at == cremation
    with pytest.raises(TimeTaken):
        plan(home, world.open_case(home), world.tomorrow_at(9))
    with clock.frozen(clock.now() + timedelta(minutes=20)):
        return_expired()
        assert farewell_of(plan(home, world.open_case(home), world.tomorrow_at(9)))
    assert cremation_of(planned).released_at is None


def test_only_a_planned_farewell_that_was_not_held_is_cancelled(home):
    case = world.open_case(home)
    with pytest.raises(NotPlanned):
        cancel_farewell(number=case.number, by=home.clerk)
    plan(home, case, world.tomorrow_at(9))
    world.receive(home, case)
    with clock.frozen(world.tomorrow_at(12)):
        world.scan(home, case, CustodyStep.FAREWELL)
        hold(home, case)
        with pytest.raises(AlreadyHappened):
            cancel_farewell(number=case.number, by=home.clerk)
    other = world.open_case(home)
    plan(home, other, world.tomorrow_at(13))
    cancel_farewell(number=other.number, by=home.clerk)
    with pytest.raises(NoFarewellPlanned):
        cancel_farewell(number=other.number, by=home.clerk)


def test_the_page_asks_first(home, clerk):
    case = world.open_case(home)
    plan(home, case, world.tomorrow_at(9))
    path = f"/cases/{case.number}/farewell/cancel"
    assert "会放开给别的家庭" in desk.read(clerk, path)
    assert "不举行告别仪式" in desk.send(clerk, path)
