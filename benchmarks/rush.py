"""The opening rush: 20,000 families in ten seconds for 5,000 places, on one machine.

Against the web server as `./run serve` starts it and one worker; families, and somebody at the desk
who opens other pages all the while, are processes of their own. RUSH_ARRIVALS, RUSH_PLACES,
RUSH_SECONDS and RUSH_CLIENTS make it smaller. `rush-killed` kills the worker and the web process of
the queue in the middle of it.
"""

import json
import os
import random
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from http.client import HTTPConnection
from statistics import median
from threading import Thread
from time import sleep
from time import time as moment_now
from typing import Any
from urllib.parse import urlencode

from benchmarks import rush_crowd
from benchmarks.rows import Row, row
from benchmarks.rush_crowd import Form, Seen
from benchmarks.rush_town import Town, open_town
from kernel.people.identity import check_digit
from tests import world

ARRIVALS = int(os.environ.get("RUSH_ARRIVALS", "20000"))
PLACES = int(os.environ.get("RUSH_PLACES", "5000"))
SECONDS = float(os.environ.get("RUSH_SECONDS", "10"))
CLIENTS = int(os.environ.get("RUSH_CLIENTS", "4"))
# The desk is looked at on a quiet morning, and until so long after the opening.
QUIET, LOOK = 30.0, SECONDS + 30.0
EVERY = 0.25
# A turn is a quarter second, inside which chance decides.
TURN = 0.25


def measure() -> Iterator[Row]:
    yield from _rush(kill=False)


def measure_killed() -> Iterator[Row]:
    yield from _rush(kill=True)


def _rush(*, kill: bool) -> Iterator[Row]:
    with open_town() as town:
        cookie = _sign_in(town)
        opens = town.open_in(QUIET, PLACES)
        paths = [f"/visits/{town.site_id}", "/board", "/cases"]
        looks = _run(port=town.port, cookie=cookie, paths=paths, every=EVERY, until=opens + LOOK)
        forms = [asdict(form) for form in _forms(town)]
        page, csrf = rush_crowd.open_form(town.port, str(forms[0]["path"]))
        told = {"port": town.port, "opens": opens, "cookie": page, "csrf": csrf}
        crowds = [_run(**told, forms=forms[each::CLIENTS]) for each in range(CLIENTS)]
        if kill:
            _kill(town, opens)
        seen = [Seen(**each) for crowd in crowds for each in crowd()]
        yield from _judge(town, seen)
        yield from _pages(looks(), opens, max(each.answered for each in seen))


