"""Two families want one niche at the same moment: one holds it or has it, never both."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cemetery.ashes.operations.portions import LETTERS
from cemetery.errors import UnitTaken
from cemetery.models import Unit
from cemetery.operations import deposit_ashes
from cemetery.rights.models import Right, UnitHold
from cemetery.rights.operations import holds
from kernel.db import db
from tests.rights.scene import make_scene, second_case
from tests.voyages.scene import divide

# As many as one person's ashes can have letters.
ROUNDS = 26


@pytest.fixture
def rivals(context):
    scene = make_scene(singles=ROUNDS, doubles=0)
    families = [(scene.case, scene.certificate), second_case(scene)]
    divide(scene.home, families[1][0].id, ROUNDS - 1)
    keys = [(case.number, certificate) for case, certificate in families]
    db.session.rollback()
    return scene, keys


def race(app, rivals, *acts) -> list[tuple[object, ...]]:
    """Round after round each act on the same unit; what each was answered."""
    scene, _families = rivals
    together = Barrier(len(acts))

    def ask(act) -> list[object]:
        answers: list[object] = []
        for unit_id in scene.single:
            with app.app_context():
                db.session.get(Unit, unit_id)  # read, as a page does, before either takes it
                together.wait(timeout=60)
                try:
                    answers.append(act(unit_id))
                except UnitTaken as refusal:
                    answers.append(refusal)
        return answers

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(zip(*threads.map(ask, acts), strict=True))


def holding(scene, number):
    return lambda unit_id: holds.hold_unit(unit_id=unit_id, case_number=number, by=scene.keeper).id


def granted_once(pairs) -> bool:
    return all(sum(isinstance(each, UnitTaken) for each in pair) == 1 for pair in pairs)


def test_of_two_families_exactly_one_holds_the_unit(app, rivals):
    scene, families = rivals
    assert granted_once(race(app, rivals, *(holding(scene, number) for number, _ in families)))


def test_a_deposit_and_a_hold_never_both_get_the_unit(app, rivals):
    scene, ((number, _), (_, certificate)) = rivals

    def deposit(unit_id):
        made = deposit_ashes(
            certificate_number=certificate,
            unit_id=unit_id,
            months=1,
            portion=LETTERS[scene.single.index(unit_id)],
            by=scene.keeper,
        )
        return made.number

    assert granted_once(race(app, rivals, holding(scene, number), deposit))


def test_a_hold_granted_from_two_desks_gives_one_right(app, rivals):
    scene, ((number, _certificate), _other) = rivals
    hold = holds.hold_unit(unit_id=scene.single[0], case_number=number, by=scene.keeper)
    key = hold.id
    db.session.rollback()
    together = Barrier(2)

    def grant(_desk):
        with app.app_context():
            held = db.session.get(UnitHold, key)
            together.wait(timeout=60)
            try:
                return scene.grant(hold=held).number
            except Exception as refusal:  # noqa: BLE001 — either sentence is polite
                return refusal

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(grant, range(2)))
    assert sum(isinstance(answer, str) for answer in answers) == 1, answers
    assert db.session.scalar(select(func.count(Right.id))) == 1


def test_without_our_look_the_database_still_refuses(app, rivals, monkeypatch):
    scene, families = rivals
    real = holds.list_unreleased
    monkeypatch.setattr(
        holds, "list_unreleased", lambda **asked: [] if "unit_id" in asked else real(**asked)
    )
    assert granted_once(race(app, rivals, *(holding(scene, number) for number, _ in families)))
