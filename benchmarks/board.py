"""The day board of eleven resources and sixty bookings: its server time and its questions'."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import event

from benchmarks.office import Office
from benchmarks.rows import Row, row
from funeral.errors import TimeTaken
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_case
from kernel import clock
from kernel.db import db
from tests import world
from tests.visitor import visit

BOOKINGS, TURNS, WARM = 60, 25, 5
SLOWEST, MOST_QUESTIONS = 60.0, 6


@dataclass(frozen=True)
class Board:
    """Medians of one page: milliseconds on the server and in its questions; how many those are."""

    served: float
    asked: float
    questions: float

    def rows(self) -> Iterator[Row]:
        yield row("board of 60 bookings, server time", self.served, "ms", SLOWEST)
        yield row("board, its questions (limit: server time)", self.asked, "ms", self.served)
        yield row("board, questions asked", self.questions, "questions", MOST_QUESTIONS)


def measure_board(office: Office, home: world.Home) -> Board:
    """The desk opens tomorrow's board; filled with cases the first time."""
    tomorrow = clock.today() + timedelta(days=1)
    if not office.past:
        _fill(home)
    desk = visit(office.app, f"{home.institution.code}-desk".lower())
    path = f"/board?day={tomorrow.isoformat()}"
    took: list[float] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def begin(connection: Any, *_: Any) -> None:
        connection.info["asked_at"] = perf_counter()

    @event.listens_for(db.engine, "after_cursor_execute")
    def end(connection: Any, *_: Any) -> None:
        took.append((perf_counter() - connection.info["asked_at"]) * 1000)

    pages = []
    for turn in range(TURNS + WARM):
        took.clear()
        start = perf_counter()
        page = desk.get(path)
        served = (perf_counter() - start) * 1000
        assert page.status_code == HTTPStatus.OK, page.status
        if turn >= WARM:
            pages.append((served, sum(took), len(took)))
    event.remove(db.engine, "before_cursor_execute", begin)
    event.remove(db.engine, "after_cursor_execute", end)
    return Board(*(median(each) for each in zip(*pages, strict=True)))


def _fill(home: world.Home) -> None:
    """Families with and without a ceremony, each at the next free time."""
    at = world.tomorrow_at(6, 30)
    for number in range(BOOKINGS):
        case = world.open_case(home)
        kinds = {
            "hall_class": HallClass.SMALL if number % 3 else HallClass.NONE,
            "cremator_type": CrematorType.COLLECTING if number % 5 == 0 else CrematorType.FLAT,
        }
        try:
            plan_case(number=case.number, **kinds, starts_at=at, by=home.clerk)
        except TimeTaken as refusal:
            at = min(refusal.alternatives)
            plan_case(number=case.number, **kinds, starts_at=at, by=home.clerk)
    assert clock.day_of(at) == clock.today() + timedelta(days=1), "sixty did not fit into the day"
