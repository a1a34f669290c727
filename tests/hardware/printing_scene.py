"""A desk that prints through trouble, and a judge who looks at the paper, not at the database."""

import re
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from random import Random

from sqlalchemy import text

from hardware import operations, queries
from hardware.models import PrintJob, PrintState
from kernel import clock
from kernel.db import db
from kernel.jobs import minutely_registry
from tests.emulators.escpos_paper import Sheet
from tests.emulators.escpos_printer import EscposPrinter
from tests.hardware.conftest import Counter
from tests.hardware.mortal_workers import Workers

PATIENCE = 20  # seconds for what takes a tenth
PAUSE = timedelta(minutes=6)  # longer than a delivery whose worker lives
STATUS_REQUEST = re.compile(rb"\x10(\x04.?)?", re.DOTALL)
MARK = re.compile(r"补打 第\d+次")
# Some minutes go by: what is planned is due, who died is missed.
LATER = (
    "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'",
    "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '6 minutes'",
)
EVERY_MINUTE = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :name, 0, NULL, NULL,"
    """ '{"timestamp": 0}', NULL)::procrastinate_job_to_defer_v1])"""
)
BYTES_PER_LINE, BYTES_BESIDE = 26, 90  # of a document of this desk, about


class Desk:
    """One printer, its documents (number → lines), the clerk and the worker of the hour."""

    def __init__(
        self, counter: Counter, printer: EscposPrinter, workers: Workers, planted: str = ""
    ) -> None:
        self.counter, self.printer, self.workers, self.planted = counter, printer, workers, planted
        self.documents: dict[str, int] = {}
        self.now = clock.now()

    def order(self, number: str, lines: int) -> None:
        self.counter.print(number, lines=lines)
        self.documents[number] = lines

    def work(self, kill_after: float | None = None) -> bool:
        """A worker comes and goes, or is killed after so many seconds; whether it was killed."""
        db.session.rollback()
        self.workers.start(self.now, self.planted)
        if kill_after is not None:
            time.sleep(kill_after)
            self.workers.kill()
        killed = self.workers.wait()
        self.let_print()
        return killed

    def let_print(self) -> None:
        """Until nothing more comes out by itself."""
        still, until = 0, time.monotonic() + PATIENCE
        while still < 5:
            assert time.monotonic() < until, "the printer never comes to rest"
            time.sleep(0.01)
            still = still + 1 if self.printer.idle else 0

    def later(self) -> None:
        self.now += PAUSE
        periodic = ["kernel.retry_stalled_jobs"]
        periodic += [name for name in minutely_registry if name.startswith("hardware.")]
        db.session.rollback()
        with db.engine.begin() as connection:
            for statement in LATER:
                connection.execute(text(statement))
            for name in periodic:
                connection.execute(EVERY_MINUTE, {"name": name})

    def repair(self, *, off_and_on: bool) -> None:
        """A new roll, the cover closed; by the switch, too, what was not printed is forgotten."""
        printer = self.printer
        if off_and_on:
            printer.switch_off()
        printer.paper_out = printer.cover_open = printer.silent = printer.stalled = False
        printer.paper_lines = None
        printer.forget_moment()
        if off_and_on:
            printer.switch_on()
        self.let_print()

    def answer(self) -> None:
        """The clerk says of each doubtful one what the paper says now."""
        whole = {mark for sheets in self.came_out().values() for mark, _copy in sheets}
        for print_job in self.jobs():
            if print_job.state == PrintState.UNCONFIRMED:
                operations.answer_unconfirmed(
                    print_job_id=print_job.id,
                    printed=print_number(print_job) in whole,
                    by=self.counter.clerk,
                )

    def jobs(self) -> list[PrintJob]:
        db.session.rollback()
        db.session.expire_all()
        institution = self.counter.institution_id
        return [
            print_job
            for number in self.documents
            for print_job in queries.list_print_jobs(institution, "receipt", number)
        ]

    def is_settled(self) -> bool:
        return not any(print_job.is_open for print_job in self.jobs())

    def came_out(self) -> dict[str, list[tuple[str, str]]]:
        """Whole sheets by document, in their order: the print number and the mark of a copy."""
        found = defaultdict(list)
        for sheet in self.printer.sheets:
            for number, lines in self.documents.items():
                if is_whole(sheet, number, lines):
                    mark = MARK.search(sheet.text)
                    found[number].append((sheet.lines[-1][-8:], mark.group() if mark else ""))
        return found

    def judge(self) -> None:
        """At any moment when no worker is at it."""
        jobs, out = self.jobs(), self.came_out()
        for number, sheets in out.items():
            marks = [mark for _number, mark in sheets]
            assert all(marks[1:]), f"{number} came out again without a mark: {marks}"
            assert len(set(marks)) == len(marks), f"{number} came out as the same copy: {marks}"
        whole = {mark for sheets in out.values() for mark, _copy in sheets}
        for print_job in jobs:
            if print_job.state == PrintState.PRINTED:
                assert print_number(print_job) in whole, f"{print_job} is believed to be printed"
        assert sum(map(has_begun, self.printer.jobs)) <= count_tried(jobs), "sent, yet waiting"
        for number in self.documents:
            begun = sum(f"{number}/".encode() in content for content in self.printer.jobs)
            tried = count_tried([each for each in jobs if each.number == number])
            assert begun <= tried, f"{number} was sent {begun} times, known are {tried}"

    def judge_doubt(self) -> None:
        """After the next worker: who died with a document in hand has left a question."""
        assert PrintState.SENDING not in {print_job.state for print_job in self.jobs()}

    def judge_end(self) -> None:
        self.judge()
        assert self.is_settled(), [(str(job), job.state, job.reason) for job in self.jobs()]
        lost = set(self.documents) - set(self.came_out())
        assert not lost, f"{lost} never came out"


