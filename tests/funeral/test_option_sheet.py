"""服务项目选择单: the whole published list, ticked where the case has it already."""

from billing.queries.price_lists import displayed_on
from funeral.option_sheet import CHOSEN, OPEN, option_sheet
from hardware.papers import Table
from hardware.queries import get_document, list_documents
from kernel import clock
from tests import world
from tests.funeral import desk
from tests.hardware.pdfs import text_of


def marks(case):
    tables = [block for block in option_sheet(case).blocks if isinstance(block, Table)]
    return {row[1]: row[0] for table in tables for row in table.rows}


def test_every_published_item_stands_on_it_and_what_was_done_is_ticked(home):
    case = world.open_case(home)
    published = [item.name for item in displayed_on(home.id, clock.today()).items]
    found = marks(case)
    assert sorted(found) == sorted(published)
    assert set(found.values()) == {OPEN}
    world.cremate(home, case)
    ticked = {name for name, mark in marks(case).items() if mark == CHOSEN}
    assert any("平板炉" in name for name in ticked)
    assert ticked < set(published)


def test_what_the_county_waives_stands_beside_the_item(home):
    tables = [b for b in option_sheet(world.open_case(home)).blocks if isinstance(b, Table)]
    waivers = {row[1]: row[3] for table in tables for row in table.rows}
    assert any(said != "—" for said in waivers.values())
    elsewhere = world.open_case(home, household_registration="110101")
    tables = [b for b in option_sheet(elsewhere).blocks if isinstance(b, Table)]
    assert {row[3] for table in tables for row in table.rows} == {"—"}


def test_it_is_made_on_the_page_of_the_case_once_for_what_it_says(home, clerk):
    case = world.open_case(home)
    for _turn in range(2):
        assert "PDF 已生成" in desk.send(clerk, f"/cases/{case.number}/option-sheet")
    [document] = list_documents(home.id, [case.number], ["option_sheet"])
    text = text_of(get_document(document.id).content)
    assert case.deceased.name in text
    assert "家属（经办人）" in text
