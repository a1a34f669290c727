"""Two of a family decide about one message, or open one page, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cemetery.memorials.errors import MemorialTakenDown, PieceSettled
from cemetery.memorials.kinds import Part, PieceState
from cemetery.memorials.models import MemorialKey, MemorialPiece
from cemetery.memorials.operations import (
    approve_message,
    remove_piece,
    renew_memorial_key,
    take_down_my_memorial,
)
from kernel.db import db
from kernel.errors import Refusal
from tests.memorials.scene import FAMILY, make_scene


@pytest.fixture(scope="module")
def begun(lasting_context):
    return make_scene()


@pytest.fixture
def scene(begun):
    begun.begin_anew()
    begun.agree(Part.NAME, Part.MESSAGES)
    yield begun
    db.session.rollback()


def together(app, *acts):
    barrier = Barrier(len(acts))

    def run(act):
        with app.app_context():
            barrier.wait(timeout=30)
            try:
                act()
            except Refusal as refusal:
                return type(refusal)
            return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_two_who_agree_at_once_one_does_and_the_other_is_told(app, scene):
    key, piece_id = scene.key, scene.leave().id
    db.session.rollback()

    def approve():
        approve_message(token=key, piece_id=piece_id, by=FAMILY)

    assert sorted(map(str, together(app, approve, approve))) == sorted([str(PieceSettled), "None"])
    assert db.session.get(MemorialPiece, piece_id).state == PieceState.SHOWN


def test_removed_or_taken_down_always_wins_over_agreed(app, scene):
    key, piece_id = scene.key, scene.leave().id
    db.session.rollback()
    answers = together(
        app,
        lambda: approve_message(token=key, piece_id=piece_id, by=FAMILY),
        lambda: remove_piece(token=key, piece_id=piece_id, by=FAMILY),
        lambda: take_down_my_memorial(token=key, by=FAMILY),
    )
    assert answers[2] is None
    assert set(answers) <= {None, PieceSettled, MemorialTakenDown}
    assert db.session.get(MemorialPiece, piece_id).state == PieceState.REMOVED


def test_two_new_links_at_once_leave_one_that_works(app, scene):
    number, keeper = scene.case.number, scene.keeper
    db.session.rollback()

    def renew():
        renew_memorial_key(number=number, identity_checked=True, by=keeper)

    together(app, renew, renew)
    live = select(func.count(MemorialKey.id)).where(MemorialKey.revoked_at.is_(None))
    assert db.session.scalar(live) == 1
