"""The list of deposits: in pages, sorted, inside one's own institution."""

import pytest

from cemetery.ashes.operations.portions import LETTERS
from cemetery.operations import add_columbarium, deposit_ashes
from cemetery.queries import list_deposits, list_free_units
from cemetery.views import ashes_panel
from funeral.kinds import CrematorType
from kernel.pages import PER_PAGE
from kernel.people.actors import SETUP
from kernel.places import find_institution
from tests import world
from tests.visitor import visit

MANY = PER_PAGE + 2


@pytest.fixture
def deposits(ashes):
    add_columbarium(
        institution_id=ashes.home.id,
        name="新楼",
        zones=[("新", 2, MANY)],
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    ashes.divide(25)
    other = world.open_case(ashes.home)
    certificate = world.cremate(ashes.home, other, CrematorType.COLLECTING)
    portions = [*((ashes.certificate, letter) for letter in LETTERS), (certificate, "A")]
    return [
        deposit_ashes(
            certificate_number=number,
            unit_id=unit.id,
            months=12,
            portion=letter,
            by=ashes.keeper,
        )
        for (number, letter), unit in zip(
            portions, list_free_units(ashes.home.id, "新")[:MANY], strict=True
        )
    ]


def test_every_deposit_stands_on_exactly_one_page_even_where_all_end_on_one_day(deposits):
    pages = [list_deposits(page=number, sort="until", direction="asc") for number in (1, 2)]
    shown = [deposit.number for page in pages for deposit in page.items]
    assert sorted(shown) == [deposit.number for deposit in deposits]
    assert {page.total for page in pages} == {MANY}


def test_the_newest_comes_first_unless_asked_otherwise(deposits):
    assert list_deposits().items[0].number == deposits[-1].number


def test_the_page_shows_whose_ashes_rest_where(ashes, deposits, keeper_client):
    page = keeper_client.get("/ashes?sort=number&direction=asc").text
    assert "张三" in page
    assert "新楼 新1排1号" in page
    assert f"共 {MANY} 条" in page


def test_another_home_sees_none_of_it(app, deposits):
    world.make_home("QH", "421222")
    client = visit(app, "qh-desk")
    page = client.get("/ashes").text
    assert "还没有寄存记录" in page
    assert "共 0 条" in page
    assert client.get(f"/ashes/{deposits[0].number}").status_code == 404


def test_the_case_page_gets_a_panel_with_the_ashes(app, ashes):
    with app.test_request_context():
        assert "还没有寄存" in ashes_panel(ashes.case)
        made = deposit_ashes(
            certificate_number=ashes.certificate,
            unit_id=ashes.units[0].id,
            months=1,
            by=ashes.keeper,
        )
        assert made.number in ashes_panel(ashes.case)
        waiting = world.open_case(ashes.home)
        assert "出具火化证明后" in ashes_panel(waiting)


def test_a_columbarium_is_added_at_the_command_line(app, context):
    home = world.make_home()
    run = app.test_cli_runner().invoke
    options = ["--institution", "JY", "--name", "安息堂", "--visiting-hours", "8:00–17:00"]
    answer = run(args=["cemetery", "add-columbarium", *options, "--zone", "松:2:3"])
    assert answer.exit_code == 0, answer.output
    assert [str(unit) for unit in list_free_units(home.id, "松")][-1] == "松2排3号"


@pytest.mark.parametrize(
    ("institution", "zone", "sentence"),
    [("QQ", "松:2:3", "没有代号为 QQ 的机构"), ("JY", "松:2", "应写成")],
)
def test_the_command_line_says_what_is_wrong(app, context, institution, zone, sentence):
    world.make_home()
    answer = app.test_cli_runner().invoke(
        args=[
            *("cemetery", "add-columbarium", "--institution", institution),
            *("--name", "安息堂", "--visiting-hours", "8:00", "--zone", zone),
        ]
    )
    assert answer.exit_code == 1
    assert sentence in answer.output
    assert find_institution("QQ") is None
