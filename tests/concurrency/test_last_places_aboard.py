"""Two families for the last places of a voyage, of ashes and of relatives: one gets them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import true

from cemetery.voyages import places
from cemetery.voyages.errors import PortionsFull, RelativesFull
from cemetery.voyages.operations import change_voyage, withdraw_from_voyage
from cemetery.voyages.queries import get_voyage
from funeral.kinds import CrematorType
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from tests import world
from tests.voyages.scene import BEFORE, Scene, plan

ROUNDS = 6


@pytest.fixture
def rivals(context):
    """Two families and, each round, a voyage with places for one of them."""
    home = world.make_home()
    cases = [world.open_case(home) for _ in range(2)]
    certificates = [
        world.cremate(home, case, kind) for case, kind in zip(cases, CrematorType, strict=True)
    ]
    with clock.frozen(BEFORE):
        yield [
            Scene(home, case.number, certificate, "")
            for case, certificate in zip(cases, certificates, strict=True)
        ]


def race(app, *acts):
    """What each act answered; all begin together, each in a session of its own."""
    together = Barrier(len(acts))

    def run(act):
        with app.app_context():
            together.wait(timeout=30)
            try:
                return act()
            except Refusal as refusal:
                return type(refusal)

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def both_register(app, rivals, voyage, relatives):
    acts = [
        lambda each=each: each.register("A", relatives, voyage_number=voyage).number
        for each in rivals
    ]
    answers = race(app, *acts)
    for answer in answers:
        if isinstance(answer, str):
            withdraw_from_voyage(number=answer, reason="下一轮", by=rivals[0].clerk)
    return answers


@pytest.mark.parametrize(
    ("room", "relatives", "refusal"),
    [
        ({"portions": 1, "relatives": 9}, 0, PortionsFull),
        ({"portions": 9, "relatives": 3}, 2, RelativesFull),
    ],
)
def test_one_family_gets_the_last_places(app, rivals, room, relatives, refusal):
    for _round in range(ROUNDS):
        voyage = plan(rivals[0].home, **room).number
        answers = both_register(app, rivals, voyage, relatives)
        assert [answer for answer in answers if not isinstance(answer, str)] == [refusal]


def test_without_our_condition_the_database_still_refuses(app, rivals, monkeypatch):
    monkeypatch.setattr(places, "has_room_for", lambda *_: true())
    voyage = plan(rivals[0].home, portions=1).number
    assert both_register(app, rivals, voyage, 0).count(PortionsFull) == 1


def test_families_that_change_places_do_not_lose_any(app, rivals):
    first, second = (plan(rivals[0].home).number for _ in range(2))
    numbers = [
        rivals[0].register("A", 1, voyage_number=first).number,
        rivals[1].register("A", 2, voyage_number=second).number,
    ]
    for _round in range(ROUNDS):
        first, second = second, first
        acts = [
            lambda number=number, to=to: (
                change_voyage(number=number, voyage_number=to, by=rivals[0].clerk).number
            )
            for number, to in zip(numbers, (first, second), strict=True)
        ]
        assert race(app, *acts) == numbers
        db.session.expire_all()
        counted = [get_voyage(each) for each in (first, second)]
        assert [(v.taken_portions, v.taken_relatives) for v in counted] == [(1, 1), (1, 2)]
