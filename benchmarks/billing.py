"""Waivers assessed one by one, and the bills of a quarter under a draft, beside raw Python."""

import gc
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from benchmarks.office import Office, open_office
from benchmarks.rows import Row, per_second, row
from billing.assessment import assess
from billing.classes import WaiverClass
from billing.lines import Facts, Line
from billing.models import WhatIf
from billing.operations import advance_what_if, save_policy_draft, start_policy_draft, start_what_if
from billing.policy_drafts import read_draft
from billing.policy_text.file import POLICIES
from billing.queries.what_ifs import Span, replay_all
from billing.what_if import as_if_in_force
from billing.what_if.states import WhatIfState
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world
from tests.many_bills import lay_down_bills
from tests.prices import TARIFF

ASSESSMENTS = 5_000
# BENCH_BILLS=10000 for a quick look; a hundred thousand take two minutes with laying them down.
BILLS = int(os.environ.get("BENCH_BILLS", "100000"))
TARGET = 5_000.0
# What the process may grow by while it runs, whatever the number: a chunk and its sums.
MOST_MIB = 64.0
EVERY_SECONDS = 0.02
SOURCE = (POLICIES / "jiayu-2025.yaml").read_text(encoding="utf-8")
FACTS = Facts(
    world.JIAYU,
    WaiverClass.RESIDENT,
    date(2026, 11, 20),
    date(2026, 11, 22),
    standard_prices={"cremation_flat": 500_00},
)


def measure() -> Iterator[Row]:
    yield from _assessments()
    with open_office() as office:
        yield from _what_if(office)


def _assessments() -> Iterator[Row]:
    """The limit: the same case read from JSON and its waiver reckoned in plain arithmetic."""
    policy = read_draft(SOURCE, "")
    quantities = {"transfer": 30, "storage": 90, "cremation_collecting": 1, "ash_deposit": 12}
    lines = [
        Line.of(code, *TARIFF[code], Decimal(n), 420_00 if code == "transfer" else None)
        for code, n in quantities.items()
    ]
    found = assess(policy, FACTS, lines)
    stored = json.dumps(found.as_json(), ensure_ascii=False)
    assert found.waived_fen == _by_hand(stored)
    raw = per_second(lambda _turn: _by_hand(stored), ASSESSMENTS)
    rate = per_second(lambda _turn: assess(policy, FACTS, lines), ASSESSMENTS)
    yield row("assessed, four lines (limit: plain arithmetic)", rate, "cases/s", raw)
    yield row("assessed, four lines (limit: target)", rate, "cases/s", TARGET)


def _by_hand(stored: str) -> int:
    case = json.loads(stored)
    flat = case["facts"]["standard_prices"]["cremation_flat"]
    waived = 0
    for line in case["charged"]:
        gross, quantity = line["gross_fen"], float(line["quantity"])
        waived += {
            "transfer": lambda gross=gross: gross,
            "storage": lambda gross=gross, n=quantity: gross - max(0, int(n - 72)) * 10_00,
            "cremation_collecting": lambda: flat,
            "ash_deposit": lambda: 0,
        }[line["item_code"]]()
    return waived


def _what_if(office: Office) -> Iterator[Row]:
    home = world.make_home("WHAT")
    world.publish_tariff(home.id)
    world.publish_waiver()
    first = clock.now() - timedelta(days=90)
    conninfo = office.cluster.conninfo("bench", "owner")
    db.session.refresh(home.institution)
    db.session.expunge(home.institution)
    start = perf_counter()
    _in_a_child(
        lambda: lay_down_bills(
            conninfo, home.institution, read_draft(SOURCE, ""), count=BILLS, first=first, days=89
        )
    )
    yield row(
        "bills laid down (limit: 180 s for all)",
        BILLS / (perf_counter() - start),
        "bills/s",
        BILLS / 180,
    )
    source = SOURCE.replace("version: 1", "version: 2", 1).replace("quantity: 72", "quantity: 24")
    with _growth() as grown:
        start = perf_counter()
        asked = _ask(source, clock.day_of(first))
        while not WhatIfState(asked.state).has_ended:
            asked = advance_what_if(what_if_id=asked.id, by=SETUP)
        rate = BILLS / (perf_counter() - start)
    assert asked.done == BILLS, asked.done
    assert asked.totals["failed"] == 0
    yield row("what-if, stored (limit: bills read raw)", rate, "cases/s", _read_raw(BILLS))
    yield row(f"what-if over {BILLS:,} bills, memory grown", grown[0], "MiB", MOST_MIB)
    month = clock.day_of(first) + timedelta(days=29)
    span = Span.of(world.JIAYU, clock.day_of(first), month, clock.now())
    policy = as_if_in_force(read_draft(source, ""))
    start = perf_counter()
    for done, _totals in replay_all(policy, span):
        counted = done
    yield row(
        "what-if, a month on the command line (stored)",
        counted / (perf_counter() - start),
        "cases/s",
        rate,
    )


def _ask(source: str, first: date) -> WhatIf:
    draft = start_policy_draft(code="jiayu-2025", version=1, by=SETUP)
    save_policy_draft(draft_id=draft.id, revision=1, source=source, note="", by=SETUP)
    return start_what_if(draft_id=draft.id, period_from=first, period_to=clock.today(), by=SETUP)


def _read_raw(bills: int) -> float:
    """The same bills and lines fetched and their JSON read, nothing reckoned: bills a second."""
    query = text(
        "SELECT assessment, (SELECT array_agg(waived_fen) FROM bill_lines WHERE bill_id = bills.id)"
        " FROM bills ORDER BY made_at, id"
    )
    start = perf_counter()
    streamed = db.session.connection().execution_options(stream_results=True).execute(query)
    for rows in streamed.partitions(1_000):
        for assessment, lines in rows:
            assert len(assessment["charged"]) == len(lines)
    db.session.rollback()
    return bills / (perf_counter() - start)


def _in_a_child(work: Callable[[], object]) -> None:
    """What laying down needs is not what the what-if finds already grown."""
    # A child must not share our connections.
    db.session.remove()
    db.engine.dispose()
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    assert child.exitcode == 0, child.exitcode


@contextmanager
def _growth() -> Iterator[list[float]]:
    """How far resident memory rose above where it was, in MiB, looked at all the while."""
    gc.collect()
    start, grown, ended = _resident_mib(), [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(EVERY_SECONDS):
            grown[0] = max(grown[0], _resident_mib() - start)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield grown
    finally:
        ended.set()
        watcher.join()


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
