"""出炉: the cremator really used is charged; fuel is what the meter says, or nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.queries import list_charges
from funeral.errors import (
    AlreadyEnded,
    EndedBeforeStart,
    FuelIncomplete,
    FuelWrong,
    NotAnOperator,
    NotStarted,
)
from funeral.kinds import CrematorType, CustodyStep, FuelKind
from funeral.operations import end_cremation
from funeral.queries.cremation import find_run
from funeral.queries.custody import last_event
from kernel import clock
from tests import world
from tests.funeral import desk


def burning(home, variety=CrematorType.FLAT):
    case = world.open_case(home)
    world.burn(home, case, world.make_ready(home, case, variety))
    return case


def end(home, case, **changed):
    asked = {"number": case.number, "fuel_kind": None, "fuel_used": None, "by": home.operator}
    return end_cremation(**(asked | changed))


def test_the_cremator_really_used_is_charged(home):
    case = burning(home, CrematorType.COLLECTING)
    run = end(home, case)
    assert run.ended_at > run.started_at
    assert [c.line().gross_fen for c in list_charges(case.id) if c.item.code[:4] == "crem"] == [
        850_00
    ]


def test_the_ashes_come_out_where_the_body_went_in(home):
    case = burning(home)
    went_in = last_event(case.id)
    end(home, case)
    out = last_event(case.id)
    assert out.step == CustodyStep.OUT_OF_FURNACE
    assert out.place_id == went_in.place_id
    assert out.wristband_id is None  # nothing is scanned at the hot door


def test_it_ends_once_and_after_it_began(home):
    with pytest.raises(NotStarted):
        end(home, world.open_case(home))
    case = burning(home)
    began = find_run(case.id).started_at
    with clock.frozen(began - timedelta(hours=1)), pytest.raises(EndedBeforeStart):
        end(home, case)
    end(home, case)
    with pytest.raises(AlreadyEnded):
        end(home, case)


def test_fuel_is_kept_as_the_meter_said_it_and_never_reckoned(home):
    case = burning(home)
    run = end(home, case, fuel_kind=FuelKind.DIESEL, fuel_used=Decimal("24.5"))
    assert (run.fuel_kind, run.fuel_used) == ("diesel", Decimal("24.50"))
    empty = burning(home)
    run = end(home, empty)
    assert (run.fuel_kind, run.fuel_used) == (None, None)


@pytest.mark.parametrize("typed", ["0", "-1", "NaN", "Infinity", "1e30", "10000", "1.234"])
def test_fuel_nobody_burns_is_refused(home, typed):
    case = burning(home)
    with pytest.raises(FuelWrong):
        end(home, case, fuel_kind=FuelKind.GAS, fuel_used=Decimal(typed))
    assert find_run(case.id).ended_at is None


def test_fuel_and_its_kind_belong_together(home):
    case = burning(home)
    for asked in ({"fuel_kind": FuelKind.GAS}, {"fuel_used": Decimal(3)}):
        with pytest.raises(FuelIncomplete):
            end(home, case, **asked)


def test_only_the_cremation_hall_ends_a_run(home):
    with pytest.raises(NotAnOperator):
        end(home, burning(home), by=home.clerk)


def test_where_nothing_is_published_the_run_is_recorded_and_not_charged(context):
    bare = world.make_home("TC")
    case = burning(bare)
    assert end(bare, case).ended_at
    assert list_charges(case.id) == []


def test_the_page_shows_who_burns_where_since_when_and_takes_the_meter(home, operator):
    idle = world.open_case(home)
    assert "还没有开始火化" in desk.read(operator, f"/cases/{idle.number}/cremation/end")
    case = burning(home)
    path = f"/cases/{case.number}/cremation/end"
    assert "JY-operator、JY-second" in desk.read(operator, path)
    sentence = desk.beside(operator, path, "fuel_used", fuel_kind="", fuel_used="3")
    assert sentence == "燃料种类和用量要一起填写；没有读数的，两项都不填。"
    said = desk.send(operator, path, fuel_kind="diesel", fuel_used="24.5")
    assert "已登记火化结束" in said
    assert find_run(case.id).fuel_used == Decimal("24.50")
