"""An invented gateway for texts: it speaks docs/sms.md, keeps what it took, and sends nothing.

`python -m demo.sms_gateway --port 8098 --state DIR` and SMS_URL=http://127.0.0.1:8098 connect the
demo; its page shows what phones would have got. Switches make it as bad as real ones are:

refuse    phones with this ending are refused    drop      of so many it hangs up without an answer
fails     phones with this ending get no text    twice     reports come twice
slow      seconds before each answer             silent    no reports: it has to be asked
late      seconds before each report             down      503 for everything
"""

import argparse
import hmac
import html
import json
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.request import Request, urlopen

from kernel import clock

KEY = "demo"
SWITCHES: dict[str, Any] = {
    "refuse": "", "fails": "", "slow": 0, "late": 0,
    "drop": 0, "twice": False, "silent": False, "down": False,
}  # fmt: skip
TICK = 0.02
SHOWN = 200


@dataclass
class Taken:
    """One text that was accepted, by our number; `asked`: how often it was sent to us."""

    id: str
    phone: str
    text: str
    template: str
    receipt: str
    report_to: str
    state: str = "accepted"
    asked: int = 1
    due_at: float = 0
    reports: int = 0


@dataclass
class Book:
    """What was taken, kept in DIR/texts.jsonl before it is answered, so that a gateway that is
    killed knows it again."""

    folder: Path
    key: str = KEY
    taken: dict[str, Taken] = field(default_factory=dict)
    switches: dict[str, Any] = field(default_factory=lambda: dict(SWITCHES))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._file.exists():
            # What was killed while it wrote a line has not answered for it.
            for line in self._file.read_text(encoding="utf-8").split("\n")[:-1]:
                known = Taken(**json.loads(line))
                self.taken[known.id] = known
            self.rewrite()

    def take(self, asked: dict[str, Any]) -> tuple[int, dict[str, str]]:
        """Asked twice for one number, it is one text."""
        phone = str(asked["phone"])
        if self.switches["refuse"] and phone.endswith(self.switches["refuse"]):
            return 422, {"reason": "空号"}
        known = self.taken.get(str(asked["id"]))
        if known:
            known.asked += 1
        else:
            known = Taken(
                id=str(asked["id"]),
                phone=phone,
                text=str(asked["text"]),
                template=str(asked["template"]),
                receipt=f"R{len(self.taken) + 1:08d}",
                report_to=str(asked.get("report_to") or ""),
                due_at=clock.now().timestamp() + float(self.switches["late"]),
            )
            self.taken[known.id] = known
        self.keep(known)
        return 200, self.said(known)

    def keep(self, known: Taken) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(known), ensure_ascii=False) + "\n")

    def rewrite(self) -> None:
        lines = (
            json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in self.taken.values()
        )
        self._file.write_text("".join(lines), encoding="utf-8")

    def deliver(self) -> list[Taken]:
        """Whatever is due comes to its phone now, or does not; which are to be reported."""
        now, due = clock.now().timestamp(), []
        for each in self.taken.values():
            if each.due_at > now:
                continue
            if each.state == "accepted":
                fails = self.switches["fails"]
                each.state = "failed" if fails and each.phone.endswith(fails) else "delivered"
                self.keep(each)
            most = 0 if self.switches["silent"] else 1 + bool(self.switches["twice"])
            if each.report_to and each.reports < most:
                due.append(each)
        return due

    @staticmethod
    def said(known: Taken) -> dict[str, str]:
        reason = "关机" if known.state == "failed" else ""
        return {"state": known.state, "receipt": known.receipt, "reason": reason}

    @property
    def _file(self) -> Path:
        return self.folder / "texts.jsonl"


class Reporter(threading.Thread):
    """Posts signed reports until they are taken."""

    def __init__(self, book: Book) -> None:
        super().__init__(name="reports", daemon=True)
        self.book = book

    def run(self) -> None:
        while True:
            time.sleep(TICK)
            with self.book.lock:
                due = self.book.deliver()
            by_address: dict[str, list[Taken]] = {}
            for each in due:
                by_address.setdefault(each.report_to, []).append(each)
            for address, those in by_address.items():
                self._post(address, those)

    def _post(self, address: str, those: list[Taken]) -> None:
        told = [{"id": each.id, **Book.said(each)} for each in those[:100]]
        body = json.dumps({"reports": told}, ensure_ascii=False).encode()
        stamp = str(int(clock.now().timestamp()))
        signed = hmac.new(self.book.key.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": stamp,
            "X-Signature": signed,
        }
        try:
            with urlopen(Request(address, body, headers), timeout=10):  # noqa: S310 — as we were told
                pass
        except OSError:
            time.sleep(0.2)
            return
        with self.book.lock:
            for each in those[:100]:
                each.reports += 1
                self.book.keep(each)


class Answering(BaseHTTPRequestHandler):
    """POST /messages, GET /messages/<id>; GET / a page; GET /ledger.json, POST /switches."""

    book: ClassVar[Book]

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == "/switches":
            with self.book.lock:
                self.book.switches = SWITCHES | asked
            self._answer(200, {})
        elif self.path == "/messages" and self._is_up():
            with self.book.lock:
                status, said = self.book.take(asked)
                is_dropped = self.book.switches["drop"] > 0
                self.book.switches["drop"] -= is_dropped
            time.sleep(float(self.book.switches["slow"]))
            if is_dropped:
                self.close_connection = True
            else:
                self._answer(status, said)

    def do_GET(self) -> None:
        path, _, number = self.path.rpartition("/")
        with self.book.lock:
            known = self.book.taken.get(number)
            ledger = {each.id: asdict(each) for each in self.book.taken.values()}
        if self.path == "/ledger.json":
            self._answer(200, ledger)
        elif self.path == "/":
            self._write(200, "text/html; charset=utf-8", _page(ledger).encode())
        elif path == "/messages" and self._is_up():
            self._answer(*((200, Book.said(known)) if known else (404, {})))

    def log_message(self, *_: object) -> None:
        """Phones stay out of the terminal."""

    def _is_up(self) -> bool:
        if self.headers.get("Authorization") != f"Bearer {self.book.key}":
            self._answer(401, {})
            return False
        if self.book.switches["down"]:
            self._answer(503, {})
            return False
        return True

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        self._write(status, "application/json", json.dumps(said, ensure_ascii=False).encode())

    def _write(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _page(ledger: dict[str, dict[str, Any]]) -> str:
    """The newest first, as phones would show them."""
    newest = list(ledger.values())[: -SHOWN - 1 : -1]
    said = "".join(
        f"<li><b>{html.escape(each['phone'])}</b> {html.escape(each['state'])}"
        f"<p>{html.escape(each['text'])}</p></li>"
        for each in newest
    )
    return f'<!doctype html><html lang="zh-Hans"><title>试用短信</title><ul>{said}</ul></html>'


def serve(port: int, book: Book) -> ThreadingHTTPServer:
    """Not yet running; port 0 takes any that is free. Reports go out from now on."""
    Reporter(book).start()
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Own", (Answering,), {"book": book}))
    server.daemon_threads = True
    return server


def main() -> None:
    """DIR/sms.env is there as soon as the port answers."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8098)
    options.add_argument("--state", type=Path, required=True)
    chosen = options.parse_args()
    server = serve(chosen.port, Book(chosen.state))
    lines = f"SMS_URL=http://127.0.0.1:{server.server_port}\nSMS_KEY={KEY}\n"
    (chosen.state / "sms.env").write_text(lines, encoding="utf-8")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
