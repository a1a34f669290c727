"""遗体入馆: when, from where, in which hearse; the trip is charged by the published price."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.queries import list_charges
from funeral.errors import CabinetTaken
from funeral.kinds import CustodyStep, ResourceKind
from funeral.operations import receive_remains
from funeral.queries.cremation import find_admission
from funeral.queries.custody import find_stay, list_events, list_refused_scans, live_wristband
from funeral.queries.schedule import list_resources
from kernel import clock
from tests import world
from tests.funeral import desk, hearses


@pytest.fixture
def case(home):
    """Tagged, not yet received."""
    case = world.open_case(home)
    world.tag(home, case)
    return case


def asked(case, **changed):
    yesterday = clock.today() - timedelta(days=1)
    band = live_wristband(case.id)
    return {
        "wristband": band.token if band else "",
        "received_on": desk.three(yesterday),
        "received_at": "23:10",
        "received_from": "嘉鱼县人民医院",
        "transfer_km": "12.5",
        "price": "420",
        "unscanned": "车上没有网络",
        "place": "",
    } | changed


def path(case) -> str:
    return f"/cases/{case.number}/receive"


def test_the_trip_is_charged_once_at_the_price_chosen_in_the_range(home, case, clerk):
    cabinet = list_resources(home.id, ResourceKind.CABINET)[2]
    page = desk.send(clerk, path(case), **asked(case, place=str(cabinet.id)))
    assert "遗体入馆已登记" in page
    admission = find_admission(case.id)
    assert admission.transfer_km == Decimal("12.5")
    assert find_stay(case.id).cabinet.name == "3号柜"
    assert [e.step for e in list_events(case.id)] == ["admitted", "stored"]
    [charge] = list_charges(case.id)
    assert charge.line().gross_fen == 420_00
    assert "12.5 公里" in charge.fact


def test_a_family_that_brings_the_remains_pays_no_transfer(case, clerk):
    desk.send(clerk, path(case), **asked(case, transfer_km="", price=""))
    assert find_admission(case.id).transfer_km is None
    assert list_charges(case.id) == []


def test_where_nothing_is_published_the_trip_is_recorded_and_not_charged(context, app):
    bare = world.make_home("TC")
    case = world.open_case(bare)
    receive_remains(
        number=case.number,
        wristband=world.tag(bare, case),
        received_at=clock.now(),
        received_from="家中",
        transfer_km=Decimal(3),
        unscanned="车上没有网络",
        transfer_price_fen=None,
        cabinet_id=None,
        by=bare.clerk,
    )
    assert find_admission(case.id).transfer_km == Decimal("3.0")
    assert list_charges(case.id) == []


def test_the_price_is_asked_only_where_a_range_is_published(case, clerk):
    assert "公布的价格是 300 元到 510 元" in desk.read(clerk, path(case))


@pytest.mark.parametrize(
    ("field", "changed", "sentence"),
    [
        ("price", {"price": ""}, "本项公布的价格是300元到510元，请填写本次的实际价格。"),
        ("price", {"price": "600"}, "价格600元不在公布的300元到510元之间，不能收取。"),
        ("price", {"price": "四百"}, "请用数字填写金额，例如 1280 或 1280.50。"),
        (
            "transfer_km",
            {"transfer_km": "0"},
            "里程应大于 0，不超过 6000 公里；家属自己送来的请不填。",
        ),
        (
            "transfer_km",
            {"transfer_km": "0.04"},
            "里程应大于 0，不超过 6000 公里；家属自己送来的请不填。",
        ),
        ("received_at", {"received_at": "25:00"}, "请填写 24 小时制的时间，例如 8:30。"),
        ("wristband", {"wristband": ""}, "请扫遗体上的腕带。"),
        ("received_from", {"received_from": ""}, "请填写从哪里来。"),
    ],
)
def test_a_mistake_is_said_beside_its_field(case, clerk, field, changed, sentence):
    assert desk.beside(clerk, path(case), field, **asked(case, **changed)) == sentence
    assert find_admission(case.id) is None


@pytest.mark.parametrize("typed", ["NaN", "-NaN", "sNaN", "Infinity", "-Infinity", "1e30", "6001"])
def test_a_distance_nobody_drives_is_refused_beside_its_field(case, clerk, typed):
    sentence = desk.beside(clerk, path(case), "transfer_km", **asked(case, transfer_km=typed))
    assert sentence == "里程应大于 0，不超过 6000 公里；家属自己送来的请不填。"
    assert find_admission(case.id) is None


def test_nobody_is_received_before_death_or_in_the_future(case, clerk):
    early = desk.three(clock.today() - timedelta(days=2))
    sentence = desk.beside(clerk, path(case), "received_at", **asked(case, received_on=early))
    died_on = case.deceased.died_on.isoformat()
    assert sentence == f"入馆时间不能早于离世日期 {died_on}，请核对。"
    late = desk.three(clock.today() + timedelta(days=1))
    sentence = desk.beside(clerk, path(case), "received_at", **asked(case, received_on=late))
    assert sentence == "入馆时间不能晚于现在。"


def test_nobody_is_received_twice(case, clerk):
    desk.send(clerk, path(case), **asked(case, idempotency_key="a"))
    page = desk.send(clerk, path(case), **asked(case, idempotency_key="b"))
    assert "遗体已经办理入馆，不再重复登记。" in page
    assert len(list_charges(case.id)) == 1


def test_nobody_is_received_without_a_wristband_or_with_that_of_another(home, case, clerk):
    bare = world.open_case(home)
    sentence = desk.beside(clerk, path(bare), "wristband", **asked(bare, wristband="0" * 16))
    assert sentence == "这具遗体还没有系腕带，请先打印腕带，系在遗体上。"
    other = world.tag(home, bare)
    sentence = desk.beside(clerk, path(case), "wristband", **asked(case, wristband=other))
    assert sentence == f"停下核对：扫到的是另一位逝者的腕带，不是 {case.number}。"
    assert find_admission(case.id) is None
    assert list_refused_scans().total == 2


def test_a_cabinet_with_somebody_in_it_is_not_offered(home, case, clerk):
    world.receive(home, world.open_case(home))
    taken = list_resources(home.id, ResourceKind.CABINET)[0]
    assert str(taken.id) not in clerk.get(path(case)).text
    clerk.post(path(case), data=asked(case, place=str(taken.id)))
    assert find_admission(case.id) is None


def test_a_cabinet_taken_meanwhile_is_refused_and_nothing_stays(home, case):
    other = world.open_case(home)
    world.receive(home, other)
    with pytest.raises(CabinetTaken):
        receive_remains(
            number=case.number,
            wristband=world.tag(home, case),
            received_at=clock.now(),
            received_from="家中",
            transfer_km=None,
            transfer_price_fen=None,
            cabinet_id=find_stay(other.id).cabinet_id,
            by=home.clerk,
        )
    assert find_admission(case.id) is None
    assert list_events(case.id) == []


def test_what_our_hearse_fetched_was_scanned_at_the_pick_up(home, case, clerk):
    sentence = "本馆灵车接运的遗体还没有扫腕带登记“接到遗体”。没有扫描的，请写明原因。"
    assert desk.beside(clerk, path(case), "unscanned", **asked(case, unscanned=" ")) == sentence
    assert find_admission(case.id) is None
    hearses.order(home, case)
    by_itself = asked(case, unscanned="", transfer_km="", price="")
    assert desk.beside(clerk, path(case), "unscanned", **by_itself) == sentence
    world.scan(home, case, CustodyStep.PICKED_UP, place="嘉鱼县人民医院")
    assert "遗体入馆已登记" in desk.send(clerk, path(case), **asked(case, unscanned=""))


def test_why_nothing_was_scanned_stays_in_the_chain(case, clerk):
    desk.send(clerk, path(case), **asked(case, unscanned="车上没有网络"))
    assert list_events(case.id)[0].note == "车上没有网络"
