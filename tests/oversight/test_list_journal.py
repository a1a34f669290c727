"""The journal in words: every operation has its own, nothing private is shown."""

import re

import pytest
from sqlalchemy import select

from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units, live_plate
from kernel.db import Base, db
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP, family
from kernel.people.staff import say_who
from kernel.sealing import seal_journal, signing_key
from oversight import field_words
from oversight.changes import changes_of
from oversight.field_values import say_value
from oversight.words import RECORDS
from tests import world
from tests.conftest import KEYS

# Tables that are the journal's own, or that no operation changes as a record.
# Kept by machines, and tables that are reckoned from others.
SILENT = {
    *("journal", "journal_links", "journal_seals", "attempts"),
    *("name_keys", "name_pairs", "right_keys"),
}


@pytest.fixture
def case(county):
    return world.open_case(county.one)


def entry_of(operation: str) -> JournalEntry:
    query = select(JournalEntry).filter_by(operation=operation).order_by(JournalEntry.id.desc())
    return db.session.scalars(query).first()


def test_every_record_and_field_has_its_words():
    tables = {name: table for name, table in Base.metadata.tables.items() if name not in SILENT}
    assert set(tables) <= set(RECORDS)
    fields = {column.name for table in tables.values() for column in table.columns}
    assert fields <= set(field_words.FIELDS)


def test_the_list_says_who_did_what_where(county, case, officer):
    page = officer.get("/oversight/journal").text
    assert "窗口登记" in page
    assert "JY-desk" in page
    assert "JY殡仪馆" in page
    assert "逝者" in page


def test_an_operation_may_be_chosen(county, case, officer):
    page = officer.get("/oversight/journal?operation=kernel.add_staff").text
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]+)', page)
    assert set(rows) == {"登记工作人员"}


def test_a_case_shows_what_was_done_for_it(county, case, officer):
    world.record_papers(county.one, case)
    another = world.open_case(county.one)
    page = officer.get(f"/oversight/journal?case={case.number}").text
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]+)', page)
    assert rows.count("登记证明材料") == 3
    assert rows.count("窗口登记") == 1
    assert rows.count("登记逝者") == 1
    assert another.number not in page
    assert "没有找到案件" in officer.get("/oversight/journal?case=JYA26-99999").text


def test_a_record_shows_everything_that_ever_changed_it(county, case, officer):
    page = officer.get(f"/oversight/journal?record=cases/{case.id}").text
    assert len(re.findall(r'<th scope="row"><a', page)) == 1


def test_an_entry_shows_fields_and_hides_what_is_private(county, case, officer):
    entry = entry_of("kernel.register_claimant")
    page = officer.get(f"/oversight/journal/{entry.id}").text
    assert "已隐去" in page
    assert "子女" in page
    for private in (case.deceased.identity_number, case.claimant.phone, "张三", "张小三"):
        assert private not in page
    assert "…" not in re.sub(r"…[0-9a-f]{6}<", "", page), "not even the hash of a private value"


def test_an_entry_names_what_was_done_in_the_same_step(county, case, officer):
    entry = entry_of("funeral.open_walk_in_case")
    page = officer.get(f"/oversight/journal/{entry.id}").text
    assert "这一步没有改动记录" in page
    together = re.findall(r'<th scope="row"><a[^>]*>([^<]+)', page)
    assert together == ["登记逝者", "登记经办人", "登记案件"]


def test_a_plates_token_is_private(county):
    home = county.one
    world.make_units(home.id)
    deposit = deposit_ashes(
        certificate_number=world.cremate(home, world.open_case(home)),
        unit_id=list_free_units(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    token = live_plate(deposit).token
    assert token not in str(entry_of("cemetery.deposit_ashes").changes)


def test_values_are_said_in_words(county, case):
    shown = {
        field.label: field.after
        for change in changes_of(entry_of("kernel.register_deceased"))
        for field in change.fields
        if not field.private
    }
    assert shown["证件种类"] == "居民身份证"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", shown["登记时间"])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("gross_fen", 128050, "1,280.50 元"),
        ("in_use", True, "是"),
        ("in_use", False, "否"),
        ("variety", "flat", "平板炉"),
        ("variety", "small", "小厅"),
        ("kind", "cremator", "火化机"),
        ("collected_at", None, ""),
        ("died_on", "2026-11-21", "2026-11-21"),
        ("added_at", "2026-11-22 10:01:41.816728+00:00", "2026-11-22 18:01"),
        ("opens", "06:00:00", "06:00:00"),
    ],
)
def test_a_value_is_said_as_people_say_it(context, field, value, said):
    assert say_value(field, value) == said


def test_people_and_machines_are_named(county):
    names = {"staff:1": "王芳"}
    assert say_who("staff:1", names) == "王芳"
    assert say_who(str(family("x")), names) == "家属"
    assert say_who(str(SETUP), names) == "系统"


def test_an_officer_of_another_county_sees_none_of_it(county, case, officer_beyond):
    entry = entry_of("funeral.open_walk_in_case")
    assert officer_beyond.get(f"/oversight/journal/{entry.id}").status_code == 404
    for question in ("", f"?record=cases/{case.id}", f"?case={case.number}"):
        page = officer_beyond.get(f"/oversight/journal{question}").text
        # A form's token may hold these letters by chance.
        assert "JY" not in re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(
            case.number, ""
        )


def test_an_entry_says_where_it_is_sealed(county, case, officer):
    entry = entry_of("funeral.open_walk_in_case")
    assert "等待封存" in officer.get(f"/oversight/journal/{entry.id}").text
    db.session.rollback()
    sealed = seal_journal(signing_key(KEYS["journal_key"]))
    page = officer.get(f"/oversight/journal/{entry.id}").text
    assert re.search(r"第 \d+ 条", page)
    assert f"已封存到第 {sealed} 条" in officer.get("/oversight").text
