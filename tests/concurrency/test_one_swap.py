"""Two clerks swap the same two portions at once, each from the other end: it is done once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from cemetery.ashes.errors import MovedMeanwhile, SameUnit
from cemetery.ashes.operations import swap_interments
from cemetery.ashes.queries.portions import get_portion
from cemetery.queries import get_unit
from kernel.db import db
from tests.ashes.scene import make_scene

ROUNDS = 4


def test_each_swap_is_whole_and_no_place_is_lost(app, context):
    scene = make_scene(niches=2)
    case, certificate = scene.another()
    other = replace(scene, case=case, certificate=certificate)
    scene.inter(unit=0)
    other.inter(unit=1)
    ids = [scene.portion().id, other.portion().id]
    families = [scene.case.id, case.id]
    units, by = [unit.id for unit in scene.units], scene.keeper
    together = Barrier(2)
    db.session.rollback()

    def swap(pair: list[object]) -> int:
        done = 0
        for _round in range(ROUNDS):
            together.wait(timeout=30)
            with app.app_context():
                there = get_portion(pair[1]).unit_id
            # Both have seen where the other one is written down before either puts it right.
            together.wait(timeout=30)
            with app.app_context():
                try:
                    swap_interments(portion_id=pair[0], unit_id=there, reason="写反了", by=by)
                except (MovedMeanwhile, SameUnit):
                    continue
                done += 1
        return done

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(swap, (ids, ids[::-1]))) == ROUNDS
    # Swapped an even number of times, they are where they were.
    assert [get_unit(unit_id).family_id for unit_id in units] == families
    assert [get_unit(unit_id).taken for unit_id in units] == [1, 1]
    assert [scene.portion().unit_id, other.portion().unit_id] == units
