"""Whom staff look for among BENCH_NAMES deceased with their ashes: each way to type, each p95.

In the database: the questions that find, as the driver sees them. End to end: the whole page, with
who is signed in, the cases, the niches and the HTML.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http import HTTPStatus
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import event

from benchmarks.invented_names import invented
from benchmarks.office import Office, open_office
from benchmarks.rows import Row, row
from kernel import clock, secrets
from kernel.db import db, new_id
from kernel.people.claimants import phone_index
from kernel.people.deceased import identity_index
from kernel.people.finding import find_people, veiled
from kernel.people.name_index import index_missing_names
from kernel.people.spellings import keys_of
from kernel.scope import Scope, look_as
from tests import world
from tests.visitor import visit

NAMES = int(os.environ.get("BENCH_NAMES", "100_000"))
ASKED, WARM, USUAL_LENGTH = 200, 20, 3
PAGE_MS, KEY_MS, PAIRS_MS, MISTYPED_MS = 10.0, 1.0, 2.0, 20.0
FIRST_DIED, YEARS_OF_DAYS = date(1990, 1, 1), 13_000
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
        numbers = _fill(office, home, names)
        start = perf_counter()
        for _done in index_missing_names():
            pass
        yield row("names made findable", NAMES / (perf_counter() - start), "a second", 1000.0)
        with office.sql() as sql:
            sql.execute("VACUUM ANALYZE")
        raw = _raw(office)
        yield row("raw lookup by primary key, p95", raw, "ms", raw)
        usual = [name for name in names if len(name) == USUAL_LENGTH]
        chosen = Random(2).sample(usual, ASKED + WARM)
        desk = visit(office.app, "bm-desk")
        look_as(Scope((home.id,)))
        for way, (ask, target) in WAYS.items():
            yield from _both(desk, way, [ask(name) for name in chosen], target, PAGE_MS)
        asked = Random(3).sample(numbers, ASKED + WARM)
        for way, said in (
            ("identity number", [each[0] for each in asked]),
            ("claimant's telephone", [each[1] for each in asked]),
        ):
            yield from _both(desk, way, [veiled(each) for each in said], KEY_MS, PAGE_MS)


def _both(
    desk: Any, way: str, words: list[str], target: float, page_target: float
) -> Iterator[Row]:
    took: list[float] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def begin(connection: Any, *_: Any) -> None:
        connection.info["asked_at"] = perf_counter()

    @event.listens_for(db.engine, "after_cursor_execute")
    def end(connection: Any, *_: Any) -> None:
        took.append((perf_counter() - connection.info["asked_at"]) * 1000)

    def in_database(said: str) -> float:
        took.clear()
        find_people(said)
        db.session.rollback()
        return sum(took)

    def end_to_end(said: str) -> float:
        start = perf_counter()
        page = desk.get("/find", query_string={"search": said})
        assert page.status_code == HTTPStatus.OK, page.status
        return (perf_counter() - start) * 1000

    yield row(f"{way}, in the database, p95", _p95(in_database, words), "ms", target)
    event.remove(db.engine, "before_cursor_execute", begin)
    event.remove(db.engine, "after_cursor_execute", end)
    yield row(f"{way}, the page, p95", _p95(end_to_end, words), "ms", page_target)


def _p95(ask: Callable[[str], float], words: list[str]) -> float:
    times = sorted([ask(said) for said in words][WARM:])
    return times[int(len(times) * 0.95)]


def _raw(office: Office) -> float:
    with office.sql() as sql:
        ids = [each for (each,) in sql.execute("SELECT id FROM deceased LIMIT 1000")]

        def ask(turn: str) -> float:
            start = perf_counter()
            sql.execute("SELECT name FROM deceased WHERE id = %s", [ids[int(turn)]]).fetchone()
            return (perf_counter() - start) * 1000

        return _p95(ask, [str(turn) for turn in range(1000)])


def _fill(office: Office, home: world.Home, names: list[str]) -> list[tuple[str, str]]:
    """A deceased, a claimant, a case and ashes in a niche of each name; their numbers."""
    now, chance = clock.now(), Random(4)
    numbers = [(f"42122119{turn:08d}17", f"139{turn:08d}") for turn in range(len(names))]
    people = [(new_id(), new_id(), new_id(), new_id()) for _name in names]
    site = new_id()
    identity, phone = (
        secrets.EncryptedText(f"{field}").process_bind_param
        for field in ("deceased.identity_number", "claimants.phone")
    )
    with office.sql() as sql:
        sql.execute(
            "INSERT INTO sites (id, institution_id, kind, name, visiting_hours, added_at) "
            "VALUES (%s, %s, 'columbarium', '公益性骨灰堂', '8:00–17:00', now())",
            [site, home.id],
        )

        def copy(table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
            with sql.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                for each in rows:
                    into.write_row(each)

        copy(
            "deceased",
            "id, institution_id, name, identity_kind, identity_number, identity_index, sex, "
            "born_on, died_on, waiver_class, registered_at",
            (
                (
                    ids[0],
                    home.id,
                    name,
                    "id_card",
                    identity(number[0], None),
                    identity_index(number[0]),
                    "1",
                    date(1940, 1, 1),
                    FIRST_DIED + timedelta(days=chance.randrange(YEARS_OF_DAYS)),
                    "resident",
                    now,
                )
                for ids, name, number in zip(people, names, numbers, strict=True)
            ),
        )
        copy(
            "claimants",
            "id, institution_id, name, relation, phone, phone_index, registered_at",
            (
                (
                    ids[1],
                    home.id,
                    "家属",
                    "child",
                    phone(number[1], None),
                    phone_index(number[1]),
                    now,
                )
                for ids, number in zip(people, numbers, strict=True)
            ),
        )
        copy(
            "cases",
            "id, institution_id, number, deceased_id, claimant_id, source, opened_at",
            (
                (ids[2], home.id, f"BMA00-{turn:07d}", ids[0], ids[1], "walk_in", now)
                for turn, ids in enumerate(people)
            ),
        )
        copy(
            "niches",
            "id, institution_id, site_id, zone, row, number, in_use",
            (
                (ids[3], home.id, site, f"{turn // 5000}区", turn // 100 % 50, turn % 100, True)
                for turn, ids in enumerate(people)
            ),
        )
        copy(
            "ash_deposits",
            "id, institution_id, number, niche_id, case_id, certificate_number, portion, since, "
            "until, deposited_at, deposited_by",
            (
                (
                    new_id(),
                    home.id,
                    f"BMG00-{turn:07d}",
                    ids[3],
                    ids[2],
                    f"BMH00-{turn:07d}",
                    "A",
                    date(2020, 1, 1),
                    date(2040, 1, 1),
                    now,
                    "system:setup",
                )
                for turn, ids in enumerate(people)
            ),
        )
    return numbers
