"""Taken down is gone at once; its content is erased later, and the journal never had it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cemetery.memorials.errors import (
    AskerNameMissing,
    MemorialNotShown,
    MemorialTakenDown,
    NotNearRelative,
    TakeDownReasonMissing,
)
from cemetery.memorials.jobs import erase_old_memorial_pieces
from cemetery.memorials.kinds import AskedBy, Part, PieceState
from cemetery.memorials.models import MemorialPiece
from cemetery.memorials.operations import (
    agree_to_parts,
    erase_memorial_pieces,
    pass_piece,
    take_down_memorial,
    write_memorial_text,
)
from cemetery.memorials.queries.memorials import find_memorial
from cemetery.memorials.queries.pieces import list_pieces
from cemetery.memorials.rules import memorial_rules
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP
from kernel.people.claimants import Relation
from tests.memorials.scene import FAMILY


@pytest.fixture
def shown(scene):
    scene.agree(*Part)
    write_memorial_text(token=scene.key, words="他教了三十年书", by=FAMILY)
    scene.picture()
    scene.leave("想念您")
    return scene


def take_down(scene, **changed):
    asked = {
        "number": scene.case.number,
        "asked_by": AskedBy.RELATIVE,
        "name": "张大三",
        "relation": Relation.SIBLING,
        "reason": "不同意公开照片",
        "by": scene.keeper,
    }
    return take_down_memorial(**(asked | changed))


def test_the_family_takes_it_down_at_once_without_a_reason(shown, family, visitor):
    page, key = shown.page, shown.key
    assert "30 天后彻底删除" in family.get(f"/m/{key}/take-down").text
    assert "纪念页已撤下" in family.post(f"/m/{key}/take-down").text
    assert visitor.get(page).status_code == 404
    plate = visitor.get(f"/p/{shown.plate}").text
    assert "张三" not in plate
    assert "1950–" not in plate
    assert "福区1排1号" in plate
    again = family.get(f"/m/{key}/page")
    assert again.status_code == 410
    assert "已经撤下" in again.text
    with pytest.raises(MemorialTakenDown):
        agree_to_parts(token=key, parts=[Part.NAME], by=FAMILY)


def test_another_relatives_objection_is_noted_with_who_it_was(shown, keeper):
    memorial = take_down(shown)
    assert (memorial.taken_down_for, memorial.taken_down_relation) == ("relative", "sibling")
    assert memorial.taken_down_name == "张大三"
    page = keeper.get(f"/cases/{shown.case.number}/memorial").text
    assert "其他近亲属不同意公开" in page
    assert "不同意公开照片" in page
    with pytest.raises(MemorialTakenDown):
        take_down(shown)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": " "}, TakeDownReasonMissing),
        ({"name": ""}, AskerNameMissing),
        ({"relation": Relation.EMPLOYER}, NotNearRelative),
    ],
)
def test_it_is_said_on_whose_word(scene, changed, refusal):
    with pytest.raises(refusal):
        take_down(scene, **changed)
    assert find_memorial(scene.case.id).taken_down_at is None


def test_the_desk_takes_it_down_on_its_own_word_with_a_reason(scene, keeper):
    path = f"/cases/{scene.case.number}/memorial/take-down"
    assert "请选择为什么撤下。" in keeper.post(path, data={"relation": "spouse"}).text
    form = {"asked_by": "institution", "relation": "spouse", "reason": "有广告"}
    answer = keeper.post(path, data=form)
    assert "纪念页已撤下。" in keeper.get(answer.location).text
    assert find_memorial(scene.case.id).taken_down_relation is None


def test_nothing_is_passed_or_left_on_a_page_taken_down(shown):
    waiting = shown.picture(passed=False)
    page = shown.page
    take_down(shown)
    assert db.session.get(MemorialPiece, waiting.id).state == PieceState.REMOVED
    with pytest.raises(MemorialTakenDown):
        pass_piece(piece_id=waiting.id, by=shown.keeper)
    assert page
    with pytest.raises(MemorialNotShown):
        shown.leave()


def test_the_content_is_erased_after_its_days_and_that_it_existed_stays(shown):
    own = {piece.id for piece in list_pieces(shown.memorial.id)}
    take_down(shown)
    kept = memorial_rules().kept_days
    with clock.frozen(clock.now() + timedelta(days=kept, minutes=-5)):
        assert erase_old_memorial_pieces() == 0
    with clock.frozen(clock.now() + timedelta(days=kept, minutes=5)):
        assert erase_old_memorial_pieces() >= len(own) == 3
        assert erase_memorial_pieces(before=clock.now(), by=SETUP) == 0
    pieces = db.session.scalars(select(MemorialPiece).execution_options(populate_existing=True))
    left = [(each.words, each.picture, each.visitor_name) for each in pieces if each.id in own]
    assert left == [(None,) * 3] * 3


def test_the_journal_says_that_and_never_what(shown):
    take_down(shown)
    entries = db.session.scalars(
        select(JournalEntry).where(JournalEntry.operation.like("cemetery.%"))
    )
    told = " ".join(f"{entry.by} {entry.changes}" for entry in entries)
    assert "memorial_pieces/" in told
    assert "taken_down_at" in told
    for private in ("三十年书", "想念您", "老同事", "张大三", "不同意公开", shown.plate):
        assert private not in told
