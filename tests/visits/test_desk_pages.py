"""The desk's pages: booking for callers, closing, telling, terms, ceremonies, the gate by form."""

import uuid
from io import BytesIO

import pytest

from cemetery.visits.operations import cancel_visit
from cemetery.visits.passes import pass_of, write_pass
from cemetery.visits.queries.bookings import find_visit, get_visit
from cemetery.visits.queries.entries import list_conflicts
from cemetery.visits.queries.slots import get_slot, list_ceremonies
from cemetery.visits.queries.sweeps import find_sweep
from cemetery.visits.queries.terms import list_terms
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.visitor import visit
from tests.visits.scene import FAMILY, QINGMING, at, book, make_scene
from tests.visits.test_family_pages import said
from tests.visits.test_sweeps import a_photo, ask


@pytest.fixture
def desk(app, scene):
    return visit(app, "JY-desk")


@pytest.fixture
def keeper(app, scene):
    world.make_staff("JY-administrator", Role.ADMINISTRATOR, scene.home.id)
    return visit(app, "JY-administrator")


def test_the_desk_books_for_who_calls_and_finds_it_by_every_number(desk, scene):
    base = f"/visits/{scene.site_id}"
    assert desk.get("/visits").location == base
    page = desk.get(f"{base}/book?day={QINGMING}").text
    assert "上午 8:00" in page
    form = said(channel="phone", slot=f"{QINGMING} {scene.slot_ids[0]}")
    answer = desk.post(f"{base}/book?day={QINGMING}", data=form)
    code = answer.location.rsplit("/", 1)[1]
    assert "13800138000" in desk.get(answer.location).text
    assert code in desk.get(f"{base}?day={QINGMING}").text
    for search in (code, "13800138000", form["identity_number"]):
        found = desk.post(base, data={"search": search})
        assert code in desk.get(found.location).text
        assert search == code or search not in found.location
    nobody = desk.post(base, data={"search": "13900139000"})
    assert code not in desk.get(nobody.location).text


def test_closing_leads_to_the_list_of_whom_to_call(desk, scene):
    booking = book(scene)
    path = f"/visits/{scene.site_id}/{QINGMING}/close"
    assert "请填写暂停开放的原因" in desk.post(path, data={"slots": [scene.slot_ids[0]]}).text
    form = {"slots": [str(scene.slot_ids[0])], "reason": "大风"}
    answer = desk.post(path, data=form)
    assert booking.phone in desk.get(answer.location).text
    desk.post(f"/visits/booked/{booking.code}/told")
    assert booking.phone not in desk.get(answer.location).text
    assert "暂停" in desk.get(f"/visits/{scene.site_id}?day={QINGMING}").text
    desk.post(f"/visits/{scene.site_id}/slots/{scene.slot_ids[0]}/reopen")
    db.session.expire_all()
    assert get_slot(scene.site_id, scene.slot_ids[0]).closed_at is None


def test_the_desk_changes_and_cancels(desk, scene):
    booking = book(scene)
    path = f"/visits/booked/{booking.code}"
    desk.post(f"{path}/time", data={"slot": f"{QINGMING} {scene.slot_ids[1]}"})
    db.session.expire_all()
    assert get_visit(booking.code).slot_id == scene.slot_ids[1]
    assert "请填写取消的原因" in desk.post(f"{path}/cancel", data={"reason": ""}).text
    desk.post(f"{path}/cancel", data={"reason": "家属来电"})
    assert "家属来电" in desk.get(path).text


def test_the_desk_of_another_home_sees_nothing(app, scene):
    booking = book(scene)
    make_scene(code="DW")
    other = visit(app, "DW-desk")
    for path in (
        f"/visits/{scene.site_id}",
        f"/visits/{scene.site_id}/gate",
        f"/visits/booked/{booking.code}",
        f"/visits/{scene.site_id}/{QINGMING}/close",
    ):
        assert other.get(path).status_code == 404
    other.post(f"/visits/booked/{booking.code}/cancel", data={"reason": "x"})
    other.post(f"/visits/booked/{booking.code}/told")
    db.session.expire_all()
    assert find_visit(booking.code).cancelled_at is None


def test_an_administrator_lays_down_terms_field_by_field(keeper, desk, scene):
    path = f"/visits/{scene.site_id}/terms/new"
    assert desk.get(path).status_code == 403
    assert "08:00-10:00" in keeper.get(path).text
    form = {
        "valid_from": ["2027", "4", "10"],
        "legal_basis": "本馆决定",
        "slots": "6:00-7:30\n07:30-9:00",
        "peak_days": "清明 前10 后15\n2027-05-09",
        "opens_at": "07:30",
        **dict.fromkeys(("persons", "cars", "days_ahead", "party"), "10"),
        **dict.fromkeys(("kept_phone", "kept_walk_in", "elder_age"), "1"),
        "kept_days": "90",
        **dict.fromkeys(("party_cars", "per_unit", "early", "late"), "0"),
    }
    for wrong, sentence in (
        ({"slots": "6:00-7:30\n7:00-9:00"}, "读不出来，或与上一行重叠"),
        ({"slots": ""}, "请至少写一个时段"),
        ({"peak_days": "端阳"}, "“端阳”读不出来"),
        ({"opens_at": "早上"}, "请填写时间"),
        ({"persons": "0"}, "请填写 1 到 100000 之间的数字"),
        ({"kept_phone": "10"}, "合计不能超过"),
        ({"legal_basis": ""}, "请填写依据"),
        ({"valid_from": ["2027", "3", "1"]}, "不能早于今天"),
    ):
        assert sentence in keeper.post(path, data=form | wrong).text, wrong
    assert keeper.post(path, data=form).status_code == 302
    assert "已经有新的办法" in keeper.post(path, data=form).text
    assert list_terms(scene.site_id)[0].slots == ["06:00-07:30", "07:30-09:00"]
    page = keeper.get(f"/visits/{scene.site_id}/terms").text
    assert "06:00–07:30、07:30–09:00" in page
    assert "还没有施行" in page


