"""An invented e-receipt platform for trying the system: plain HTTP, no province's own.

`python -m demo.fiscal_platform --port 8099` and FISCAL_URL=http://127.0.0.1:8099 connect the demo.
"""

import argparse
import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any, ClassVar

from kernel import clock

CODE = "42990026"


@dataclass
class Book:
    """What was issued, by the asker's receipt number; asked twice, the same number is given.

    `down` answers nothing but 503, `slow` accepts and gives no number: switches for tests.
    """

    issued: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    down: bool = False
    slow: bool = False
    lock: Lock = field(default_factory=Lock)

    def issue(self, request: dict[str, Any]) -> dict[str, str]:
        with self.lock:
            self.asked.append(request)
            if self.slow:
                return {}
            serial = len(self.issued) + 1
            return self.issued.setdefault(
                str(request["receipt_number"]),
                {
                    "code": CODE,
                    "number": f"{serial:010d}",
                    "check_code": f"{serial * 7919 % 0x1000000:06x}",
                    "issued_on": clock.today().isoformat(),
                },
            )


class Platform(BaseHTTPRequestHandler):
    """POST /receipts {receipt_number, issuer, payer_name, amount, lines…} → the number."""

    book: ClassVar[Book] = Book()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        request = json.loads(self.rfile.read(length) or b"{}")
        if self.path != "/receipts" or self.book.down:
            self._answer(503 if self.book.down else 404, {})
            return
        self._answer(200, self.book.issue(request))

    def log_message(self, *_: object) -> None:
        """Payers' names stay out of the terminal."""

    def _answer(self, status: int, said: dict[str, str]) -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def serve(port: int = 0, book: Book | None = None) -> ThreadingHTTPServer:
    """Not yet running; port 0 takes any that is free."""
    handler = type("OwnPlatform", (Platform,), {"book": book or Book()})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    serve(parser.parse_args().port).serve_forever()
