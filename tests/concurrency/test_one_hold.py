"""Two families want one niche at the same moment: one holds it or has it, never both."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cemetery.ashes.operations.portions import LETTERS
from cemetery.errors import UnitTaken
from cemetery.models import Unit
from cemetery.operations import deposit_ashes
from cemetery.rights.errors import HasRight, HasRightAlready, HeldAlready
from cemetery.rights.kinds import Ground
from cemetery.rights.models import Right, UnitHold
from cemetery.rights.operations import grants, holds
from kernel.db import db
from tests import world
from tests.rights.scene import an_elder, make_scene, record_death, second_case
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


def test_one_person_asked_for_at_two_desks_gets_one_right(app, rivals):
    """As an elder at one desk, as the deceased of a case at the other."""
    scene, _families = rivals
    elder = an_elder()
    case = world.open_case(scene.home, identity_number=elder.identity_number)
    record_death(scene.home, case)
    alive = holds.hold_unit(unit_id=scene.single[0], for_name=elder.name, by=scene.keeper)
    dead = holds.hold_unit(unit_id=scene.single[1], case_number=case.number, by=scene.keeper)
    living = {"living": elder, "ground": Ground.AGED, "ground_paper": "身份证", "receipt": "1"}
    asked = [(alive.id, living), (dead.id, {})]
    db.session.rollback()
    together = Barrier(2)

    def grant(desk):
        key, said = desk
        with app.app_context():
            held = db.session.get(UnitHold, key)
            together.wait(timeout=60)
            try:
                return scene.grant(hold=held, **said).number
            except HasRight as refusal:
                return refusal

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(grant, asked))
    assert sum(isinstance(answer, str) for answer in answers) == 1, answers
    assert db.session.scalar(select(func.count(Right.id))) == 1


def test_one_name_at_two_desks_holds_one_unit(app, rivals):
    scene, _families = rivals
    together = Barrier(2)

    def hold(unit_id):
        with app.app_context():
            together.wait(timeout=60)
            try:
                held = holds.hold_unit(unit_id=unit_id, for_name="李示兰", by=scene.keeper)
            except HeldAlready as refusal:
                return refusal
            return str(held.id)

    for at in range(0, ROUNDS, 2):
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(hold, scene.single[at : at + 2]))
        assert sum(isinstance(answer, str) for answer in answers) == 1, answers
        kept = next(answer for answer in answers if isinstance(answer, str))
        holds.release_hold(hold_id=uuid.UUID(kept), by=scene.keeper)
        db.session.rollback()


def test_without_our_look_the_database_keeps_one_right_for_one_deceased(app, rivals, monkeypatch):
    scene, _families = rivals
    monkeypatch.setattr(grants, "ensure_only_right", lambda _person: None)
    scene.grant(scene.single[0])
    with pytest.raises(HasRightAlready):
        scene.grant(scene.single[1])
