"""盘点: each scan once; at the end what is missing, unexpected, unknown, each explained."""

from dataclasses import replace

import pytest

from cemetery.ashes.errors import (
    DiscrepancyResolved,
    ReasonMissing,
    StockTakeFinished,
    StockTakeOpen,
    ZoneUnknown,
)
from cemetery.ashes.operations import (
    finish_stock_take,
    resolve_discrepancy,
    scan_ashes,
    scan_unit,
    start_stock_take,
)
from cemetery.ashes.queries import stock_takes as queries
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, UnitKind
from cemetery.operations import replace_unit_plate
from cemetery.queries import list_free_units
from kernel.people.actors import SETUP


@pytest.fixture
def resting(scene):
    """A and B rest in the zone, C is with the keeper."""
    scene.divide(2)
    scene.deposit(0, "A")
    scene.inter(scene.portion("B"), unit=1)
    return scene


def start(scene):
    return start_stock_take(
        institution_id=scene.home.id, zone_id=scene.units[0].zone_id, by=scene.keeper
    )


def scan(scene, take, letter="", said=""):
    portion_id = scene.portion(letter).id if letter else None
    return scan_ashes(stock_take_id=take.id, portion_id=portion_id, said=said, by=scene.keeper)


def found(take):
    return [(each.kind, each.said[-1]) for each in queries.list_discrepancies(take.id).items]


def test_what_does_not_agree_is_listed(resting):
    take = start(resting)
    for letter, said in (("A", ""), ("C", ""), ("", "ABC123X")):
        scan(resting, take, letter, said)
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    assert found(take) == [("missing", "B"), ("unexpected", "C"), ("unknown", "X")]


def test_each_scan_is_judged_by_the_record_of_its_moment(resting, keeper):
    take = start(resting)
    for letter in "AB":
        scan(resting, take, letter)
    resting.collect(resting.portion("A"))
    resting.deposit(2, "C")
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    assert found(take) == []
    assert "账实相符" in keeper.get(f"/stock-takes/{take.id}").text
    shown = keeper.get(f"/stock-takes/{take.id}?moved=1").text
    assert "领取，离开这个区" in shown
    assert "寄存，进入这个区" in shown
    assert "共 2 条" in shown


def test_what_moved_is_asked_for_only_where_it_is_shown(resting, keeper, monkeypatch):
    take, asked = start(resting), []
    monkeypatch.setattr(queries, "list_moved", lambda *_: asked.append(1) or [])
    keeper.post(f"/stock-takes/{take.id}", data={"code": f"{resting.case.number} A"})
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    asked.clear()
    keeper.get(f"/stock-takes/{take.id}")
    keeper.get(f"/stock-takes/{take.id}?scans=1")
    assert asked == []
    assert "盘点期间没有变动" in keeper.get(f"/stock-takes/{take.id}?moved=1").text
    assert asked == [1]


def test_what_moved_within_the_zone_or_before_it_was_seen_is_still_a_difference(resting):
    take = start(resting)
    resting.collect(resting.portion("A"))
    scan(resting, take, "A")
    resting.correct(3, letter="B")
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    assert found(take) == [("missing", "B"), ("unexpected", "A")]
    assert [each.came for each in queries.list_moved(take)] == [False]


def test_the_same_scan_twice_counts_once(resting):
    take = start(resting)
    assert scan(resting, take, "A").id == scan(resting, take, "A").id
    scan(resting, take, "B")
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    assert found(take) == []


def test_one_at_a_time_and_nothing_after_its_end(resting):
    take = start(resting)
    with pytest.raises(StockTakeOpen):
        start(resting)
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    with pytest.raises(StockTakeFinished):
        scan(resting, take, "A")
    with pytest.raises(StockTakeFinished):
        finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    with pytest.raises(ZoneUnknown):
        start_stock_take(institution_id=resting.home.id, zone_id=resting.case.id, by=resting.keeper)
    assert start(resting)


def test_without_our_question_the_database_still_refuses_a_second_one(resting, monkeypatch):
    start(resting)
    monkeypatch.setattr(queries, "find_open_stock_take", lambda _zone_id: None)
    with pytest.raises(StockTakeOpen):
        start(resting)


