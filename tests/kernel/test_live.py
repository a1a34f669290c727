"""Pages hear of changes: once committed, by topic, over a lost connection, and never for long."""

import re
import time
import uuid
from collections.abc import Iterator
from itertools import islice
from queue import Empty, Queue
from threading import Thread

import psycopg
import pytest

from kernel import live
from kernel.db import db, transaction
from kernel.live import Ears, announce


@pytest.fixture
def ears(context, cluster, database) -> Iterator[Ears]:
    ears = Ears(lambda: cluster.conninfo(database))
    yield ears
    ears.close()


class Listening:
    """A stream read by a thread, as a browser reads it."""

    def __init__(self, ears: Ears, *topics: str) -> None:
        self.said: Queue[str] = Queue()
        Thread(target=self._read, args=(ears.stream(topics, seconds=60),), daemon=True).start()
        self._hear_the_start()

    def _read(self, stream: Iterator[str]) -> None:
        for piece in stream:
            self.said.put(piece)

    def hears_change(self, within: float = 15) -> bool:
        try:
            while "event: changed" not in self.said.get(timeout=within):
                pass
        except Empty:
            return False
        return True

    def _hear_the_start(self) -> None:
        """The page may be old, and listening begins; from then on it counts, and all is quiet."""
        while not re.match(r"id: \w+-[1-9]", self.said.get(timeout=15)):
            pass


def change(*topics: str) -> None:
    with transaction():
        for topic in topics:
            announce(topic)


def test_a_change_is_heard_when_it_is_committed_and_not_before(ears):
    listening = Listening(ears, "board:1")
    with transaction():
        announce("board:1")
        assert not listening.hears_change(within=0.3)
    assert listening.hears_change()


def test_what_was_undone_is_never_heard(ears):
    listening = Listening(ears, "board:1")
    with pytest.raises(ZeroDivisionError), transaction():
        announce("board:1") or 1 / 0
    assert not listening.hears_change(within=0.5)


def test_many_changes_of_one_operation_are_said_once(ears):
    listening = Listening(ears, "board:1")
    change("board:1", "board:1", "board:1")
    assert listening.hears_change()
    assert not listening.hears_change(within=0.5)


def test_other_topics_are_not_heard(ears):
    listening = Listening(ears, "board:1")
    change("board:2")
    assert not listening.hears_change(within=0.5)


def test_everybody_who_listens_hears(ears):
    readers = [Listening(ears, "board:1"), Listening(ears, "board:1", "board:2")]
    change("board:1")
    assert [reader.hears_change() for reader in readers] == [True, True]


def test_a_reader_that_comes_back_hears_only_what_it_missed(ears):
    Listening(ears, "board:1")
    first = next(piece for piece in ears.stream(["board:1"]) if "changed" in piece)
    seen = first.split("\n")[0].removeprefix("id: ")
    assert "changed" not in "".join(ears.stream(["board:1"], seen, seconds=0.2))
    listening = Listening(ears, "board:1")
    change("board:1")
    assert listening.hears_change()
    assert "changed" in "".join(ears.stream(["board:1"], seen, seconds=0.2))
    assert "changed" in "".join(ears.stream(["board:1"], "another process-1", seconds=0.2))


def test_a_stream_ends_by_itself_and_says_when_to_come_back(ears):
    began = time.monotonic()
    said = "".join(ears.stream(["board:1"], seconds=0.3))
    assert said.startswith("retry: 2000\n")
    assert time.monotonic() - began < 2


def test_a_quiet_stream_beats_so_that_a_lost_reader_is_noticed(ears, monkeypatch):
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.1)
    assert "\n:\n\n" in "".join(ears.stream(["board:1"], seconds=1))


def test_more_readers_than_places_poll_and_a_place_left_is_given_again(ears):
    open_streams = [ears.stream(["board:1"]) for _ in range(live.MOST_STREAMS)]
    for stream in open_streams:
        next(stream)
    one_too_many = list(ears.stream(["board:1"]))
    assert one_too_many == ["retry: 20000\nevent: changed\ndata:\n\n"]
    open_streams.pop().close()
    assert next(ears.stream(["board:1"])) == "retry: 2000\n\n"


def test_screens_that_never_leave_leave_places_to_desks(ears):
    screens = [ears.stream(["board:1"], leaving=3) for _ in range(live.MOST_STREAMS - 3)]
    for stream in screens:
        next(stream)
    assert list(ears.stream(["board:1"], leaving=3)) == ["retry: 20000\nevent: changed\ndata:\n\n"]
    assert next(ears.stream(["board:1"])) == "retry: 2000\n\n"


def test_listening_goes_on_after_the_connection_was_lost(ears, cluster, database):
    listening = Listening(ears, "board:1")
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as owner:
        [(ended,)] = owner.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query IN ('LISTEN live', 'SELECT 1')"
        )
    assert ended >= 1
    # What happened meanwhile nobody knows, so the page is told to look.
    assert listening.hears_change()
    change("board:1")
    assert listening.hears_change()


def test_a_database_that_is_away_at_first_is_waited_for(context, cluster, database):
    names = iter(["not_there", database, database])
    ears = Ears(lambda: cluster.conninfo(next(names)))
    listening = Listening(ears, "board:1")
    change("board:1")
    assert listening.hears_change()
    ears.close()


def test_a_page_that_cannot_be_told_does_not_undo_what_is_committed(ears, monkeypatch, caplog):
    monkeypatch.setattr(live, "NOTIFY", db.text("SELECT no_such_function(:channel, :topic)"))
    change("board:1")
    assert "board:1 was not announced" in caplog.text


def test_the_numbers_of_streams_are_given_back_however_they_end(ears):
    for _ in range(live.MOST_STREAMS * 2):
        list(islice(ears.stream([str(uuid.uuid4())]), 1))
    assert next(ears.stream(["board:1"])) == "retry: 2000\n\n"
