"""Families in a process of their own: they send the form at their moment and look until answered.

`python rush_crowd.py` reads from its input what to do and writes what was seen, both JSON; it knows
nothing of the system but its pages.
"""

import asyncio
import json
import os
import random
import re
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from time import sleep
from time import time as moment_now
from urllib.parse import urlencode

ANSWERED = re.compile(r'data-again="(\d+)"')
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
GIVE_UP = 600.0
AGAIN = 1.0  # a browser that got no answer is reloaded


@dataclass(frozen=True)
class Form:
    """What one family sends, and how many seconds after the opening."""

    path: str
    at: float
    fields: dict[str, str]


@dataclass
class Seen:
    """What one family saw; moments are seconds after the opening."""

    key: str
    pressed: float
    queued: float = 0.0
    token: str = ""
    answered: float = 0.0
    answer: str = ""
    tries: int = 0
    pages: int = 0


def crowd(port: int, opens: float, forms: Sequence[Form], cookie: str, csrf: str) -> list[Seen]:
    """`opens`: seconds since the epoch; `cookie`, `csrf`: of `open_form`."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return asyncio.run(_all(port, opens, forms, cookie, csrf))


async def _all(
    port: int, opens: float, forms: Sequence[Form], cookie: str, csrf: str
) -> list[Seen]:
    families = [_family(port, opens, form, cookie, csrf) for form in forms]
    return list(await asyncio.gather(*families))


async def _family(port: int, opens: float, form: Form, cookie: str, csrf: str) -> Seen:
    await asyncio.sleep(max(0.0, opens + form.at - moment_now()))
    seen = Seen(form.fields["idempotency_key"], moment_now() - opens)
    body = urlencode(form.fields | {"csrf_token": csrf})
    while not seen.token and moment_now() - opens < GIVE_UP:
        seen.tries += 1
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            head, page = await _ask(port, "POST", form.path, cookie, body)
            found = re.search(r"[Ll]ocation: \S*/visit/queue/(\w+)", head)
            if found:
                seen.token, seen.queued = found[1], moment_now() - opens
                break
            seen.answer = page[:0] + head[:200]
        await asyncio.sleep(AGAIN)
    waits = False
    while seen.token and moment_now() - opens < GIVE_UP:
        again = 2.0
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            # The whole page first, then as its script does what has changed of it, then the answer.
            part = "/place" if seen.pages and waits else ""
            head, page = await _ask(port, "GET", f"/visit/queue/{seen.token}{part}", cookie, "")
            if " 200 " in head:
                seen.pages += 1
                waiting = ANSWERED.search(page)
                waits = bool(waiting)
                if not waiting and part:
                    continue
                if not waiting:
                    seen.answered = moment_now() - opens
                    seen.answer = "granted" if "/v/" in page else "refused"
                    break
                again = float(waiting[1])
        await asyncio.sleep(again * random.uniform(0.9, 1.1))
    return seen


async def _ask(port: int, method: str, path: str, cookie: str, body: str) -> tuple[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
            f"Cookie: {cookie}\r\n"
        )
        if body:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        writer.write((head + "\r\n" + body).encode())
        answer = (await reader.read()).decode(errors="replace")
        top, _blank, page = answer.partition("\r\n\r\n")
        if not top.startswith("HTTP/1.1"):
            raise OSError("no answer")
        return top, page
    finally:
        writer.close()


def open_form(port: int, path: str) -> tuple[str, str]:
    """One browser's cookie and the token of its form."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode()
    found = CSRF.search(page)
    assert found, page[:500]
    return (answer.getheader("Set-Cookie") or "").partition(";")[0], found[1]


def look_around(
    port: int, cookie: str, paths: Sequence[str], every: float, until: float
) -> list[tuple[float, float]]:
    """Somebody at the desk opens other pages: moment and milliseconds of each."""
    took: list[tuple[float, float]] = []
    while moment_now() < until:
        begun = moment_now()
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        with suppress(OSError):
            connection.request("GET", paths[len(took) % len(paths)], headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == HTTPStatus.OK, answer.status
        connection.close()
        took.append((begun, (moment_now() - begun) * 1000))
        sleep(max(0.0, begun + every - moment_now()))
    return took


def main() -> None:
    asked = json.load(sys.stdin)
    if "paths" in asked:
        json.dump(look_around(**asked), sys.stdout)
        return
    # What telephones compute elsewhere is not to slow down this machine.
    os.nice(10)
    forms = [Form(**form) for form in asked.pop("forms")]
    json.dump([asdict(each) for each in crowd(forms=forms, **asked)], sys.stdout)


if __name__ == "__main__":
    main()
