import threading
from contextlib import suppress

import pytest
from flask import Flask

from kernel.counters import NumberKind, next_number
from kernel.db import after_commit, db, transaction
from kernel.places import get_institution
from tests import world

pytestmark = pytest.mark.usefixtures("context")


def test_numbers_follow_each_other_per_kind_and_institution() -> None:
    one, other = world.make_home("JY"), world.make_home("DW")
    with transaction():
        numbers = [
            next_number(kind, home.institution)
            for kind, home in (
                (NumberKind.BILL, one),
                (NumberKind.BILL, one),
                (NumberKind.RECEIPT, one),
                (NumberKind.BILL, other),
            )
        ]
    assert [number.split("-")[1] for number in numbers] == ["00001", "00002", "00001", "00001"]
    assert numbers[0].startswith("JYZ")


def test_many_at_once_with_rollbacks_leave_no_gap(app: Flask) -> None:
    home, numbers, start = world.make_home(), [], threading.Barrier(8)

    def clerk(number: int) -> None:
        start.wait()
        for turn in range(10):
            with app.app_context():
                with suppress(ZeroDivisionError), transaction():
                    given = next_number(NumberKind.RECEIPT, get_institution(home.id))
                    # Every third time the clerk's operation fails after all.
                    after_commit(lambda given=given: numbers.append(given))
                    assert 1 / ((number + turn) % 3)
                db.session.remove()

    threads = [threading.Thread(target=clerk, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = sorted(int(number.split("-")[1]) for number in numbers)
    assert given == list(range(1, len(numbers) + 1))
