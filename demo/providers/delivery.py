"""Posts notifications, again and again until the app says it has them, as the providers do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import requests

from demo.providers.book import Book, Entry, Notice
from kernel import clock

TICK = 0.02
TIMEOUT = 10
AGAIN = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)  # seconds; the last one goes on
ATTEMPTS = 50
NO_ANSWER = 0
AT_ONCE = 6  # notifications on their way at the same moment, so that twice is really at once


class Wire(Protocol):
    def notification(self, entry: Entry, notice: Notice) -> tuple[dict[str, str], bytes]: ...

    def is_accepted(self, status: int, body: str) -> bool: ...


class Delivery:
    def __init__(self, book: Book, wires: dict[str, Wire]) -> None:
        self._book, self._wires = book, wires
        self._under_way: set[int] = set()
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="notification")
        self._loop = threading.Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        self._stopping.set()
        self._loop.join()
        self._pool.shutdown(cancel_futures=True)

    def _run(self) -> None:
        while not self._stopping.wait(TICK):
            with self._book.lock:
                for entry, notice in self._due():
                    self._under_way.add(id(notice))
                    self._pool.submit(self._send, entry, notice)

    def _due(self) -> list[tuple[Entry, Notice]]:
        now = clock.now().timestamp()
        return [
            (entry, notice)
            for entry in self._book.entries.values()
            for notice in entry.notices
            if not notice.done
            and notice.due_at is not None
            and notice.due_at <= now
            and id(notice) not in self._under_way
            and self._is_its_turn(entry, notice)
        ]

    def _is_its_turn(self, entry: Entry, notice: Notice) -> bool:
        return notice.after is None or all(
            before.done for before in entry.notices if before.id == notice.after
        )

    def _send(self, entry: Entry, notice: Notice) -> None:
        wire = self._wires[entry.rail]
        with self._book.lock:
            headers, body = wire.notification(entry, notice)
        try:
            answer = requests.post(entry.notify_url, body, headers=headers, timeout=TIMEOUT)
            status, accepted = answer.status_code, wire.is_accepted(answer.status_code, answer.text)
        except requests.RequestException:
            status, accepted = NO_ANSWER, False
        with self._book.lock:
            notice.answers.append(status)
            tries = len(notice.answers)
            notice.done = accepted or bool(notice.forged) or tries >= ATTEMPTS
            if notice.due_at is not None:
                notice.due_at = clock.now().timestamp() + AGAIN[min(tries, len(AGAIN)) - 1]
            self._under_way.discard(id(notice))
            self._book.keep(entry)