def is_whole(sheet: Sheet, number: str, lines: int) -> bool:
    """Every line is there down to the print number; a missing cut is no missing paper."""
    expected = [f"行：{number}/{line}" for line in range(lines)]
    rows = [line for line in sheet.lines if line.startswith("行：")]
    return rows == expected and sheet.lines[-1].startswith("打印号")


def has_begun(content: bytes) -> bool:
    """Whether a connection brought more than questions."""
    return bool(STATUS_REQUEST.sub(b"", content))


def count_tried(print_jobs: list[PrintJob]) -> int:
    return sum(print_job.state != PrintState.QUEUED for print_job in print_jobs)


def print_number(print_job: PrintJob) -> str:
    return print_job.id.hex[-8:].upper()


class Trouble:
    """What happens at one byte or one moment, drawn by lot."""

    KINDS = (
        *("killed at a byte", "killed at a moment", "reset", "power", "silent", "stalled"),
        *("paper_out", "cover_open", "roll ends", "nothing"),
    )

    def __init__(self, luck: Random, desk: Desk) -> None:
        self.kind = luck.choice(self.KINDS)
        lines = sum(desk.documents.values())
        self._byte = luck.randint(1, lines * BYTES_PER_LINE + len(desk.documents) * BYTES_BESIDE)
        self._line = luck.randint(1, lines + 3)
        self.kill_after = luck.uniform(0, 0.5) if self.kind == "killed at a moment" else None
        self._desk = desk

    def set_up(self) -> None:
        printer = self._desk.printer
        acts: dict[str, Callable[[], None]] = {
            "killed at a byte": self._desk.workers.kill,
            "reset": printer.reset,
            "power": printer.lose_power,
        }
        if self.kind == "roll ends":
            printer.paper_lines = self._line
        elif self.kind in acts:
            printer.at_byte(self._byte, acts[self.kind])
        elif self.kind in {"silent", "stalled", "paper_out", "cover_open"}:
            printer.at_byte(self._byte, lambda: setattr(printer, self.kind, True))
