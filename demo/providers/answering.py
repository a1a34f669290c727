"""What every made-up provider does before and after it obeys: be down, be slow, hang up."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from flask import Response, request

from demo.providers.book import Book
from demo.providers.keys import Keys


@dataclass(frozen=True)
class Providers:
    """All three at one address, with one book."""

    book: Book
    keys: Keys
    url: str

    def answer(self, number: str, obey: Callable[[], Response]) -> Response:
        """`obey` runs with the book locked; what the switches of this order say goes around it."""
        switches = self.book.switches
        with self.book.lock:
            if switches.take(number, "down"):
                return Response("Service Unavailable", 503, mimetype="text/plain")
            answer = obey()
            pause = switches.read(number, "slow")
            crash = switches.take(number, "crash_before_answer")
        if pause:
            time.sleep(float(pause))
        if crash:
            hang_up()
        return answer


def hang_up() -> None:
    """The answer that follows reaches nobody."""
    with suppress(OSError):
        request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
