"""用表格导入: read, reported line by line, then taken over whole or not at all."""

import io

import pytest
from sqlalchemy import func, select, update

from cemetery.ground import errors, operations
from cemetery.ground.csv_units import MOST_ROWS, read_units
from cemetery.ground.kinds import UnitSize
from cemetery.ground.models import UnitImport
from cemetery.ground.queries.imports import get_unit_import
from cemetery.models import Unit, UnitKind, Zone
from cemetery.rights.operations import hold_unit, release_hold
from kernel import clock
from kernel.db import db
from tests.ground.conftest import lay

SHARED_HEADING = "区,种类,排,号,容量,占地面积（平方米）,碑高（厘米）,停用原因,共用"
HEADING = "区,种类,排,号,容量,占地面积（平方米）,碑高（厘米）,停用原因"
GOOD = "竹区,墓位,1,1,2,0.8,60,\n竹区,墓位,1,2,2,0.8,60,积水\n"


def csv_of(lines, heading=HEADING):
    return f"{heading}\r\n{lines}".encode()


def stage(ground, content):
    return operations.stage_unit_import(
        site_id=ground.site.id, file_name="单位.csv", content=content, by=ground.keeper
    )


def apply(ground, staged):
    return operations.apply_unit_import(import_id=staged.id, by=ground.keeper)


def test_nothing_is_written_before_it_is_confirmed(ground):
    staged = stage(ground, csv_of(GOOD))
    assert not db.session.scalar(select(Unit).limit(1))
    applied = apply(ground, staged)
    assert (applied.added, applied.changed) == (2, 0)
    zone = db.session.scalars(select(Zone)).one()
    assert (zone.name, zone.kind) == ("竹区", UnitKind.GRAVE)
    unit = ground.unit(zone, 1, 2)
    assert (unit.capacity, unit.area, unit.stele_height) == (2, 80, 60)
    assert (unit.in_use, unit.out_of_use_reason) == (False, "积水")
    with pytest.raises(errors.ImportApplied):
        apply(ground, staged)


def test_the_same_file_again_is_the_same_list_and_later_changes_nothing(ground):
    staged = stage(ground, csv_of(GOOD))
    assert stage(ground, csv_of(GOOD)).id == staged.id
    apply(ground, staged)
    again = stage(ground, csv_of(GOOD))
    assert again.id != staged.id
    with pytest.raises(errors.NothingToApply):
        apply(ground, again)


