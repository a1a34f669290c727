"""Whom staff look for among BENCH_NAMES deceased with their ashes: each way to type, each p95.

In the database: the questions that find, as the driver sees them. End to end: the whole page, with
who is signed in, the cases, the niches and the HTML.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import event

from benchmarks.entitled import grant_rights
from benchmarks.invented_names import invented
from benchmarks.office import Office, open_office
from benchmarks.resting import lay_to_rest
from benchmarks.rows import Row, row
from cemetery.rights.finding import find_right_ids
from kernel.db import db, end_reading
from kernel.people.finding import find_people, veiled
from kernel.people.name_index import index_missing_names
from kernel.people.spellings import keys_of
from kernel.scope import Scope, look_as
from tests import world
from tests.visitor import Visitor, visit

NAMES = int(os.environ.get("BENCH_NAMES", "100_000"))
ASKED, WARM, USUAL_LENGTH = 200, 20, 3
PAGE_MS, KEY_MS, PAIRS_MS, MISTYPED_MS = 10.0, 1.0, 2.0, 20.0
# In no invented name, so one of them in the middle is a mistake.
RARE = "鑫鹏璐"

Ask = Callable[[str], str]
WAYS: dict[str, tuple[Ask, float]] = {
    "exact name": (lambda name: name, KEY_MS),
    "beginning of the name": (lambda name: name[:2], KEY_MS),
    "whole pinyin": (lambda name: max(filter(str.isascii, keys_of(name)), key=len), KEY_MS),
    "initials": (lambda name: min(filter(str.isascii, keys_of(name)), key=len), KEY_MS),
    "surname alone": (lambda name: name[0], KEY_MS),
    "inner two characters": (lambda name: name[-2:], PAIRS_MS),
    "one wrong character": (lambda name: f"{name[0]}{RARE[len(name) % 3]}{name[2:]}", MISTYPED_MS),
}


def measure() -> Iterator[Row]:
    with open_office() as office:
        home = world.make_home("BM")
        names = list(invented(NAMES))
        numbers = lay_to_rest(office, home.id, names)
        start = perf_counter()
        for _done in index_missing_names():
            pass
        took = perf_counter() - start
        grant_rights(office, home.id)
        yield row("names made findable", NAMES / took, "a second", 1000.0)
        with office.sql() as sql:
            sql.execute("VACUUM ANALYZE")
        raw = _raw(office)
        yield row("raw lookup by primary key, p95", raw, "ms", raw)
        usual = [name for name in names if len(name) == USUAL_LENGTH]
        chosen = Random(2).sample(usual, ASKED + WARM)
        desk = visit(office.app, "bm-desk")
        look_as(Scope((home.id,)))
        asked = Random(3).sample(numbers, ASKED + WARM)
        said = {
            **{way: ([ask(name) for name in chosen], ms) for way, (ask, ms) in WAYS.items()},
            "identity number": ([veiled(each[0]) for each in asked], KEY_MS),
            "claimant's telephone": ([veiled(each[1]) for each in asked], KEY_MS),
        }
        empty: list[float] = []
        for way, (words, target) in said.items():
            people, rights = (_in_database(words, ask) for ask in (find_people, find_right_ids))
            yield row(f"{way}, in the database, p95", people, "ms", target)
            yield row(f"{way}, rights, in the database, p95", rights, "ms", KEY_MS)
            pages = _pages(desk, words, empty)
            yield row(f"{way}, the page, median", _share(pages, 0.5), "ms", PAGE_MS)
            yield row(f"{way}, the page, p95", _share(pages, 0.95), "ms", PAGE_MS)
        # Asked in turns with all of these, so as fast as this machine was in the same seconds.
        for name, share in (("median", 0.5), ("p95", 0.95)):
            yield row(f"the page with nothing asked, {name}", _share(empty, share), "ms", PAGE_MS)


def _in_database(words: list[str], ask: Callable[[str], object]) -> float:
    """The 95th percentile of the questions alone, in milliseconds."""
    took: list[float] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def begin(connection: Any, *_: Any) -> None:
        connection.info["asked_at"] = perf_counter()

    @event.listens_for(db.engine, "after_cursor_execute")
    def end(connection: Any, *_: Any) -> None:
        took.append((perf_counter() - connection.info["asked_at"]) * 1000)

    def find(said: str) -> float:
        took.clear()
        ask(said)
        end_reading()
        return sum(took)

    times = [find(said) for said in words][WARM:]
    event.remove(db.engine, "before_cursor_execute", begin)
    event.remove(db.engine, "after_cursor_execute", end)
    return _share(times, 0.95)


def _pages(desk: Visitor, words: list[str], empty: list[float]) -> list[float]:
    """Milliseconds of each page, and of one with nothing asked before each."""

    def get(**asked: str) -> float:
        start = perf_counter()
        page = desk.get("/find", query_string=asked)
        assert page.status_code == HTTPStatus.OK, page.status
        return (perf_counter() - start) * 1000

    times = [(get(), get(search=said)) for said in words][WARM:]
    empty += [nothing for nothing, _something in times]
    return [something for _nothing, something in times]


def _share(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def _raw(office: Office) -> float:
    with office.sql() as sql:
        ids = [each for (each,) in sql.execute("SELECT id FROM deceased LIMIT 1000")]

        def ask(which: uuid.UUID) -> float:
            start = perf_counter()
            sql.execute("SELECT name FROM deceased WHERE id = %s", [which]).fetchone()
            return (perf_counter() - start) * 1000

        return _share([ask(which) for which in ids], 0.95)
