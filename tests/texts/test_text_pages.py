"""Staff see which texts came and which did not; the gateway's reports come in signed."""

import json
import threading
from datetime import UTC, datetime
from time import monotonic, sleep

import pytest
from werkzeug.serving import make_server

from cemetery.visits.operations import close_slots, tell_family
from kernel import clock
from kernel.people.actors import Role
from kernel.texts.gateway import REPORTS, Said, use_gateway
from kernel.texts.kinds import TextState
from kernel.texts.reports import signature_of
from kernel.texts.results import Result, record
from kernel.texts.sending import send_texts
from tests import world
from tests.funeral import desk
from tests.texts.phones import call_and_book, of_ours, states, texts, write_some
from tests.visitor import visit

PHONE = "13800138000"


@pytest.fixture
def clerk(app, scene):
    return visit(app, "jy-desk")


@pytest.fixture
def family(app, scene):
    return visit(app)


def failed(scene):
    call_and_book(scene, phone=PHONE)
    text = texts()[-1]
    record([Result(text.id, 1, Said(TextState.FAILED, reason="空号"))])
    return f"/texts/{text.id}"


def test_the_list_begins_with_those_no_family_got(scene, sms, clerk):
    path = failed(scene)
    call_and_book(scene, slot=1)
    page = desk.read(clerk, "/texts")
    assert "家属还没收到 1" in page
    assert "等待发送 1" in page
    assert "138****8000 没有送到 空号" in page
    assert PHONE not in page
    assert path in clerk.get("/texts").text
    assert "共 2 条" in desk.read(clerk, "/texts?state=all")
    assert clerk.get("/texts?state=nonsense").status_code == 404


def test_told_by_telephone_it_leaves_the_list(scene, sms, clerk):
    path = failed(scene)
    page = clerk.get(path).text
    assert f'href="tel:{PHONE}"' in page
    assert f"/visits/booked/{texts()[0].facts['code']}" in page
    assert "已记下电话告知。" in desk.send(clerk, f"{path}/told")
    assert "没有要办的短信。" in desk.read(clerk, "/texts")
    assert "已经有同事打电话告知了。" in desk.send(clerk, f"{path}/told")


def test_sent_again_it_waits_anew(app, scene, sms, clerk):
    path = failed(scene)
    use_gateway(app, None)
    assert "现在不能发送：未接短信网关。" in desk.send(clerk, f"{path}/again")
    use_gateway(app, sms.gateway())
    assert "已列入发送" in desk.send(clerk, f"{path}/again")
    assert states() == ["waiting"]


def test_without_a_gateway_the_pages_say_so(scene, clerk):
    booking = call_and_book(scene)
    assert "未接短信网关：短信只记下，不发出" in desk.read(clerk, "/texts")
    assert "没有发送 未接短信网关" in desk.read(clerk, f"/visits/booked/{booking.code}")


def test_whom_to_call_of_a_closed_slot_is_shown_with_its_text(scene, sms, clerk):
    booking = call_and_book(scene)
    close_slots(
        site_id=scene.site_id,
        day=booking.slot.day,
        slot_ids=[booking.slot_id],
        reason="大风",
        by=scene.clerk,
    )
    record([Result(texts()[-1].id, 1, Said(TextState.DELIVERED))])
    page = desk.read(clerk, f"/visits/{scene.site_id}/untold")
    assert "大风 已送达手机 已电话告知" in page, "a text that came is no answer"


def test_who_is_told_of_a_closed_slot_by_telephone_leaves_both_lists(scene, sms, clerk):
    code = call_and_book(scene, phone=PHONE).code
    record([Result(texts()[0].id, 1, Said(TextState.FAILED))])
    tell_family(code=code, by=scene.clerk)
    assert "没有要办的短信。" in desk.read(clerk, "/texts")


def test_numbers_that_want_none_are_kept_and_given_free(scene, sms, clerk):
    path = "/texts/declined"
    assert "手机号码应为 11 位" in desk.beside(clerk, path, "phone", phone="1380013800")
    assert "138****8000" in desk.send(clerk, path, phone=PHONE)
    assert "已经登记过" in desk.beside(clerk, path, "phone", phone="138 0013 8000")
    [end] = {each for each in clerk.get(path).text.split('"') if each.endswith("/end")}
    assert "已恢复" in desk.send(clerk, end)


def test_the_administrator_says_whether_texts_are_sent(app, scene, sms, clerk):
    world.make_staff("JY-admin", Role.ADMINISTRATOR, scene.home.id)
    administrator = visit(app, "jy-admin")
    assert clerk.get("/texts/terms").status_code == 403
    assert "JY殡仪馆" in administrator.get("/texts/terms").text
    assert desk.beside(administrator, "/texts/terms", "signature", signature="")
    assert "已保存。" in desk.send(administrator, "/texts/terms", signature="嘉鱼民政")
    call_and_book(scene)
    assert texts()[0].reason == "switched_off"


def test_another_homes_texts_are_not_seen(app, scene, sms):
    path = failed(scene)
    other = world.make_home("OT")
    world.make_staff("OT-desk2", Role.DESK, other.id)
    stranger = visit(app, "ot-desk2")
    assert "没有要办的短信。" in desk.read(stranger, "/texts")
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/told").status_code == 404


def report(browser, sms, text, *, state="delivered", stamp=None, key=None, body=None):
    told = body or json.dumps({"reports": [{"id": text.key, "state": state}]}).encode()
    stamp = stamp or str(int(clock.now().timestamp()))
    headers = {
        "X-Timestamp": stamp,
        "X-Signature": signature_of(key or sms.gateway().key, stamp, told),
    }
    return browser.post(REPORTS, data=told, headers=headers)


def test_signed_reports_are_taken_twice_and_late(scene, sms, family):
    call_and_book(scene)
    [text] = texts()
    for state in ("failed", "delivered", "delivered"):
        assert report(family, sms, text, state=state).json == {"taken": 1}
    assert states() == ["delivered"]


def test_a_report_that_is_not_genuine_changes_nothing(app, scene, sms, family):
    call_and_book(scene)
    [text] = texts()
    old = str(int(clock.now().timestamp()) - 400)
    forged = (
        {"key": "another"},
        {"stamp": old},
        {"stamp": "yesterday"},
        {"body": b"{}"},
        {"body": b"nonsense"},
        {"state": "unheard-of"},
    )
    for wrong in forged:
        assert report(family, sms, text, **wrong).status_code == 403
    strange = json.dumps({"reports": [{"id": "of somebody else", "state": "failed"}]}).encode()
    assert report(family, sms, text, body=strange).json == {"taken": 0}
    assert states() == ["waiting"]
    use_gateway(app, None)
    assert report(family, sms, text).status_code == 404


def test_a_gateway_that_reports_twice_is_believed_once(app, scene, sms):
    """Over the wire, both ways."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    sms.switch(twice=True, fails="01")
    address = f"http://127.0.0.1:{server.server_port}{REPORTS}"
    try:
        # Reports carry the time of the gateway's own clock.
        with clock.frozen(datetime.now(UTC)):
            write_some(institution_id=scene.home.id, numbers=[1, 2], by=scene.clerk)
            use_gateway(app, sms.gateway(report_to=address))
            send_texts()
            until = monotonic() + 10
            while {taken["reports"] for taken in of_ours(sms)} != {2}:
                assert monotonic() < until
                sleep(0.05)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    ended = [(text.state, text.why) for text in texts()]
    assert ended == [("undelivered", "关机"), ("delivered", "")]