def test_a_ceremony_is_announced_at_the_desk(desk, scene):
    path = f"/visits/{scene.site_id}/ceremony"
    form = {
        "title": "树葬集体安葬仪式",
        "place": "树葬区",
        "day": ["2027", "4", "6"],
        "times": "9:00-10:00",
        "persons": "60",
        "cars": "0",
    }
    assert "请填写仪式名称" in desk.post(path, data=form | {"title": " "}).text
    for wrong in ("上午", "9:00-8:00", "9:00-10:00\n11:00-12:00"):
        assert "仪式时间应在今天以后" in desk.post(path, data=form | {"times": wrong}).text
    desk.post(path, data=form)
    assert [each.title for each in list_ceremonies(scene.site_id)] == ["树葬集体安葬仪式"]


def test_a_sweep_is_worked_off_with_pictures(desk, scene):
    sweep = ask(scene)
    path = f"/visits/sweeps/{sweep.code}"
    assert sweep.code in desk.get("/visits/sweeps").text
    wrong = {"photo": (BytesIO(b"x"), "x.jpg")}
    assert "不是照片" in desk.post(f"{path}/photos", data=wrong).text
    desk.post(f"{path}/photos", data={"photo": (BytesIO(a_photo()), "a.jpg")})
    assert "<img" in desk.get(path).text.split("<main")[1]
    desk.post(f"{path}/finish")
    db.session.expire_all()
    assert find_sweep(sweep.code).done_at
    other = ask(scene)
    desk.post(f"/visits/sweeps/{other.code}/decline", data={"reason": "山路结冰"})
    assert "山路结冰" in desk.get(f"/visits/sweeps/{other.code}").text


# ---- The gate ----


def told(booking, **changed):
    entry = {
        "id": str(uuid.uuid4()),
        "pass": write_pass(pass_of(get_visit(booking.code))),
        "direction": "in",
        "persons": 1,
        "at": at(8, 5).isoformat(),
        "gate": "东门",
    }
    return entry | changed


def test_without_javascript_the_server_judges(desk, scene):
    booking = book(scene, 3)
    path = f"/visits/{scene.site_id}/gate"
    with clock.frozen(at(8)):
        desk.get(path)
        answer = desk.post(path, data={"direction": "in", "scanned": booking.code})
        page = desk.get(answer.location).text
        assert "进园 3 人" in page
        assert "现在在园 3 人" in page
        again = desk.post(path, data={"direction": "in", "scanned": booking.code}).text
        assert "08:00 已登记" in again
        odd = desk.post(path, data={"direction": "up", "scanned": booking.code})
        assert odd.status_code == 200
        assert "请扫描通行码" in desk.post(path, data={"direction": "in"}).text


def test_a_gate_tells_what_it_did_and_hears_what_it_must_know(desk, scene):
    kept, gone = book(scene), book(scene)
    scanned = told(gone)
    cancel_visit(code=gone.code, by=FAMILY)
    path = f"/visits/{scene.site_id}/gate/sync"
    with clock.frozen(at(9)):
        entries = [told(kept), scanned, told(kept, now=True), told(kept, **{"pass": "V1"}), {}, 7]
        news = desk.post(path, json={"entries": entries}).json
    states = [news["answers"][entry["id"]]["state"] for entry in entries[:4]]
    assert states == ["noted", "conflict", "refused", "refused"]
    assert news["void"] == [[gone.code, 1]]
    assert news["inside"] == {kept.code: 1, gone.code: 1}
    assert news["closed"] == []
    assert [each.conflict for each in list_conflicts(scene.site_id)] == ["PassVoid"]


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "x"},
        {"direction": "up"},
        {"persons": "many"},
        {"persons": float("inf")},
        {"persons": float("inf"), "now": True},
        {"at": "noon"},
        {"at": "2027-04-05"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"gate": "东\0门"},
        {"gate": "东\0门", "now": True},
        {"pass": "A\0B", "now": True},
        {"pass": "\ud800", "now": True},
    ],
)
def test_what_no_gate_says_is_refused_one_by_one(desk, scene, changed):
    entry, good = told(book(scene)) | changed, told(book(scene))
    with clock.frozen(at(9)):
        asked = {"json": {"entries": [entry, good]}}
        news = desk.post(f"/visits/{scene.site_id}/gate/sync", **asked).json
    assert news["answers"][entry["id"]]["state"] == "refused"
    assert news["answers"][good["id"]]["state"] == "noted"


@pytest.mark.parametrize("body", [None, [], {"entries": 1}, "x"])
def test_a_body_that_is_no_list_is_refused(desk, scene, body):
    assert desk.post(f"/visits/{scene.site_id}/gate/sync", json=body).status_code == 400


def test_the_answer_lost_on_the_way_is_the_same_when_asked_again(desk, scene):
    entry = told(book(scene), now=True)
    path = f"/visits/{scene.site_id}/gate/sync"
    with clock.frozen(at(8)):
        first = desk.post(path, json={"entries": [entry]}).json["answers"]
        later = {**entry, "now": False}
        assert desk.post(path, json={"entries": [entry]}).json["answers"] == first
        assert desk.post(path, json={"entries": [later]}).json["answers"] == first


def test_only_staff_reach_the_gate(app, scene):
    assert visit(app).get(f"/visits/{scene.site_id}/gate").status_code == 302
    worker = visit(app, "JY-desk").get(f"/visits/{scene.site_id}/gate/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == f"/visits/{scene.site_id}/gate"
