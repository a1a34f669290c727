"""Farewells with their cremations booked by eight clients, against the same SQL in pgbench."""

from collections.abc import Callable, Iterator
from datetime import datetime

from benchmarks import raw_schedule
from benchmarks.board import measure_board
from benchmarks.office import CLIENTS, Office, make_home, open_office, start_of
from benchmarks.rows import Row, row
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.operations import confirm_plan, hold_times, plan_farewell
from funeral.queries.schedule import list_resources
from kernel.db import db
from kernel.people.actors import family
from tests import world

TIMES = 600
SLOWEST = 80.0
LITTLE_PAST, LONG_PAST = 10_000, 200_000
KINDS = {"hall_class": HallClass.SMALL, "cremator_type": CrematorType.FLAT}
TURNS = "CREATE SEQUENCE IF NOT EXISTS bench_turn MINVALUE 0; ALTER SEQUENCE bench_turn RESTART"

Book = Callable[[int], object]


def measure() -> Iterator[Row]:
    with open_office() as office:
        yield from _against_raw(office, "planned", booking, raw_schedule.planned)
        yield from _against_raw(
            office, "held and confirmed", holding, raw_schedule.held_and_confirmed
        )
        home = make_home("GROWS", halls=6, cremators=5)
        book = booking(home)
        day = measure_board(office, home)
        yield from day.rows()
        office.add_past(home, LITTLE_PAST)
        few, _p95 = office.together(TIMES, book)
        early = measure_board(office, home)
        office.add_past(home, LONG_PAST)
        many, _p95 = office.together(TIMES, lambda turn: book(turn + TIMES))
        late = measure_board(office, home)
        yield row("planned, 200 k past times (limit: with 10 k)", many, "plans/s", few)
        yield row("board, 200 k past times (limit: with 10 k)", late.served, "ms", early.served)


def _against_raw(
    office: Office,
    name: str,
    make_book: Callable[[world.Home], Book],
    make_script: Callable[..., str],
    requests: int = 1,
) -> Iterator[Row]:
    ours, theirs = make_home(f"O{len(name)}"), make_home(f"R{len(name)}")
    halls = [each.id for each in list_resources(theirs.id, ResourceKind.HALL)]
    cremators = [
        each.id
        for each in list_resources(theirs.id, ResourceKind.CREMATOR)
        if each.variety == CrematorType.FLAT
    ]
    script, book = make_script(theirs.id, halls, cremators), make_book(ours)
    db.session.rollback()
    with office.sql() as sql:
        sql.execute(TURNS)
    office.together(CLIENTS * 4, lambda turn: book(turn + TIMES))  # connections, compiled queries
    rate, p95 = office.together(TIMES, book)
    yield row(
        f"{name}, {CLIENTS} clients (at least 8 %)", rate, "plans/s", office.raw(TIMES, script)
    )
    yield row(f"{name}, 95th percentile", p95, "ms", SLOWEST * requests)


def booking(home: world.Home) -> Book:
    home_id, clerk = home.id, home.clerk

    def book(turn: int) -> None:
        plan_farewell(institution_id=home_id, **KINDS, starts_at=start_of(turn), by=clerk)

    return book


def holding(home: world.Home) -> Book:
    home_id = home.id

    def hold_and_confirm(turn: int) -> None:
        at: datetime = start_of(turn)
        who = family(str(turn))
        held = hold_times(
            institution_id=home_id,
            **KINDS,
            starts_at=at,
            claimant_index=f"bench {turn}",
            idempotency_key=f"bench {turn}",
            by=who,
        )
        confirm_plan(plan_id=held.id, by=who)

    return hold_and_confirm