def _run(**asked: object) -> Callable[[], list[Any]]:
    """A process of families, begun; what it saw, when it ends."""
    process = subprocess.Popen(
        [sys.executable, rush_crowd.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    process.stdin.write(json.dumps(asked).encode())
    process.stdin.close()
    process.stdin = None
    answer: list[bytes] = []
    # Read beside, since a pipe holds little.
    reading = Thread(target=lambda: answer.append(process.communicate()[0]))
    reading.start()

    def wait() -> list[Any]:
        reading.join()
        return list(json.loads(answer[0]))

    return wait


def _sign_in(town: Town) -> str:
    """The desk's cookie."""
    connection = HTTPConnection("127.0.0.1", town.port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    found = rush_crowd.CSRF.search(answer.read().decode())
    assert found
    said = {"login": town.login, "password": world.PASSWORD, "csrf_token": found[1]}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", urlencode(said), headers)
    answer = connection.getresponse()
    answer.read()
    cookies = [said for name, said in answer.getheaders() if name == "Set-Cookie"]
    return "; ".join(each.partition(";")[0] for each in cookies)


def _forms(town: Town) -> list[Form]:
    """Evenly over the seconds, in order; half of them would take another slot."""
    chance = random.Random(2027)
    return [
        Form(
            path=f"/visit/{town.site_id}/{town.day}/{chance.choice(town.slots)}",
            at=SECONDS * number / ARRIVALS,
            fields={
                "name": "张示清",
                "identity_number": _identity_number(number),
                "phone": f"138{number:08d}",
                "persons": "1",
                "idempotency_key": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                **({"any_slot": "y"} if number % 2 else {}),
            },
        )
        for number in range(ARRIVALS)
    ]


def _identity_number(number: int) -> str:
    born_on = date(1960, 1, 1) + timedelta(days=number // 500)
    first = f"421221{born_on:%Y%m%d}{number % 500:03d}"
    return first + check_digit(first)


def _kill(town: Town, opens: float) -> None:
    """The worker in the middle of a batch, then each web process once."""
    sleep(max(0.0, opens + SECONDS * 0.4 - moment_now()))
    town.kill_worker()
    for pid in town.web_workers():
        sleep(SECONDS * 0.1)
        os.kill(pid, 9)


def _judge(town: Town, seen: Sequence[Seen]) -> Iterator[Row]:
    [[granted, refused, waiting, doubled]] = town.sql(
        "SELECT count(*) FILTER (WHERE state = 'granted'),"
        " count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE state = 'waiting'),"
        " count(*) - count(DISTINCT identity_index) FROM visit_requests"
    )
    [[booked, slots_taken, oversold]] = town.sql(
        "SELECT (SELECT count(*) FROM visit_bookings), sum(taken_open),"
        " sum(greatest(0, taken_open - persons)) FROM visit_slots WHERE day = %s",
        town.day,
    )
    [[noted]] = town.sql(
        "SELECT count(DISTINCT change ->> 'record') FROM journal, jsonb_array_elements(changes)"
        " AS change WHERE operation = 'cemetery.allocate_visits'"
        " AND change ->> 'record' LIKE 'visit_requests/%%' HAVING count(*) ="
        " count(DISTINCT change ->> 'record')"
    )
    answered = [each for each in seen if each.answered]
    agree = sum(each.answer == "granted" for each in answered)
    yield row("families who came", len(seen), "families", ARRIVALS)
    yield row("families whose page shows an answer", len(answered), "families", ARRIVALS)
    yield row("granted (limit: places)", granted, "families", PLACES)
    yield row("granted, by the families' own pages", agree, "families", PLACES)
    yield row("bookings made (limit: granted)", booked, "bookings", granted)
    yield row("places counted as taken (limit: granted)", int(slots_taken), "persons", granted)
    yield row("answers in the journal, each once", noted, "families", ARRIVALS)
    yield row("refused or left without answer", refused, "families", ARRIVALS - PLACES)
    yield Row(
        "still waiting, sold twice, in the queue twice", waiting + oversold + doubled, "", 0, 0
    )
    yield from _order(town, seen)
    queued = [each.queued - each.pressed for each in seen if each.queued]
    ends = [each.answered - each.pressed for each in answered]
    yield row("place in the queue shown, median", median(queued), "s", SECONDS)
    yield row("place in the queue shown, p95", _p95(queued), "s", SECONDS)
    yield row("answer seen after pressing, median", median(ends), "s", SECONDS)
    yield row("answer seen after pressing, p95", _p95(ends), "s", SECONDS)
    yield row("pages looked at while waiting", sum(each.pages for each in seen), "pages", ARRIVALS)
    yield row("times sent (limit: families)", sum(each.tries for each in seen), "forms", ARRIVALS)
    last = max(each.queued for each in seen)
    yield row(
        "arrivals taken in (limit: offered)", len(seen) / last, "a second", ARRIVALS / SECONDS
    )


def _order(town: Town, seen: Sequence[Seen]) -> Iterator[Row]:
    """By turn and lot; and how far later comers were dealt with before earlier ones."""
    rows = town.sql(
        "SELECT key, extract(epoch FROM arrived_at)::float8 FROM visit_requests"
        " WHERE answered_at IS NOT NULL ORDER BY answered_at, turn, tie"
    )
    arrived = [float(each[1]) for each in rows]
    yield row("order: arrival to answer, rank correlation", _correlation(arrived), "", 1)
    yield row("order: worst overtaking, arrival to answer", _overtaken(arrived), "s", TURN)
    pressed_of = {each.key: each.pressed for each in seen}
    pressed = [pressed_of[str(each[0])] for each in rows]
    yield row("order: pressing to answer, rank correlation", _correlation(pressed), "", 1)
    yield row("order: worst overtaking, pressing to answer", _overtaken(pressed), "s", SECONDS)
    [[_first, _last, span]] = town.sql(
        "SELECT min(answered_at), max(answered_at),"
        " extract(epoch FROM max(answered_at) - min(answered_at))::float8 FROM visit_requests"
    )
    yield row(
        "answered (limit: arrivals offered)",
        len(rows) / max(span, 0.001),
        "a second",
        ARRIVALS / SECONDS,
    )


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def _correlation(moments: Sequence[float]) -> float:
    """Spearman's, of the order in which they stand to that of their moments."""
    ranks = {
        at: rank for rank, at in enumerate(sorted(range(len(moments)), key=moments.__getitem__))
    }
    off = sum((place - ranks[place]) ** 2 for place in range(len(moments)))
    count = len(moments)
    return 1 - 6 * off / (count * (count * count - 1))


def _overtaken(moments: Sequence[float]) -> float:
    """The most seconds by which anybody stands behind somebody who came later."""
    worst, latest = 0.0, moments[0]
    for each in moments:
        worst, latest = max(worst, latest - each), max(latest, each)
    return worst


def _pages(looks: Sequence[tuple[float, float]], opens: float, seconds: float) -> Iterator[Row]:
    """Before, and in the seconds from the opening until the last family has its answer."""
    quiet = [took for at, took in looks if at < opens]
    busy = [took for at, took in looks if opens <= at < opens + seconds]
    yield row("other pages before, median", median(quiet), "ms", median(quiet))
    yield row("other pages in the rush, median (limit: before)", median(busy), "ms", median(quiet))
    yield row("other pages before, p95", _p95(quiet), "ms", _p95(quiet))
    yield row("other pages in the rush, p95 (limit: before)", _p95(busy), "ms", _p95(quiet))
