"""Two clerks issue at the same moment: never the same sheet, and the last one goes once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from funeral.errors import BlankTaken, CertificateExists, IssuedMeanwhile, NoBlankLeft
from funeral.operations import issue_certificate, void_blank
from funeral.queries import blanks
from kernel.errors import Refusal
from tests import world
from tests.funeral.certificates import cremated

ROUNDS = 6


@pytest.fixture
def home(context):
    home = world.make_home()
    world.publish_tariff(home.id)
    return home


def at_once(app, *acts: Callable[[], object]) -> list[object]:
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            together.wait(timeout=30)
            try:
                return act()
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def issuing(home, case, **changed) -> Callable[[], object]:
    number, clerk = case.number, home.clerk
    return lambda: str(issue_certificate(number=number, by=clerk, **changed).blank)


def test_two_clerks_never_get_the_same_sheet(app, home):
    for turn in range(ROUNDS):
        pair = [issuing(home, cremated(home)) for _ in range(2)]
        assert set(at_once(app, *pair)) == {f"JY{turn * 2 + at:06d}" for at in (1, 2)}


def test_the_last_sheet_goes_to_one_and_the_other_is_told(app, home):
    for number in blanks.list_free_numbers(home.id)[1:]:
        void_blank(institution_id=home.id, number=number, reason="受潮", by=home.clerk)
    answers = at_once(app, *[issuing(home, cremated(home)) for _ in range(2)])
    assert sorted(type(answer) for answer in answers if not isinstance(answer, str)) == [
        NoBlankLeft
    ]
    assert [answer for answer in answers if isinstance(answer, str)] == ["JY000001"]


def test_one_case_gets_one_certificate(app, home):
    case = cremated(home)
    answers = at_once(app, *[issuing(home, case) for _ in range(2)])
    refused = [answer for answer in answers if not isinstance(answer, str)]
    assert len(refused) == 1
    assert isinstance(refused[0], CertificateExists | IssuedMeanwhile)


def test_without_the_lock_the_database_still_refuses(app, home, monkeypatch):
    both_looked = Barrier(2)
    look = blanks.find_next_blank

    def look_together(institution_id):
        found = look(institution_id)
        both_looked.wait(timeout=30)
        return found

    monkeypatch.setattr(blanks, "hold_stock", lambda _institution_id: None)
    monkeypatch.setattr(blanks, "find_next_blank", look_together)
    answers = at_once(app, *[issuing(home, cremated(home)) for _ in range(2)])
    [refused] = [answer for answer in answers if not isinstance(answer, str)]
    assert isinstance(refused, BlankTaken)
    assert isinstance(refused.__cause__, IntegrityError)
