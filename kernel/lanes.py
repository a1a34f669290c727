"""A process of the web server apart for the pages a crowd comes for (CROWDED), so that others stay
quick: whoever accepts such a connection hands it over (SCM_RIGHTS), and the lane serves them in
order, yielding the processor. It is whoever holds a lock, so the next to start when it dies.
"""

import fcntl
import json
import os
import resource
import selectors
import socket
import tempfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import IO, Any

from gunicorn.workers.gthread import TConn, ThreadWorker

METHODS = (b"GET ", b"POST ", b"HEAD ")
# While three of them wait for the database, one computes.
LANE_THREADS = 4
NICE = 10
LOOKED_AT = 64
MESSAGE = 256
# For a connection that says nothing yet.
PATIENCE_SECONDS = 5.0
# Of what a process may open, so many are for files and for the database.
FILES_KEPT = 200


class LanedWorker(ThreadWorker):  # type: ignore[misc, unused-ignore]
    """gunicorn's gthread with one process of it for the crowd."""

    crowded: tuple[bytes, ...] = ()
    into: socket.socket | None = None
    out: socket.socket
    lock: IO[bytes]
    _accepting: bool
    poller: Any

    @classmethod
    def setup(cls) -> None:
        """In gunicorn's parent, before any process is made: all of them inherit the pair."""
        if cls.into:  # asked for again
            return
        cls.crowded = tuple(os.environ.get("CROWDED", "").encode().split())
        cls.into, cls.out = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        cls.into.settimeout(0)
        cls.out.settimeout(0)
        cls.lock = tempfile.TemporaryFile()  # noqa: SIM115 — held as long as the server runs

    def init_process(self) -> None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.waiting: deque[TConn] = deque()
        self.is_lane = bool(self.crowded) and self._is_first()
        if self.is_lane:
            self.worker_connections = hard - FILES_KEPT
            # Whoever goes on to another page is not kept in the lane.
            self.max_keepalived = 0
        super().init_process()

    def run(self) -> None:
        if self.is_lane:
            # Not before: on a busy machine it would be the last to have started.
            os.nice(NICE)
        super().run()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(LANE_THREADS) if self.is_lane else super().get_thread_pool()

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001 — gunicorn's own
        if not self.is_lane:
            super().set_accept_enabled(enabled)
        elif enabled != self._accepting:
            if enabled:
                self.poller.register(self.out, selectors.EVENT_READ, self._take_in)
            else:
                self.poller.unregister(self.out)
            self._accepting = enabled

    def accept(self, listener: socket.socket) -> None:
        """As gunicorn does, but no thread waits for the first bytes."""
        try:
            client, address = listener.accept()
        except OSError:  # gone again, or another process was quicker
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.timeout = monotonic() + PATIENCE_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(
            client,
            selectors.EVENT_READ,
            lambda ready: self.on_pending_socket_readable(conn, ready),
        )

    def enqueue_req(self, conn: Any) -> None:
        if self.is_lane or not self._is_for_lane(conn):
            super().enqueue_req(conn)
            return
        self.nr_conns -= 1
        self.waiting.append(conn)
        if len(self.waiting) == 1:
            self._hand_over()

    def _is_for_lane(self, conn: Any) -> bool:
        if not self.crowded or (conn.parser and conn.parser.unreader.buf.getvalue()):
            return False
        try:
            first = conn.sock.recv(LOOKED_AT, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return False
        method = next((each for each in METHODS if first.startswith(each)), None)
        return method is not None and first[len(method) :].startswith(self.crowded)

    def _hand_over(self, _into: object = None) -> None:
        """As many as the lane takes at once; the rest when it has taken some."""
        assert self.into  # noqa: S101 — made before any process
        was_full = self.into in self.poller.get_map()
        while self.waiting:
            conn = self.waiting[0]
            try:
                said = json.dumps(conn.client).encode()
                socket.send_fds(self.into, [said], [conn.sock.fileno()])
            except BlockingIOError:
                if not was_full:
                    self.poller.register(self.into, selectors.EVENT_WRITE, self._hand_over)
                return
            except OSError:  # the family has gone
                pass
            self.waiting.popleft()
            conn.sock.close()
        if was_full:
            self.poller.unregister(self.into)

    def _take_in(self, out: socket.socket) -> None:
        try:
            said, [descriptor], _flags, _from = socket.recv_fds(out, MESSAGE, 1)
        except (BlockingIOError, ValueError):  # taken in already, or its descriptor is lost
            return
        client = socket.socket(fileno=descriptor)
        address = json.loads(said)
        conn = TConn(self.cfg, client, tuple(address) if address else "", client.getsockname())
        conn.data_ready = True
        self.nr_conns += 1
        self.enqueue_req(conn)

    def _is_first(self) -> bool:
        try:
            # Of a process, not of an open file: not inherited, and gone when the process is.
            fcntl.lockf(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
