"""Two families want one niche at the same moment: always one deposit and one polite refusal."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from cemetery import queries
from cemetery.errors import NicheTaken
from cemetery.models import AshDeposit, Niche
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_niches
from funeral.kinds import CrematorType
from kernel.db import db
from tests import world

ROUNDS = 100


@pytest.fixture
def rivals(context):
    """One wall of niches and the ashes of two families, made once for all rounds."""
    home = world.make_home()
    world.make_niches(home.id, ROUNDS + 1)
    world.publish_tariff(home.id)
    certificates = [world.cremate(home, world.open_case(home), kind) for kind in CrematorType]
    niche_ids = [niche.id for niche in list_free_niches(home.id, "福区", ROUNDS + 1)]
    db.session.rollback()
    return SimpleNamespace(clerk=home.clerk, certificates=certificates, niche_ids=niche_ids)


def race(app, rivals, rounds: int) -> list[list[object]]:
    """Both families ask for the same niche, round after round; what each was answered."""
    together = Barrier(2)

    def ask(certificate: str) -> list[object]:
        answers: list[object] = []
        for number in range(rounds):
            with app.app_context():
                # Both have read the niche, as a page does, before either takes it.
                db.session.get(Niche, rivals.niche_ids[number])
                together.wait(timeout=30)
                answers.append(outcome(lambda at=number: take(certificate, at)))
        return answers

    def take(certificate: str, number: int) -> AshDeposit:
        return deposit_ashes(
            certificate_number=certificate,
            niche_id=rivals.niche_ids[number],
            months=1,
            portion=str(number),
            by=rivals.clerk,
        )

    with ThreadPoolExecutor(2) as threads:
        return [list(pair) for pair in zip(*threads.map(ask, rivals.certificates), strict=True)]


def outcome(take: Callable[[], AshDeposit]) -> object:
    try:
        return take().number
    except NicheTaken as refusal:
        return refusal


def kinds(pair: list[object]) -> Counter[str]:
    return Counter("refused" if isinstance(answer, NicheTaken) else "given" for answer in pair)


def test_of_two_families_exactly_one_gets_the_niche(app, rivals):
    pairs = race(app, rivals, ROUNDS)
    assert all(kinds(pair) == {"given": 1, "refused": 1} for pair in pairs)
    assert db.session.scalar(select(func.count(AshDeposit.id))) == ROUNDS
    winners = {at for pair in pairs for at, answer in enumerate(pair) if isinstance(answer, str)}
    assert winners == {0, 1}, "the threads never really met: one family won every round"


def test_numbers_stay_gap_free_whoever_wins(app, rivals):
    race(app, rivals, 20)
    numbers = sorted(db.session.scalars(select(AshDeposit.number)))
    assert [int(number[-5:]) for number in numbers] == list(range(1, 21))


def test_without_the_lock_the_database_still_refuses(app, rivals, monkeypatch):
    both_looked = Barrier(2)
    look = queries.open_deposit

    def look_together(niche: Niche) -> AshDeposit | None:
        found = look(niche)
        both_looked.wait(timeout=30)
        return found

    monkeypatch.setattr(queries, "lock_niche", lambda niche_id: db.session.get(Niche, niche_id))
    monkeypatch.setattr(queries, "open_deposit", look_together)
    pairs = race(app, rivals, 20)
    assert all(kinds(pair) == {"given": 1, "refused": 1} for pair in pairs)
    refusals = [answer for pair in pairs for answer in pair if isinstance(answer, NicheTaken)]
    assert all(isinstance(refusal.__cause__, IntegrityError) for refusal in refusals)
    assert db.session.scalar(select(func.count(AshDeposit.id))) == 20
