"""One hearse, two orders at the same moment: one leaves; the database stands behind the rule."""

import threading

import pytest
from flask import Flask

from funeral.errors.trips import DriverOut, HearseOut
from funeral.queries import trips as queries
from tests import world
from tests.funeral import hearses

pytestmark = pytest.mark.usefixtures("context")
ROUNDS = 15


def fight(app: Flask, *, same: str) -> None:
    """Two trips share the hearse, or the driver; both leave at once."""
    home = world.make_home()
    case = world.open_case(home)
    cars = [hearses.make_hearse(home, f"{number}号灵车") for number in (1, 2)]
    people = [hearses.make_driver(home, f"driver-{number}") for number in (1, 2)]
    if same == "hearse":
        cars[1] = cars[0]
    else:
        people[1] = people[0]
    for round_ in range(ROUNDS):
        pairs = zip(cars, people, strict=True)
        orders = [
            (hearses.assigned(home, case, car, person).id, person.actor()) for car, person in pairs
        ]
        start, answers = threading.Barrier(2), []

        def leave(order_id, by, start=start, answers=answers, reading=1000 + round_ * 10) -> None:
            with app.app_context():
                start.wait()
                try:
                    hearses.leave(order_id, by, reading)
                except (HearseOut, DriverOut) as refusal:
                    answers.append(type(refusal).__name__)
                else:
                    answers.append("left")

        threads = [threading.Thread(target=leave, args=order) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expected = "HearseOut" if same == "hearse" else "DriverOut"
        assert sorted(answers) == sorted(["left", expected]), f"round {round_}"
        for order_id, by in orders:
            if (trip := queries.get_order(order_id)).left_at is not None:
                hearses.come_back(order_id, by, trip.odometer_start + 5)
            else:
                hearses.give_up(home, order_id)


@pytest.mark.parametrize("same", ["hearse", "driver"])
def test_of_two_orders_at_once_one_leaves(app: Flask, same: str) -> None:
    fight(app, same=same)


@pytest.mark.parametrize("same", ["hearse", "driver"])
def test_without_looking_first_the_database_still_refuses(
    app: Flask, monkeypatch: pytest.MonkeyPatch, same: str
) -> None:
    monkeypatch.setattr(queries, "find_trip_out", lambda **_asked: None)
    fight(app, same=same)
