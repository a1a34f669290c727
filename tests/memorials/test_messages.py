"""A message is seen only when staff, where it must look, and then the family have agreed."""

from datetime import timedelta

import pytest

from cemetery.memorials.errors import (
    MemorialNotShown,
    MessageEmpty,
    MessageTooLong,
    PieceSettled,
    TooManyWaitingMessages,
    VisitorNameTooLong,
)
from cemetery.memorials.kinds import Part, PieceState
from cemetery.memorials.operations import (
    approve_message,
    pass_piece,
    remove_piece,
    turn_down_piece,
)
from cemetery.memorials.rules import Rules, memorial_rules
from kernel import clock
from tests.booking.family import text_of
from tests.memorials.scene import FAMILY


@pytest.fixture
def open_to_words(scene):
    scene.agree(Part.NAME, Part.MESSAGES)
    return scene


def test_a_plain_message_waits_for_the_family_alone(open_to_words, visitor):
    piece = open_to_words.leave()
    assert piece.state == PieceState.AWAITS_FAMILY
    assert "一路走好" not in visitor.get(open_to_words.page).text
    approve_message(token=open_to_words.key, piece_id=piece.id, by=FAMILY)
    assert "一路走好" in visitor.get(open_to_words.page).text
    remove_piece(token=open_to_words.key, piece_id=piece.id, by=FAMILY)
    assert "一路走好" not in visitor.get(open_to_words.page).text


@pytest.mark.parametrize(
    "words",
    [
        "点这里 ｗｗｗ．ｘｘ．ｃｏｍ",
        "加 微 信 abc",
        "1 3 8 0 0 1 3 8 0 0 0",
        "代烧香，优惠",
        "不孝子",
    ],
)
def test_what_the_rules_look_for_goes_to_staff_first(open_to_words, words):
    piece = open_to_words.leave(words)
    assert piece.state == PieceState.AWAITS_STAFF
    assert piece.reasons
    with pytest.raises(PieceSettled):
        approve_message(token=open_to_words.key, piece_id=piece.id, by=FAMILY)
    pass_piece(piece_id=piece.id, by=open_to_words.keeper)
    assert piece.state == PieceState.AWAITS_FAMILY, "the family still has its word"
    turn_down_piece(piece_id=piece.id, by=open_to_words.keeper)
    with pytest.raises(PieceSettled):
        approve_message(token=open_to_words.key, piece_id=piece.id, by=FAMILY)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"words": " \n"}, MessageEmpty),
        ({"words": "好" * 301}, MessageTooLong),
        ({"name": "名" * 21}, VisitorNameTooLong),
    ],
)
def test_what_cannot_be_left(open_to_words, said, refusal):
    with pytest.raises(refusal):
        open_to_words.leave(**said)


def test_nothing_is_left_where_no_messages_are_taken(scene):
    scene.agree(Part.NAME, Part.TEXT)
    with pytest.raises(MemorialNotShown):
        scene.leave()


def test_a_page_takes_only_so_many_waiting_messages(open_to_words, monkeypatch):
    monkeypatch.setattr(
        "cemetery.memorials.operations.pieces.memorial_rules",
        lambda: Rules(**(vars(memorial_rules()) | {"waiting_messages": 1})),
    )
    open_to_words.leave()
    with pytest.raises(TooManyWaitingMessages):
        open_to_words.leave()


def test_a_visitor_leaves_one_and_whoever_sends_many_waits(open_to_words, visitor):
    path = f"{open_to_words.page}/message"
    assert "请写下您的留言。" in visitor.post(path, data={"words": ""}).text
    now = clock.now()
    with clock.frozen(now):
        answer = visitor.post(path, data={"words": "<b>好</b>", "name": ""})
        assert "家属同意后才会显示" in visitor.get(answer.location).text
        for _turn in range(4):
            visitor.post(path, data={"words": "再来"})
        refused = visitor.post(path, data={"words": "又来"}).text
        assert "短时间内的留言太多了，请过 60 分钟再写。" in refused
        assert "又来" in refused, "what was typed stays"
    with clock.frozen(now + timedelta(minutes=61)):
        assert visitor.post(path, data={"words": "又来"}).location


def test_the_family_agrees_on_its_page_and_a_second_time_is_told_so(open_to_words, family):
    piece = open_to_words.leave("<i>想念</i>")
    path = f"/m/{open_to_words.key}"
    assert "（1 条等您同意）" in family.get(f"{path}/page").text
    listed = family.get(f"{path}/messages").text
    assert "&lt;i&gt;想念&lt;/i&gt;" in listed
    for said in ("留言已同意显示。", "这一项刚刚已经处理过"):
        answer = family.post(f"{path}/pieces/{piece.id}/approve")
        assert said in family.get(answer.location).text
    answer = family.post(f"{path}/pieces/{piece.id}/remove")
    assert "已删除，不再显示。" in family.get(answer.location).text


def test_staff_reads_the_queue_and_decides(open_to_words, keeper):
    piece = open_to_words.leave("代烧香，优惠")
    page = text_of(keeper.get("/memorials"))
    assert "像是广告或要钱" in page
    assert open_to_words.case.number in page
    path = f"/memorials/pieces/{piece.id}"
    assert "代烧香，优惠" in keeper.get(path).text
    answer = keeper.post(f"{path}/turn-down")
    assert answer.location == "/memorials"
    assert "没有等候查看的内容。" in keeper.get("/memorials").text
    assert "这一项刚刚已经处理过" in keeper.post(f"{path}/pass").text


def test_the_queue_is_for_those_who_keep_it_and_of_their_home(open_to_words, visitor):
    piece = open_to_words.leave("代烧香，优惠")
    assert "/sign-in" in visitor.get("/memorials").location
    assert "/sign-in" in visitor.get(f"/memorials/pieces/{piece.id}").location
