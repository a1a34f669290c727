"""What a family that visits is told by text, word by word, and only if it happened."""

import re

import pytest

from cemetery.visits.kinds import Channel
from cemetery.visits.models import VisitRequest
from cemetery.visits.operations import (
    book_visit,
    cancel_visit,
    change_visit,
    close_slots,
    reopen_slot,
)
from kernel.db import db
from kernel.texts.kinds import TextState
from tests.texts.phones import call_and_book, texts
from tests.visitor import visit
from tests.visits.rush import allocate, come
from tests.visits.scene import QINGMING, a_party, book

PAGE = re.compile(r"http://127\.0\.0\.1:8080(/\S+) ")


def sentences():
    return [text.sentence for text in texts()]


def shut(scene, reason="大风"):
    close_slots(
        site_id=scene.site_id,
        day=QINGMING,
        slot_ids=[scene.slot_ids[0]],
        reason=reason,
        by=scene.clerk,
    )


def test_who_queued_is_told_the_place_and_where_the_pass_is(app, scene):
    token = come(scene, 1, persons=2)
    allocate(scene)
    [said] = sentences()
    when = "4月5日 星期一 上午 8:00–上午 10:00"
    assert said.startswith(f"{scene.site.name}{when}的祭扫已经约好，2人。")
    [page] = PAGE.findall(said)
    assert page == f"/visit/queue/{token}"
    assert visit(app).get(page).status_code == 200


def test_who_got_nothing_is_told_why_and_what_else_is_free(scene):
    for _family in range(3):
        come(scene, 1, persons=5)
    allocate(scene)
    refused = [text for text in texts() if text.wording == "visit_refused"]
    assert len(refused) == 2
    assert "没有约到，名额已约满。这一天还有名额：上午 10:00、下午 2:00。" in refused[0].sentence


def test_what_else_is_free_is_free_for_all_who_come(scene):
    book(scene, persons=3, slot=1)
    book(scene, persons=5, slot=2)
    come(scene, 1, persons=5)
    come(scene, 2, persons=5)
    come(scene, 3, persons=3)
    allocate(scene)
    said = [text.sentence for text in texts() if text.wording == "visit_refused"]
    assert ["其他时段也已约满" in each for each in said] == [True, False]


def test_a_phone_of_who_was_refused_stays_in_the_text_alone(scene):
    for _family in range(3):
        come(scene, 1, persons=5)
    allocate(scene)
    db.session.expire_all()
    assert {request.phone for request in db.session.query(VisitRequest)} == {None}
    assert all(text.phone for text in texts())


def test_a_batch_that_is_undone_leaves_no_text(scene, monkeypatch):
    def die(_channel):
        raise RuntimeError

    come(scene, 1)
    monkeypatch.setattr("cemetery.visits.operations.requests.live.announce", die)
    with pytest.raises(RuntimeError):
        allocate(scene)
    assert texts() == []


def test_a_booking_by_telephone_is_told_and_one_online_is_not(scene):
    book(scene)
    booking = call_and_book(scene, persons=3)
    [said] = sentences()
    assert f"已经约好，3人，编号{booking.code}。" in said


def test_a_change_and_a_cancellation_are_told_with_the_way_to_the_pass(app, scene):
    booking = book(scene)
    change_visit(code=booking.code, day=QINGMING, slot_id=scene.slot_ids[1], by=scene.clerk)
    cancel_visit(code=booking.code, by=scene.clerk)
    changed, cancelled = sentences()
    assert "改到4月5日 星期一 上午 10:00–下午 12:00" in changed
    [page] = PAGE.findall(changed)
    assert visit(app).get(page, follow_redirects=True).status_code == 200
    assert f"已经取消，编号{booking.code}" in cancelled
    assert "请致电" in cancelled


def test_everybody_of_a_closed_slot_is_told_once_and_again_when_it_opens(scene):
    stays, another, gone = book(scene), call_and_book(scene), book(scene)
    cancel_visit(code=gone.code, by=scene.clerk)
    book(scene, slot=1)
    before = len(texts())
    shut(scene)
    shut(scene, "大风，已关门")
    closed = texts()[before:]
    assert {text.about_id for text in closed} == {stays.id, another.id}
    assert len(closed) == 2, "closed already, nobody is told anew"
    assert "暂停开放：大风。" in closed[0].sentence
    reopen_slot(site_id=scene.site_id, slot_id=scene.slot_ids[0], by=scene.clerk)
    reopen_slot(site_id=scene.site_id, slot_id=scene.slot_ids[0], by=scene.clerk)
    assert [text.wording for text in texts()[before:]] == ["visit_closed"] * 2 + [
        "visit_reopened"
    ] * 2


def test_the_texts_stand_on_the_bookings_page(app, scene):
    booking = call_and_book(scene)
    page = visit(app, "jy-desk").get(f"/visits/booked/{booking.code}").text
    assert f"/texts/{texts()[0].id}" in page


def test_the_sentence_is_chinese_whatever_the_clerk_reads(app, scene):
    clerk = visit(app, "jy-desk")
    clerk.set_cookie("language", "en")
    with app.test_request_context(headers={"Cookie": "language=en"}):
        book_visit(
            site_id=scene.site_id,
            day=QINGMING,
            slot_id=scene.slot_ids[0],
            party=a_party(),
            channel=Channel.WALK_IN,
            by=scene.clerk,
        )
    assert "星期一" in texts()[0].sentence
    assert texts()[0].stands is TextState.UNSENT