def test_what_is_there_is_changed_not_made_twice(ground):
    apply(ground, stage(ground, csv_of(GOOD)))
    applied = apply(ground, stage(ground, csv_of("竹区,墓位,1,2,1,0.5,,\n竹区,墓位,1,3,1,0.5,,\n")))
    assert (applied.added, applied.changed) == (1, 1)
    unit = ground.unit(db.session.scalars(select(Zone)).one(), 1, 2)
    assert (unit.capacity, unit.area, unit.stele_height, unit.in_use) == (1, 50, None, True)
    assert db.session.scalar(select(func.count(Unit.id))) == 3


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ("竹2区,墓位,1,9,1,0.8,,", "区", "不要有数字"),
        ("竹区,坟,1,9,1,0.8,,", "种类", "其中一种：格位、壁葬位"),
        ("竹区,墓位,一,9,1,0.8,,", "排", "整数"),
        ("竹区,墓位,1,0,1,0.8,,", "号", "整数"),
        ("竹区,墓位,1,1,1,0.8,,", "号", "写了两次"),
        ("竹区,墓位,1,9,99,0.8,,", "容量", "1 到 12 份"),
        ("竹区,墓位,1,9,1,零,,", "占地面积（平方米）", "两位小数"),
        ("竹区,墓位,1,9,1,,,", "占地面积（平方米）", "有规定"),
        ("竹区,墓位,1,9,1,1.01,,", "占地面积（平方米）", "最多 1 平方米。依据：民事发"),
        ("竹区,树葬位,1,9,1,,,", "种类", "一个区只有一种"),
        ("松区,树葬位,1,1,1,,,", "容量", "已经安放 2 份"),
        ("松区,树葬位,1,1,2,,,树死了", "停用原因", "不能停用"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_written(
    ground, keeper_client, line, column, sentence
):
    zone = ground.zone(size=UnitSize(capacity=2))
    unit = ground.unit(zone)
    for _portion in range(2):
        lay(unit_id=unit.id, family_id=unit.id, by=ground.keeper)
    staged = stage(ground, csv_of(f"{GOOD}{line}\n"))
    page = keeper_client.get(f"/unit-imports/{staged.id}").text
    assert sentence in page
    listed = keeper_client.get(f"/unit-imports/{staged.id}/mistakes.csv").data.decode("utf-8-sig")
    assert [cells.split(",")[:2] for cells in listed.splitlines()[1:]] == [["4", column]]
    with pytest.raises(errors.ImportHasErrors):
        apply(ground, staged)
    assert db.session.scalar(select(func.count(Unit.id))) == 10


def test_a_unit_a_family_is_deciding_about_is_not_changed_by_a_list(ground, keeper_client):
    zone = ground.zone()
    hold = hold_unit(unit_id=ground.unit(zone).id, for_name="李示兰", by=ground.keeper)
    same, other = "松区,树葬位,1,1,1,,,\n", "松区,树葬位,1,1,2,,,\n"
    staged = stage(ground, csv_of(same + "松区,树葬位,1,2,1,,,树死了\n"))
    assert apply(ground, staged).changed == 1
    staged = stage(ground, csv_of(other))
    page = keeper_client.get(f"/unit-imports/{staged.id}").text
    assert f"正为一家保留到 {clock.say_clock(hold.held_until)}" in page
    with pytest.raises(errors.ImportHasErrors):
        apply(ground, staged)
    release_hold(hold_id=hold.id, by=ground.keeper)
    assert apply(ground, staged).changed == 1


@pytest.mark.parametrize(("first", "second"), [("是", ""), ("", "是"), ("是", "是")])
def test_a_zone_that_several_families_share_comes_from_a_list(ground, keeper_client, first, second):
    lines = f"归园,深埋位,1,1,80,,,,{first}\n归园,深埋位,1,2,80,,,,{second}\n"
    staged = stage(ground, csv_of(f"{lines}杉区,树葬位,1,1,1,,,,否\n", SHARED_HEADING))
    assert (
        "归园（集中深埋位）、杉区（树葬位）" in keeper_client.get(f"/unit-imports/{staged.id}").text
    )
    assert apply(ground, staged).added == 3
    zones = {zone.name: zone for zone in db.session.scalars(select(Zone))}
    assert (zones["归园"].communal, zones["杉区"].communal) == (True, False)
    assert ground.unit(zones["归园"]).communal
    taken = keeper_client.get(f"/sites/{ground.site.id}/units.csv").data
    with pytest.raises(errors.NothingToApply):
        apply(ground, stage(ground, taken))


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("归园,墓位,1,1,1,0.8,,,是", "集中安葬请选树葬"),
        ("归园,深埋位,1,1,1,,,,对", "请写“是”或“否”"),
        ("归园,深埋位,1,1,80,,,,是\n归园,深埋位,1,2,80,,,,否", "归园要新建，同一个区要写得一样"),
        ("归园,深埋位,1,1,1,1,,,否\n归园,深埋位,1,2,1,1,,,是", "归园要新建，同一个区要写得一样"),
        ("松区,树葬位,1,1,1,,,,是", "松区是一家一个的区"),
        ("归园,深埋位,1,1,501,,,,是", "1 到 500 份"),
    ],
)
def test_what_is_wrong_about_sharing_is_named(ground, keeper_client, lines, sentence):
    ground.zone()
    staged = stage(ground, csv_of(lines, SHARED_HEADING))
    assert sentence in keeper_client.get(f"/unit-imports/{staged.id}").text
    with pytest.raises(errors.ImportHasErrors):
        apply(ground, staged)


def test_a_list_that_waited_since_before_the_column_was_there_is_still_taken(ground):
    staged = stage(ground, csv_of(GOOD))
    rows = [line[:-1] for line in get_unit_import(staged.id).rows]
    db.session.connection().execute(update(UnitImport).values(rows=rows))
    db.session.commit()
    db.session.expire_all()
    assert apply(ground, staged).added == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_what_the_spreadsheets_of_offices_write_is_read(encoding):
    text = f"备注,{HEADING}\r\n,竹区,墓位,1,1,2,0.8,60,\r\n,,,,,,,,\r\n,竹区,墓位,1,2\r\n"
    rows = read_units(text.encode(encoding))
    assert rows[0] == ["2", "竹区", "墓位", "1", "1", "2", "0.8", "60", "", ""]
    assert [row[0] for row in rows] == ["2", "4"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.ColumnMissing),
        (csv_of(""), errors.NoRows),
        (csv_of(GOOD, "区,种类,排"), errors.ColumnMissing),
        (b"PK\x03\x04\xff\xfe\x00", errors.FileUnread),
        (csv_of('竹区,"墓位,1,1'), errors.FileUnread),
        (csv_of("竹区,墓位,1,1\n" * (MOST_ROWS + 1)), errors.FileTooLarge),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(ground, content, refusal):
    with pytest.raises(refusal):
        stage(ground, content)
    assert not db.session.scalar(select(UnitImport).limit(1))


def test_what_is_taken_away_comes_back_the_same(keeper_client, ground):
    apply(ground, stage(ground, csv_of(GOOD)))
    taken = keeper_client.get(f"/sites/{ground.site.id}/units.csv").data
    with pytest.raises(errors.NothingToApply):
        apply(ground, stage(ground, taken))


def test_the_page_uploads_reports_and_confirms(keeper_client, ground):
    path = f"/sites/{ground.site.id}/imports/new"
    sent = {"file": (io.BytesIO(csv_of(GOOD)), "竹.csv")}
    report = keeper_client.post(path, data=sent, follow_redirects=True)
    assert "确认写入" in report.text
    done = keeper_client.post(report.request.path, follow_redirects=True).text
    assert "已写入：新增 2 个，改动 0 个" in done
    assert "竹区" in done
