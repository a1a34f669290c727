"""Two families want one niche at the same moment: always one deposit and one polite refusal."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, true
from sqlalchemy.exc import IntegrityError

from cemetery import occupancy
from cemetery.ashes.operations import divide_ashes
from cemetery.ashes.operations.portions import LETTERS
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.errors import UnitTaken
from cemetery.models import AshDeposit, Unit
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral.kinds import CrematorType
from kernel.db import db
from tests import world

# As many as one person's ashes can have letters.
ROUNDS = 26
A_MOMENT = 0.1


@pytest.fixture
def rivals(context):
    """One wall of niches and the ashes of two families, made once for all rounds."""
    home = world.make_home()
    world.make_units(home.id, ROUNDS + 1)
    world.publish_tariff(home.id)
    cases = [world.open_case(home) for _ in CrematorType]
    certificates = [
        world.cremate(home, case, kind) for case, kind in zip(cases, CrematorType, strict=True)
    ]
    for case in cases:
        divide_ashes(
            portion_id=get_portion_of(case.id, "A").id,
            more=ROUNDS - 1,
            asked_by="张小三",
            reason="分葬",
            by=home.clerk,
        )
    unit_ids = [unit.id for unit in list_free_units(home.id, "福区", ROUNDS + 1)]
    db.session.rollback()
    return SimpleNamespace(clerk=home.clerk, certificates=certificates, unit_ids=unit_ids)


def race(app, rivals, rounds: int) -> list[list[object]]:
    """Both families ask for the same niche, round after round; what each was answered."""
    together = Barrier(2)

    def ask(certificate: str, behind: int) -> list[object]:
        answers: list[object] = []
        for number in range(rounds):
            with app.app_context():
                # Both have read the niche, as a page does, before either takes it.
                db.session.get(Unit, rivals.unit_ids[number])
                together.wait(timeout=30)
                # Together, or one a moment behind, so that each is first at times on any machine.
                sleep(A_MOMENT * (number % 3 == behind))
                answers.append(outcome(lambda at=number: take(certificate, at)))
        return answers

    def take(certificate: str, number: int) -> AshDeposit:
        return deposit_ashes(
            certificate_number=certificate,
            unit_id=rivals.unit_ids[number],
            months=1,
            portion=LETTERS[number],
            by=rivals.clerk,
        )

    with ThreadPoolExecutor(2) as threads:
        return [
            list(pair) for pair in zip(*threads.map(ask, rivals.certificates, (1, 2)), strict=True)
        ]


def outcome(take: Callable[[], AshDeposit]) -> object:
    try:
        return take().number
    except UnitTaken as refusal:
        return refusal


def kinds(pair: list[object]) -> Counter[str]:
    return Counter("refused" if isinstance(answer, UnitTaken) else "given" for answer in pair)


def test_of_two_families_exactly_one_gets_the_unit(app, rivals):
    pairs = race(app, rivals, ROUNDS)
    assert all(kinds(pair) == {"given": 1, "refused": 1} for pair in pairs)
    assert db.session.scalar(select(func.count(AshDeposit.id))) == ROUNDS
    winners = {at for pair in pairs for at, answer in enumerate(pair) if isinstance(answer, str)}
    assert winners == {0, 1}, "one family won every round"


def test_numbers_stay_gap_free_whoever_wins(app, rivals):
    race(app, rivals, 20)
    numbers = sorted(db.session.scalars(select(AshDeposit.number)))
    assert [int(number[-5:]) for number in numbers] == list(range(1, 21))


def test_without_our_condition_the_database_still_refuses(app, rivals, monkeypatch):
    monkeypatch.setattr(occupancy, "has_room_for", lambda _family_id: true())
    pairs = race(app, rivals, 20)
    assert all(kinds(pair) == {"given": 1, "refused": 1} for pair in pairs)
    refusals = [answer for pair in pairs for answer in pair if isinstance(answer, UnitTaken)]
    assert all(isinstance(refusal.__cause__, IntegrityError) for refusal in refusals)
    assert db.session.scalar(select(func.count(AshDeposit.id))) == 20
