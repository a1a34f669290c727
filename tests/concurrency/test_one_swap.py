"""Two clerks swap the same two portions at once, each from the other end: none waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from cemetery.ashes.operations import swap_interments
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

    def swap(pair: list[object]) -> None:
        for _round in range(ROUNDS):
            with app.app_context():
                together.wait(timeout=30)
                swap_interments(portion_id=pair[0], other_id=pair[1], reason="写反了", by=by)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(swap, (ids, ids[::-1])))
    # Swapped an even number of times, they are where they were.
    assert [get_unit(unit_id).family_id for unit_id in units] == families
    assert [get_unit(unit_id).taken for unit_id in units] == [1, 1]
    assert [scene.portion().unit_id, other.portion().unit_id] == units