def test_each_difference_is_explained_once(resting):
    take = start(resting)
    finish_stock_take(stock_take_id=take.id, by=resting.keeper)
    first = queries.list_discrepancies(take.id).items[0]
    with pytest.raises(ReasonMissing):
        resolve_discrepancy(discrepancy_id=first.id, note=" ", by=resting.keeper)
    said = resolve_discrepancy(discrepancy_id=first.id, note="在整理间擦拭", by=resting.keeper)
    assert said.note == "在整理间擦拭"
    with pytest.raises(DiscrepancyResolved):
        resolve_discrepancy(discrepancy_id=first.id, note="再说", by=resting.keeper)


def test_the_page_is_scanned_into_and_lists_the_differences(resting, keeper):
    answer = keeper.post("/stock-takes", data={"zone": str(resting.units[0].zone_id)})
    page = answer.location
    assert "登记在这里 2 份，已扫 0 份" in keeper.get(page).text
    code = f"{resting.case.number} A"
    assert f"已扫 {code}。" in keeper.post(page, data={"code": code}).text
    assert "已经扫过，不重复计数" in keeper.post(page, data={"code": code}).text
    assert "查不到记录" in keeper.post(page, data={"code": "JYG26-99999"}).text
    assert "还有内容需要补充" in keeper.post(page, data={"code": ""}).text
    keeper.post(f"{page}/finish")
    shown = keeper.get(page).text
    assert "应在未见" in shown
    assert "见到，查不到记录" in shown
    assert "2 条待说明" in keeper.get("/stock-takes").text


@pytest.fixture
def grove(scene):
    """Three trees for two; A and B lie under the first, nothing under the others."""
    site = add_site(
        institution_id=scene.home.id,
        kind=SiteKind.ECO_AREA,
        name="生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    trees = UnitRange(1, 1, 1, 3)
    size = UnitSize(capacity=2)
    add_zone(site_id=site.id, name="松区", kind=UnitKind.TREE, units=trees, size=size, by=SETUP)
    units = list_free_units(scene.home.id, "松区")
    for portion in (*scene.divide(), scene.portion()):
        scene.inter(portion, unit_id=units[0].id)
    return replace(scene, units=units)


def test_in_the_ground_a_plate_stands_for_all_that_lies_there(grove):
    take = start(grove)
    scans = scan_unit(stock_take_id=take.id, unit_id=grove.units[0].id, by=grove.keeper)
    assert sorted(each.said[-1] for each in scans) == ["A", "B"]
    assert [(each.row, each.expected, each.scanned) for each in queries.count_rows(take)] == [
        (1, 2, 2)
    ]
    again = scan_unit(stock_take_id=take.id, unit_id=grove.units[0].id, by=grove.keeper)
    assert {each.id for each in again} == {each.id for each in scans}
    scan_unit(stock_take_id=take.id, unit_id=grove.units[1].id, by=grove.keeper)
    finish_stock_take(stock_take_id=take.id, by=grove.keeper)
    said = [(each.kind, each.said) for each in queries.list_discrepancies(take.id).items]
    assert said == [("unknown", "生态园 松区1排2号")]
    with pytest.raises(StockTakeFinished):
        scan_unit(stock_take_id=take.id, unit_id=grove.units[1].id, by=grove.keeper)


def test_who_walks_the_rows_scans_plates_or_writes_where_one_is_lost(grove, keeper):
    token = replace_unit_plate(unit_id=grove.units[0].id, by=grove.keeper).token
    page = keeper.post("/stock-takes", data={"zone": str(grove.units[0].zone_id)}).location
    assert "沿着每一排走" in keeper.get(page).text
    number = grove.case.number
    assert f"已扫 {number} B、{number} A。" in keeper.post(page, data={"code": token}).text
    assert "已经扫过" in keeper.post(page, data={"code": "松区1排1号"}).text
    assert "登记没有骨灰，已列入差异" in keeper.post(page, data={"code": "松区1排3号"}).text
    keeper.post(f"{page}/finish")
    shown = keeper.get(page).text
    assert "扫到，登记没有骨灰" in shown
    assert "见到" not in shown
    assert f"{number} B" in keeper.get(f"{page}?scans=1").text
