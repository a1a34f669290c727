"""案件: found by number, identity number or the beginning of a name; paged and sorted below."""

import pytest

from funeral.cli import funeral as commands
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan


@pytest.fixture
def cases(home):
    names = ["张三", "张小明", "李四"]
    return [
        world.open_case(home, deceased_name=name, claimant_name=f"家属{place}")
        for place, name in enumerate(names)
    ]


def found(clerk, search: str) -> list[str]:
    said = desk.read(clerk, f"/cases?search={search}")
    return [name for name in ("张三", "张小明", "李四") if name in said.split("共")[0]]


def test_a_name_is_found_by_any_part_of_it_and_by_its_pinyin(cases, clerk):
    assert found(clerk, "张") == ["张三", "张小明"]
    assert found(clerk, "四") == ["李四"]
    assert found(clerk, "zxm") == ["张小明"]
    assert found(clerk, "%") == []


def test_a_claimants_telephone_finds_the_case_and_stands_in_no_address(home, cases, clerk):
    world.open_case(home, deceased_name="张小明", phone="13900139000")
    answer = clerk.post("/cases", data={"search": "139 0013-9000"})
    assert "139" not in answer.location
    said = desk.read(clerk, answer.location)
    assert "共 1 条" in said
    assert "张小明" in said


def test_a_name_that_sounds_alike_is_offered_and_said_to_be_another(cases, clerk):
    said = desk.read(clerk, "/cases?search=章小明")
    assert "张小明" in said
    assert "没有完全相同的姓名" in said


def test_a_number_finds_its_case_whole_and_only_whole(cases, clerk):
    assert found(clerk, cases[2].number.lower()) == ["李四"]
    identity = cases[1].deceased.identity_number
    assert found(clerk, identity) == ["张小明"]
    assert found(clerk, identity[:12]) == []


def test_the_list_is_sorted_by_the_database(cases, clerk):
    said = desk.read(clerk, "/cases?sort=number&direction=asc")
    assert said.index(cases[0].number) < said.index(cases[2].number)
    said = desk.read(clerk, "/cases?sort=number&direction=desc")
    assert said.index(cases[0].number) > said.index(cases[2].number)
    assert "张三" in desk.read(clerk, "/cases?sort=nonsense&page=99")


def test_the_progress_is_the_last_physical_fact(cases, home, clerk):
    world.receive(home, cases[0])
    world.cremate(home, cases[1])
    said = desk.read(clerk, "/cases?sort=number&direction=asc")
    assert "家属0 已入馆 证明不全" in said
    assert "家属1 已出火化证明" in said
    assert "家属2 未到馆 证明不全" in said


def test_twenty_six_cases_make_two_pages(home, clerk):
    for _ in range(26):
        world.open_case(home)
    assert "共 26 条，第 1 页，共 2 页" in desk.read(clerk, "/cases")
    assert "共 26 条，第 2 页，共 2 页" in desk.read(clerk, "/cases?page=2")


def test_the_command_line_lists_a_day_without_names(cases, home, app):
    plan(home, cases[0], world.tomorrow_at(9))
    runner = app.test_cli_runner()
    day = world.tomorrow_at(9).date().isoformat()
    said = runner.invoke(commands, ["list-day", "JY", day]).output
    assert f"09:00–09:20 1号厅 {cases[0].number} 未到场" in said
    assert "张三" not in said
    assert runner.invoke(commands, ["list-day", "XX"]).exit_code == 1


def test_an_identity_number_never_stands_in_an_address(cases, clerk):
    identity = cases[1].deceased.identity_number
    typed = f" {identity[:6]}-{identity[6:14]}-{identity[14:].lower()} "
    answer = clerk.post("/cases", data={"search": typed})
    assert identity[6:14] not in answer.location
    said = desk.read(clerk, answer.location)
    assert "张小明" in said
    assert "张三" not in said
    assert identity not in said
