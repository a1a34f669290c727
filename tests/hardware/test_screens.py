"""Screens: hung up with a secret, given a new one, taken down; open to whoever has the address."""

import re

import pytest

from funeral.kinds import ResourceKind
from funeral.queries.schedule import list_resources
from hardware.errors import ScreenKindUnknown, ScreenNameMissing, ScreenNameTaken, ScreenRetired
from hardware.operations import add_screen, renew_screen, retire_screen
from hardware.qr import new_token, short_code
from hardware.queries import find_screen, list_screens
from kernel.db import new_id
from kernel.people.actors import SETUP, Role
from tests import world
from tests.visitor import visit

ADDRESS = re.compile(r"/screen/([0-9A-Z-]{19})<")


@pytest.fixture
def home(context):
    home = world.make_home()
    world.make_staff("jy-administrator", Role.ADMINISTRATOR, home.id)
    return home


@pytest.fixture
def keeper(app, home):
    return visit(app, "jy-administrator")


def hall_of(home):
    return list_resources(home.id, ResourceKind.HALL)[0].id


def hang(home, **changed):
    asked = {
        "institution_id": home.id,
        "kind": "waiting_board",
        "name": "大厅",
        "token": new_token(),
        "by": SETUP,
    }
    return add_screen(**(asked | changed))


def test_only_the_hash_of_the_secret_is_kept(home):
    token = new_token()
    screen = hang(home, token=token)
    assert token not in {str(value) for value in vars(screen).values()}
    assert find_screen(short_code(token).lower()).id == screen.id
    assert find_screen(new_token()) is None


def test_an_impossible_screen_is_refused(home):
    for changed, refusal in (
        ({"kind": "advertising"}, ScreenKindUnknown),
        ({"kind": "hall_door"}, ScreenKindUnknown),
        ({"kind": "hall_door", "subject_id": new_id()}, ScreenKindUnknown),
        ({"subject_id": new_id()}, ScreenKindUnknown),
        ({"name": " "}, ScreenNameMissing),
        ({"name": "屏" * 41}, ScreenNameMissing),
    ):
        with pytest.raises(refusal):
            hang(home, **changed)


def test_a_screen_hangs_at_a_hall_of_its_own_home_and_a_name_is_given_once(home):
    foreign = hall_of(world.make_home("DW"))
    with pytest.raises(ScreenKindUnknown):
        hang(home, kind="hall_door", subject_id=foreign)
    hang(home, kind="hall_door", subject_id=hall_of(home))
    with pytest.raises(ScreenNameTaken):
        hang(home)


def test_the_address_is_shown_once_and_opens_the_screen(app, keeper, home):
    answer = keeper.post(
        "/screens/add", data={"name": "大厅", "shows": "waiting_board"}, follow_redirects=True
    )
    [token] = ADDRESS.findall(answer.text)
    assert ADDRESS.findall(keeper.get("/screens").text) == []
    assert "请到窗口" in visit(app).get(f"/screen/{token}").text
    hall = f"hall_door:{hall_of(home)}"
    assert keeper.post("/screens/add", data={"name": "门口", "shows": hall}).status_code == 302
    assert "1号厅" in keeper.get("/screens").text


def test_the_form_takes_only_what_it_offers(keeper, home):
    for shows in ("", "advertising", "hall_door", "hall_door:", "hall_door:1"):
        answer = keeper.post("/screens/add", data={"name": "大厅", "shows": shows})
        assert answer.status_code == 200
    assert list_screens(home.id) == []


def test_a_new_address_makes_the_old_one_useless(app, keeper, home):
    old, new = new_token(), new_token()
    screen = hang(home, token=old)
    renew_screen(screen_id=screen.id, token=new, by=SETUP)
    stranger = visit(app)
    assert stranger.get(f"/screen/{old}").status_code == 404
    gone = stranger.get(f"/screen/{old}/content")
    assert (gone.status_code, "这个地址已经更换" in gone.text) == (404, True)
    assert stranger.get(f"/screen/{new}").status_code == 200
    answer = keeper.post(f"/screens/{screen.id}/renew", follow_redirects=True)
    [shown] = ADDRESS.findall(answer.text)
    assert stranger.get(f"/screen/{shown}").status_code == 200
    assert stranger.get(f"/screen/{new}").status_code == 404


def test_a_screen_taken_down_says_so_and_nothing_else(app, keeper, home):
    token = new_token()
    screen = hang(home, token=token)
    keeper.post(f"/screens/{screen.id}/retire")
    page = visit(app).get(f"/screen/{token}")
    assert page.status_code == 410
    assert "这块屏幕已经停用" in page.text
    assert "请到窗口" not in page.text
    assert "停用" in keeper.get("/screens").text
    retire_screen(screen_id=screen.id, by=SETUP)
    with pytest.raises(ScreenRetired):
        renew_screen(screen_id=screen.id, token=new_token(), by=SETUP)
    assert "已经停用" in keeper.post(f"/screens/{screen.id}/renew", follow_redirects=True).text


def test_screens_are_the_administrators_and_of_one_home(app, keeper, home):
    assert visit(app, "jy-desk").get("/screens").status_code == 403
    other = hang(world.make_home("DW"), name="别家的")
    assert "别家的" not in keeper.get("/screens").text
    assert keeper.post(f"/screens/{other.id}/retire").status_code == 404


def test_a_screen_hears_of_changes_without_signing_in(app, home):
    token = new_token()
    hang(home, token=token)
    answer = visit(app).get(f"/screen/{token}/changes", buffered=False)
    assert answer.mimetype == "text/event-stream"
    assert next(iter(answer.response)).startswith(b"retry:")
    answer.close()
    assert visit(app).get("/screen/NOSUCH/changes").status_code == 404
