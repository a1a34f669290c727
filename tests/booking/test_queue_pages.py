"""The windows' page, what the administrator offers, the family's own number."""

import re

import pytest

from booking.queries import list_called, list_ticket_kinds
from kernel.people.actors import Role
from tests import world
from tests.booking.family import text_of
from tests.booking.windows import call, make_windows, take
from tests.visitor import visit


@pytest.fixture
def home(context):
    return make_windows()


@pytest.fixture
def desk(app, home):
    return visit(app, "jy-desk")


def test_a_window_calls_calls_again_and_finishes(desk, home):
    take(home)
    take(home, "B", priority="高龄")
    assert "请先填写您在几号窗口" in desk.get("/queue").text
    desk.post("/queue/window", data={"window": " 3 "})
    page = desk.get("/queue").text
    assert "3号窗口" in page
    assert page.index("B001") < page.index("A001")
    desk.post("/queue/call", data={"letter": ""})
    [ticket] = list_called(home.id, 9)
    assert (ticket.number, ticket.said_window) == ("B001", "3号窗口")
    desk.post(f"/queue/{ticket.id}/call")
    assert "叫了 2 次" in desk.get("/queue").text
    desk.post(f"/queue/{ticket.id}/set-aside")
    assert "已过号" in desk.get("/queue").text
    desk.post("/queue/call", data={"letter": "A"})
    [ticket] = list_called(home.id, 9)
    desk.post(f"/queue/{ticket.id}/finish")
    assert list_called(home.id, 9) == []


def test_what_is_refused_is_said_on_the_page(desk, home):
    take(home)
    assert (
        "请先填写您在几号窗口"
        in desk.post("/queue/call", data={"letter": ""}, follow_redirects=True).text
    )
    assert "请填写您在几号窗口" in desk.post("/queue/window", data={"window": ""}).text
    desk.post("/queue/window", data={"window": "1"})
    desk.post("/queue/call", data={"letter": ""})
    said = desk.post("/queue/call", data={"letter": ""}, follow_redirects=True).text
    assert "请先办结或过号" in said


def test_the_desk_takes_a_number_for_a_family(desk, home):
    answer = desk.post("/queue/take", data={"letter": "A", "priority": "高龄", "reference": ""})
    assert answer.status_code == 302
    assert "A001" in desk.get("/queue").text
    assert "等候叫号" in desk.get("/desk").text
    refused = desk.post("/queue/take", data={"letter": "A", "reference": "没有"})
    assert "没有这个案件编号或预约编号" in refused.text
    assert desk.post("/queue/take", data={"letter": "Q"}).status_code == 200


def test_who_waits_is_listed_in_pages_and_sorted_by_the_server(desk, home):
    for _ in range(26):
        take(home)
    numbers = re.compile(r'class="code">(A\d+)<')
    assert numbers.findall(desk.get("/queue?page=2").text) == ["A026"]
    backwards = numbers.findall(desk.get("/queue?sort=number&direction=desc").text)
    assert backwards[:2] == ["A026", "A025"]


def test_the_administrator_says_what_numbers_are_given_for(app, home):
    world.make_staff("jy-administrator", Role.ADMINISTRATOR, home.id)
    keeper = visit(app, "jy-administrator")
    keeper.post("/queue/kinds", data={"letter": "C", "label": "骨灰寄存", "offered": "y"})
    keeper.post("/queue/kinds", data={"letter": "B", "label": "领取骨灰"})
    kinds = [(kind.letter, kind.label, kind.offered) for kind in list_ticket_kinds(home.id)]
    assert kinds == [
        ("A", "治丧办理", True),
        ("B", "领取骨灰", False),
        ("C", "骨灰寄存", True),
    ]
    assert "一个大写字母" in keeper.post("/queue/kinds", data={"letter": "??", "label": "x"}).text
    assert visit(app, "jy-desk").get("/queue/kinds").status_code == 403


def test_another_homes_tickets_do_not_exist_here(desk, home):
    other = make_windows("DW")
    ticket = take(other)
    desk.post("/queue/window", data={"window": "1"})
    assert desk.post(f"/queue/{ticket.id}/call").status_code == 404
    assert "A001" not in text_of(desk.get("/queue"))


def test_a_family_sees_its_place_and_its_window(app, home):
    first, second = take(home), take(home)
    family = visit(app)
    assert "前面还有 1 位" in text_of(family.get(f"/q/{second.token}"))
    call(home, window="2")
    assert "请到2号窗口" in text_of(family.get(f"/q/{first.token}"))
    assert "前面没有人" in text_of(family.get(f"/q/{second.token.lower()}"))
    assert family.get("/q/0000000000000000").status_code == 404
