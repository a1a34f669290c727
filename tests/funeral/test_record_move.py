"""Each move is a scan of the wristband, with a place and a person, in an order that makes sense."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from funeral.custody import MAY_FOLLOW, may_follow, why_not
from funeral.errors import (
    CabinetTaken,
    DeviceClockWrong,
    FarewellForbidden,
    MovePlaceMissing,
    NotAWristband,
    OutOfOrder,
    PlaceOfOtherKind,
    StepNotByScan,
    WristbandRevoked,
    WristbandUnknown,
)
from funeral.kinds import CustodyStep, DeathKind, ResourceKind
from funeral.operations import record_death_kind, record_move, replace_wristband, tag_remains
from funeral.queries.custody import find_stay, list_events, list_free_cabinets
from funeral.queries.schedule import list_resources
from kernel import clock
from kernel.db import db
from kernel.errors import KeyReused
from tests import world

S = CustodyStep


@pytest.fixture
def case(home):
    case = world.open_case(home)
    world.receive(home, case)
    return case


def steps(case):
    return [event.step for event in list_events(case.id)]


def move(home, case, step, **changed):
    asked = {"wristband": world.tag(home, case), "step": step, "by": home.operator}
    return record_move(**(asked | changed))


def cabinets(home):
    return list_resources(home.id, ResourceKind.CABINET)


def test_from_the_pick_up_to_the_ashes_every_move_is_in_the_chain(home):
    case = world.open_case(home)
    move(home, case, S.PICKED_UP, place="嘉鱼县人民医院")
    world.receive(home, case)
    world.scan(home, case, S.PREPARED)
    world.scan(home, case, S.FAREWELL)
    assert steps(case) == ["picked_up", "admitted", "stored", "prepared", "farewell"]
    assert [event.seq for event in list_events(case.id)] == [1, 2, 3, 4, 5]
    assert [event.place for event in list_events(case.id)][0::4] == ["嘉鱼县人民医院", "1号厅"]


def test_out_of_a_cabinet_and_into_another(home, case):
    first, second = cabinets(home)[:2]
    assert find_stay(case.id).cabinet_id == first.id
    move(home, case, S.STORED, place_id=second.id)
    assert find_stay(case.id).cabinet_id == second.id
    world.scan(home, case, S.PREPARED)
    assert find_stay(case.id) is None
    assert len(list_free_cabinets(home.id)) == len(cabinets(home))


def test_a_cabinet_holds_one_body(home, case):
    other = world.open_case(home)
    world.receive(home, other)
    with pytest.raises(CabinetTaken):
        move(home, other, S.STORED, place_id=find_stay(case.id).cabinet_id)
    assert steps(other) == ["admitted", "stored"]


def test_of_two_bodies_at_once_one_gets_the_cabinet(app, home):
    bands = []
    for _turn in range(2):
        case = world.open_case(home)
        world.receive(home, case)
        bands.append(world.tag(home, case))
    wanted, by = cabinets(home)[5].id, home.operator
    begin, said = threading.Barrier(2), []

    def store(band: str) -> None:
        with app.app_context():
            begin.wait()
            try:
                record_move(wristband=band, step=S.STORED, place_id=wanted, by=by)
                said.append("stored")
            except CabinetTaken:
                said.append("taken")

    rivals = [threading.Thread(target=store, args=(band,)) for band in bands]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(said) == ["stored", "taken"]


def test_the_same_scan_twice_is_one_move(home, case):
    first = world.scan(home, case, S.PREPARED)
    assert world.scan(home, case, S.PREPARED).id == first.id
    assert steps(case)[-1:] == ["prepared"]
    with clock.frozen(clock.now() + timedelta(seconds=61)), pytest.raises(OutOfOrder):
        world.scan(home, case, S.PREPARED)


def test_a_form_sent_twice_is_one_move_however_late(home, case):
    room = list_resources(home.id, ResourceKind.PREPARATION_ROOM)[0].id
    first = move(home, case, S.PREPARED, place_id=room, idempotency_key="k")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert move(home, case, S.PREPARED, place_id=room, idempotency_key="k").id == first.id
        with pytest.raises(KeyReused):
            move(home, case, S.FAREWELL, place_id=room, idempotency_key="k")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (S.ASHES_PACKED, "登记骨灰装殓之前，要先登记出炉。"),
        (S.PICKED_UP, "遗体已经在馆内，不能再登记接运。"),
    ],
)
def test_out_of_order_is_refused_with_what_must_come_first(home, case, step, sentence):
    with pytest.raises(OutOfOrder) as refused:
        move(home, case, step, place="走廊")
    assert str(refused.value) == sentence


def test_nobody_lies_in_a_cabinet_after_the_furnace(home):
    case = world.open_case(home)
    world.cremate(home, case)
    with pytest.raises(OutOfOrder) as refused:
        move(home, case, S.STORED, place_id=cabinets(home)[0].id)
    assert str(refused.value) == "遗体已经火化，不能再登记存放。"


@pytest.mark.parametrize(
    "step", [S.ADMITTED, S.INTO_FURNACE, S.OUT_OF_FURNACE, S.HANDED_OVER, S.DEPOSITED]
)
def test_a_step_that_asks_for_more_is_no_mere_scan(home, case, step):
    with pytest.raises(StepNotByScan):
        move(home, case, step, place="走廊")


def test_every_pair_of_steps_has_its_sentence():
    for last in MAY_FOLLOW:
        for step in CustodyStep:
            if not may_follow(last, step):
                assert why_not(last, step).endswith("。"), (last, step)


def test_a_place_is_required_and_of_the_right_kind(home, case):
    with pytest.raises(MovePlaceMissing):
        move(home, case, S.STORED)
    with pytest.raises(MovePlaceMissing):
        move(home, case, S.STORED, place="走廊")
    hall = list_resources(home.id, ResourceKind.HALL)[0]
    with pytest.raises(PlaceOfOtherKind) as refused:
        move(home, case, S.STORED, place_id=hall.id)
    assert str(refused.value) == "存放要选本馆在用的柜位。"
    strange = cabinets(world.make_home("TC"))[0]
    with pytest.raises(PlaceOfOtherKind):
        move(home, case, S.STORED, place_id=strange.id)


def test_unknown_revoked_and_mistaken_codes_are_told_apart(home, case):
    with pytest.raises(WristbandUnknown):
        move(home, case, S.PREPARED, wristband="0" * 16)
    with pytest.raises(NotAWristband):
        move(home, case, S.PREPARED, wristband=world.work_order(home, case))
    old = world.tag(home, case)
    replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    with pytest.raises(WristbandRevoked):
        move(home, case, S.PREPARED, wristband=old)
    assert steps(case) == ["admitted", "stored"]


def test_the_band_of_another_home_is_unknown_here(home):
    other = world.make_home("TC")
    band = tag_remains(number=world.open_case(other).number, by=other.clerk).token
    with pytest.raises(WristbandUnknown):
        record_move(wristband=band, step=S.PICKED_UP, place="医院", by=home.operator)


def test_a_token_may_be_typed_with_hyphens_and_small_letters(home, case):
    token = world.tag(home, case).lower()
    typed = "-".join(token[at : at + 4] for at in range(0, 16, 4))
    assert world.scan(home, case, S.PREPARED)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        hall = list_resources(home.id, ResourceKind.HALL)[0].id
        assert move(home, case, S.FAREWELL, wristband=typed, place_id=hall)


def test_a_device_ten_minutes_off_is_refused_and_a_smaller_skew_is_kept(home, case):
    for minutes in (11, -11):
        with pytest.raises(DeviceClockWrong) as refused:
            world.scan(
                home,
                case,
                S.PREPARED,
                place_id=list_resources(home.id, ResourceKind.PREPARATION_ROOM)[0].id,
                device_at=clock.now() + timedelta(minutes=minutes),
            )
        assert "请先校准设备的时间" in str(refused.value)
    behind = clock.now() - timedelta(minutes=7)
    room = list_resources(home.id, ResourceKind.PREPARATION_ROOM)[0].id
    event = move(home, case, S.PREPARED, place_id=room, device_at=behind)
    assert event.device_at == behind
    assert event.happened_at > behind + timedelta(minutes=6)


def test_who_died_of_plague_is_not_brought_to_a_hall(home, case):
    record_death_kind(number=case.number, death_kind=DeathKind.INFECTIOUS_A, by=home.clerk)
    with pytest.raises(FarewellForbidden):
        world.scan(home, case, S.FAREWELL)


@pytest.mark.parametrize(
    "change", ["UPDATE custody_events SET place = 'x'", "DELETE FROM custody_events"]
)
def test_a_move_once_written_stays_as_it_is(case, change):
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.connection().execute(text(change))
