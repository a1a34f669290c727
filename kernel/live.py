"""Pages hear of changes: server-sent events fed by PostgreSQL's NOTIFY (decision 16).

An operation announces a topic, every web process listens on one connection of its own, and a page
that keeps a stream open is told that something of its topics changed, never what: it asks anew.
"""

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition, Event, Thread
from time import monotonic

import psycopg
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from kernel.db import after_commit, db

log = logging.getLogger(__name__)
CHANNEL = "live"
NOTIFY = text("SELECT pg_notify(:channel, :topic)")
# A stream ends by itself, so that a restart or a lost reader never holds a thread for long; the
# browser is back after RETRY. Each beat also finds out whether the reader has gone.
OPEN_SECONDS, BEAT_SECONDS = 25, 5
RETRY_MS, FULL_RETRY_MS = 2_000, 20_000
# Of the threads of a process (`run`: 16); the others stay free for pages.
MOST_STREAMS = 8
LISTEN_AGAIN_SECONDS = 1


def announce(topic: str) -> None:
    """Whoever listens to `topic` hears of it when this operation is committed, once."""
    after_commit(Announcement(topic))


@dataclass(frozen=True)
class Announcement:
    """Sent after the commit: NOTIFY inside it would make all commits wait for one another."""

    topic: str

    def __call__(self) -> None:
        alone = db.engine.execution_options(isolation_level="AUTOCOMMIT")
        try:
            with alone.connect() as connection:
                connection.execute(NOTIFY, {"channel": CHANNEL, "topic": self.topic})
        except SQLAlchemyError as error:
            # The change is safe; a page that missed it sees it when its stream begins anew.
            log.warning("%s was not announced: %s", self.topic, type(error).__name__)


class Ears:
    """What one process has heard: a count for each topic; streams wait for the next."""

    def __init__(self, conninfo: Callable[[], str]) -> None:
        self._conninfo = conninfo
        self._heard = Condition()
        self._counts: Counter[str] = Counter()
        # How often listening began: while nobody listened, anything may have happened.
        self._begun = 0
        self._streams = 0
        self._closed = Event()
        self._listener: Thread | None = None
        self._name = secrets.token_hex(4)

    def stream(
        self,
        topics: Collection[str],
        seen: str = "",
        *,
        seconds: float = OPEN_SECONDS,
        leaving: int = 0,
    ) -> Iterator[str]:
        """The body of a text/event-stream: `changed` at once unless `seen` (Last-Event-ID) is
        still true, then at each announcement. Where no place is left it ends at once and the
        browser comes back later: it polls. `leaving`: so many places are left to others."""
        with self._place(leaving) as got_one:
            if not got_one:
                yield f"retry: {FULL_RETRY_MS}\nevent: changed\ndata:\n\n"
                return
            self._listen()
            yield f"retry: {RETRY_MS}\n\n"
            end = monotonic() + seconds
            while (left := end - monotonic()) > 0:
                now = self._version(topics)
                if now != seen:
                    seen = now
                    yield f"id: {now}\nevent: changed\ndata:\n\n"
                elif self._wait(topics, seen, min(left, BEAT_SECONDS)):
                    yield ":\n\n"

    def close(self) -> None:
        self._closed.set()
        with self._heard:
            self._heard.notify_all()

    def _version(self, topics: Collection[str]) -> str:
        """Names the process too: the numbers of another one say nothing here."""
        count = self._begun + sum(self._counts[topic] for topic in topics)
        return f"{self._name}-{count}"

    def _wait(self, topics: Collection[str], seen: str, seconds: float) -> bool:
        """Whether nothing came in all that time."""
        with self._heard:
            return not self._heard.wait_for(lambda: self._version(topics) != seen, seconds)

    @contextmanager
    def _place(self, leaving: int) -> Iterator[bool]:
        with self._heard:
            free = self._streams < MOST_STREAMS - leaving
            self._streams += free
        try:
            yield free
        finally:
            with self._heard:
                self._streams -= free

    def _listen(self) -> None:
        """Starts with the first stream, so in the process that serves it and not before a fork."""
        with self._heard:
            if self._listener is None:
                self._listener = Thread(target=self._keep_listening, name="live", daemon=True)
                self._listener.start()

    def _keep_listening(self) -> None:
        while not self._closed.is_set():
            try:
                self._listen_once()
            except psycopg.Error as error:
                log.warning("not listening for changes: %s", type(error).__name__)
                self._closed.wait(LISTEN_AGAIN_SECONDS)

    def _listen_once(self) -> None:
        with psycopg.connect(self._conninfo(), autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            with self._heard:
                self._begun += 1
                self._heard.notify_all()
            while not self._closed.is_set():
                for notice in connection.notifies(timeout=BEAT_SECONDS):
                    with self._heard:
                        self._counts[notice.payload] += 1
                        self._heard.notify_all()
                # A connection that died without a word is found out here.
                connection.execute("SELECT 1")


def ears() -> Ears:
    """This process's own."""
    app = current_app
    known = app.extensions.get("ears")
    if not isinstance(known, Ears):
        known = app.extensions.setdefault("ears", Ears(app.extensions["database"].conninfo))
    return known
