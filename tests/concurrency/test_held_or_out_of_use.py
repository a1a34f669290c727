"""A family chooses a unit while the keeper takes it out of use: only one of the two happens."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from cemetery.ground.kinds import UnitRange
from cemetery.ground.operations import take_out_of_use
from cemetery.models import Unit
from cemetery.rights.models import UnitHold
from cemetery.rights.operations import hold_unit
from kernel.db import db
from kernel.errors import Refusal
from tests.rights.scene import make_scene

ROUNDS = 26


def test_a_unit_is_held_or_out_of_use_never_both(app, context):
    scene = make_scene(singles=ROUNDS, doubles=1)
    zone_id = db.session.get(Unit, scene.single[0]).zone_id
    together = Barrier(2)

    def hold(number):
        unit_id = scene.single[number - 1]
        return hold_unit(unit_id=unit_id, for_name="李示兰", by=scene.keeper).unit_id

    def close(number):
        units = UnitRange(1, 1, number, number)
        return take_out_of_use(zone_id=zone_id, units=units, reason="渗水", by=scene.keeper).id

    def ask(act):
        answers = []
        for number in range(1, ROUNDS + 1):
            with app.app_context():
                together.wait(timeout=60)
                try:
                    answers.append(act(number))
                except Refusal as refusal:
                    answers.append(refusal)
        return answers

    db.session.rollback()
    with ThreadPoolExecutor(2) as threads:
        pairs = list(zip(*threads.map(ask, (hold, close)), strict=True))
    assert all(sum(isinstance(each, Refusal) for each in pair) == 1 for pair in pairs)
    held = set(db.session.scalars(select(UnitHold.unit_id)))
    assert held == {pair[0] for pair in pairs if not isinstance(pair[0], Refusal)}
    closed = set(db.session.scalars(select(Unit.id).where(Unit.in_use.is_(False))))
    assert held | closed == set(scene.single)
    assert not held & closed
