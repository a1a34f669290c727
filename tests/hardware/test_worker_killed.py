"""kill -9 of the worker, or a fault at a random byte: every document once, or a person is asked.

A real worker prints on our machine; the paper is the witness. PRINT_RUNS=200 makes it a long run,
PRINT_SEED another one; both and what happened are shown.
"""

import os
import sys
from collections import Counter
from random import Random

import pytest

from tests.conftest import settings_for
from tests.emulators.escpos_printer import EscposPrinter
from tests.hardware.conftest import make_counter
from tests.hardware.mortal_workers import Workers
from tests.hardware.printing_scene import Desk, Trouble

RUNS = int(os.environ.get("PRINT_RUNS", "4"))
SEED = int(os.environ.get("PRINT_SEED", "20261129"))
ROUNDS = 12  # of a worker, a clerk and a pause; far more than any trouble lasts
TROUBLED = 3  # rounds in which something may happen


@pytest.fixture(scope="module")
def workers(cluster, database):
    with Workers(settings_for(cluster, database)) as workers:
        yield workers


def test_every_document_comes_out_once_or_is_asked_about(context, workers, capsys):
    seen = Counter()
    for run in range(RUNS):
        luck = Random(f"{SEED}/{run}")  # noqa: S311 — a lot to be drawn again, no secret
        with EscposPrinter(columns=32, reports=luck.random() < 0.3) as printer:
            desk = Desk(make_counter(f"J{run}", printer), printer, workers)
            for number in range(luck.randint(1, 4)):
                desk.order(f"S{run}-{number}", luck.randint(1, 25))
            try:
                live_through(luck, desk, seen)
            except AssertionError as error:
                error.add_note(f"PRINT_SEED={SEED}, run {run}, {seen}")
                raise
    with capsys.disabled():
        sys.stderr.write(f"\n{RUNS} runs, seed {SEED}: {dict(seen.most_common())}\n")


def live_through(luck, desk, seen):
    for round_ in range(ROUNDS):
        trouble = Trouble(luck, desk) if round_ < TROUBLED else None
        if trouble:
            trouble.set_up()
            seen[trouble.kind] += 1
        dead = desk.work(trouble.kill_after if trouble else None)
        seen["worker killed"] += dead
        desk.judge()
        if not dead:
            desk.judge_doubt()
        seen["asked"] += count_doubts(desk)
        if luck.random() < 0.3:  # before anybody looks after the printer
            desk.answer()
        desk.repair(off_and_on=luck.random() < 0.5 or not desk.printer.is_on)
        desk.judge()
        if luck.random() < 0.7:
            desk.answer()
        desk.later()
        if desk.is_settled():
            break
    desk.judge_end()
    seen["copies"] += len(desk.jobs()) - len(desk.documents)


def count_doubts(desk):
    return sum(print_job.state == "unconfirmed" for print_job in desk.jobs())


@pytest.mark.parametrize(
    ("planted", "share", "verdict"),
    [
        ("tries again", 1, "without a mark|sent"),
        ("believes", 2, "is believed to be printed"),
        ("sends again", 1, "without a mark|sent"),
    ],
)
def test_the_judge_sees_a_mistake_when_there_is_one(context, workers, planted, share, verdict):
    with EscposPrinter(columns=32) as printer:
        desk = Desk(make_counter("JY", printer), printer, workers, planted)
        desk.order("S-1", 5)
        desk.work()
        desk.judge()
        desk.order("S-2", 5)
        at = (len(printer.jobs[0]) - 1) // share  # the last byte asks whether it was printed
        printer.at_byte(at, workers.kill if planted == "sends again" else printer.reset)
        desk.work()
        with pytest.raises(AssertionError, match=verdict):
            go_on(desk)


def go_on(desk):
    desk.judge()
    desk.later()
    desk.work()
    desk.judge()
