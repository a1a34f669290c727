"""生成 PDF 文件: kept byte for byte, once for what it says, opened by whom it concerns."""

import hashlib
import threading

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import undefer

from hardware.errors import GlyphMissing
from hardware.models import Document
from hardware.operations import release_document
from hardware.papers import Paper, Text
from hardware.pdf import draw_paper
from hardware.queries import get_document, list_documents
from hardware.releasing import release
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.people.actors import Role
from tests import world
from tests.visitor import visit


@pytest.fixture
def home(context):
    return world.make_home()


def a_paper(said="应付 680 元", kind="bill"):
    return Paper(kind, "JYZ26-00001", "账单", "JY殡仪馆", (Text(said),))


def released(home, paper=None):
    paper = paper or a_paper()
    return release(lambda: paper, institution_id=home.id, by=home.clerk)


def count():
    return db.session.scalar(select(func.count(Document.id)))


def test_the_very_bytes_are_kept_and_opened(app, home):
    paper, pdf = draw_paper(a_paper)
    document = release_document(institution_id=home.id, paper=paper, pdf=pdf, by=home.clerk)
    assert get_document(document.id).content == pdf.content
    assert document.sha256 == hashlib.sha256(pdf.content).hexdigest()
    assert (document.number, document.pages, document.by_name) == ("JYZ26-00001", 1, "JY-desk")
    answer = visit(app, "jy-desk").get(f"/documents/{document.id}")
    assert answer.data == pdf.content
    assert answer.mimetype == "application/pdf"
    shown = answer.headers["Content-Disposition"]
    assert shown.startswith("inline")
    assert "filename*=UTF-8''JYZ26-00001%20%E8%B4%A6%E5%8D%95.pdf" in shown
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_content_is_the_same_document(home):
    first = released(home)
    assert released(home).id == first.id
    other = released(home, a_paper("应付 500 元"))
    assert other.id != first.id
    found = list_documents(home.id, ["JYZ26-00001"], ["bill"])
    assert [each.id for each in found] == [other.id, first.id]
    assert list_documents(home.id, ["JYZ26-00001"], ["settlement"]) == []


def test_lists_do_not_load_the_bytes(home):
    released(home)
    db.session.expire_all()
    [found] = list_documents(home.id, ["JYZ26-00001"], ["bill"])
    assert "content" not in found.__dict__


def test_two_clerks_at_once_get_one_document(app, home):
    paper, pdf = draw_paper(a_paper)
    begin, found, home_id = threading.Barrier(2), [], home.id

    def run():
        with app.app_context():
            begin.wait()
            document = release_document(institution_id=home_id, paper=paper, pdf=pdf, by=home.clerk)
            found.append(document.id)

    for _turn in range(5):
        paper = a_paper(f"第 {_turn} 次")
        threads = [threading.Thread(target=run) for _each in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 10
    assert len(set(found)) == count() == 5


@pytest.mark.parametrize("change", ["UPDATE documents SET number = 'X'", "DELETE FROM documents"])
def test_the_database_refuses_to_change_what_was_released(home, change):
    released(home)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()


def test_the_journal_holds_a_hash_in_place_of_the_bytes(home):
    document = released(home)
    entry = db.session.scalars(
        select(JournalEntry).filter_by(operation="hardware.release_document")
    ).one()
    [change] = entry.changes
    assert change["record"] == f"documents/{document.id}"
    assert len(str(change["content"])) < 200
    assert change["sha256"] == [None, document.sha256]


def test_a_character_no_font_has_leaves_nothing_behind(home):
    with pytest.raises(GlyphMissing):
        released(home, a_paper("李𪚥"))
    assert count() == 0


def test_who_may_open_it(app, home):
    world.make_office()
    world.make_home("QX")
    world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    bill, settlement = released(home), released(home, a_paper(kind="settlement"))

    def status(login, document):
        return visit(app, login).get(f"/documents/{document.id}").status_code

    assert status("jy-desk", bill) == 200
    assert status("qx-desk", bill) == 404
    assert status("mz-officer", bill) == 403
    assert status("mz-officer", settlement) == 200
    assert status("jy-columbarium", bill) == 403
    assert status("jy-operator", bill) == 403
    assert visit(app).get(f"/documents/{bill.id}").status_code == 302


def test_an_unknown_one_is_not_found(home):
    document = released(home)
    loaded = db.session.scalar(select(Document).options(undefer(Document.content)))
    assert loaded.id == document.id
    with pytest.raises(NotFound):
        get_document(home.id)
