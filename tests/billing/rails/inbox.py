"""Where notifications arrive in tests: keeps them, and answers what it is told to answer."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from billing.rails import Hint, NotGenuine, Rail
from kernel import clock


@dataclass
class Inbox:
    rails: dict[str, Rail]
    url: str = ""
    hints: list[Hint | None] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    letters: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    busy: int = 0  # so many are answered 503

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def take(self, rail: Rail, headers: dict[str, str], body: bytes) -> tuple[str, int, str]:
        if self.busy:
            self.busy -= 1
            return "", 503, "text/plain"
        self.letters.append((headers, body))
        try:
            self.hints.append(rail.parse_notification(headers, body, clock.now()))
        except NotGenuine as doubtful:
            self.refused.append(str(doubtful))
            return rail.acknowledgement(ok=False)
        return rail.acknowledgement(ok=True)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                rail = inbox.rails[self.path.strip("/")]
                text, status, mimetype = inbox.take(rail, dict(self.headers), body)
                self.send_response(status)
                self.send_header("Content-Type", mimetype)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        return Handler
