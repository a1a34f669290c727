"""Two clerks with the same ashes before them: one of them moves them, the other is told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from cemetery.ashes import chain
from cemetery.ashes.errors import AlreadyInterred, MovedMeanwhile, WrongMove
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import collect_ashes, inter_ashes
from cemetery.ashes.queries.portions import get_portion, list_events
from kernel.db import db
from kernel.errors import Refusal
from kernel.people.claimants import Relation
from tests.ashes.scene import make_scene

ROUNDS = 8


@pytest.fixture
def scene(context):
    scene = make_scene(niches=2 * ROUNDS)
    scene.divide(2 * ROUNDS - 1)
    return scene


def race(app, scene, acts) -> list[list[object]]:
    """Each act at the same portion at the same moment, portion after portion."""
    together, letters = Barrier(2), "ABCDEFGHIJKLMNOP"[:ROUNDS]
    ids = [scene.portion(letter).id for letter in letters]
    db.session.rollback()

    def ask(at: int) -> list[object]:
        answers: list[object] = []
        for number, portion_id in enumerate(ids):
            with app.app_context():
                portion = get_portion(portion_id)
                together.wait(timeout=30)
                try:
                    answers.append(acts[at](portion, 2 * number + at).to_state)
                except Refusal as refusal:
                    answers.append(refusal)
        return answers

    with ThreadPoolExecutor(2) as threads:
        return [list(pair) for pair in zip(*threads.map(ask, (0, 1)), strict=True)]


def kinds(pair: list[object]) -> Counter[str]:
    return Counter("refused" if isinstance(each, Refusal) else "done" for each in pair)


def judge(scene, pairs) -> None:
    assert all(kinds(pair) == {"done": 1, "refused": 1} for pair in pairs)
    for letter in "ABCDEFGHIJKLMNOP"[:ROUNDS]:
        portion = scene.portion(letter)
        assert [event.seq for event in list_events(portion)][-1] == portion.seq
        assert portion.stands in {PortionState.COLLECTED, PortionState.INTERRED}
    held = [portion for portion in map(scene.portion, "ABCDEFGH") if portion.unit_id]
    assert sum(scene.taken()) == len(held)


def test_one_portion_is_interred_by_one_of_two(app, scene):
    pairs = race(app, scene, (scene_inters(scene), scene_inters(scene)))
    judge(scene, pairs)
    refusals = {type(each) for pair in pairs for each in pair if isinstance(each, Refusal)}
    assert refusals == {AlreadyInterred}


def test_two_desks_give_one_portion_to_one_person(app, scene):
    # Read before the threads begin: what belongs to this session is not for theirs.
    number = scene.case.claimant.identity_number

    def collects(portion, _at):
        return collect_ashes(
            portion_id=portion.id,
            received_by="张小三",
            identity_number=number,
            relation=Relation.CHILD,
            authorisation="",
            signature_noted=True,
            by=scene.keeper,
        )

    pairs = race(app, scene, (collects, collects))
    judge(scene, pairs)
    refusals = {type(each) for pair in pairs for each in pair if isinstance(each, Refusal)}
    assert refusals == {WrongMove}


def test_without_our_lock_the_database_still_refuses(app, scene, monkeypatch):
    monkeypatch.setattr(chain, "lock_ashes", get_portion)
    pairs = race(app, scene, (scene_inters(scene), scene_inters(scene)))
    judge(scene, pairs)
    refusals = [each for pair in pairs for each in pair if isinstance(each, Refusal)]
    assert any(isinstance(each.__cause__, IntegrityError) for each in refusals)
    assert {type(each) for each in refusals} <= {MovedMeanwhile, AlreadyInterred}


def scene_inters(scene):
    ids = [unit.id for unit in scene.units]

    def inters(portion, unit):
        return inter_ashes(
            portion_id=portion.id,
            unit_id=ids[unit],
            certificate_number=scene.certificate,
            by=scene.keeper,
        )

    return inters
