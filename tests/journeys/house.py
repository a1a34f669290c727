"""A funeral home for one journey: a database of its own, loaded as the demo is, web and worker."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from playwright.sync_api import Browser, BrowserContext, Page

from kernel.postgres import Cluster
from tests.browser.chromium import DESK, PHONE
from tests.browser.site import Site
from tests.browser.throwaway import environment_of, throwaway_database
from tests.conftest import VAR, stay_within_the_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
OUTPUT = VAR.parent / "journey"
# From this hour of today on the home's clock, for an hour.
COME_TO_TODAY = """
WITH wanted AS (
    SELECT r.id AS cremator, c.plan_id, at, at + interval '1 hour' AS until
    FROM cases c JOIN resources r ON r.institution_id = c.institution_id
    CROSS JOIN LATERAL (
        SELECT ((now() AT TIME ZONE 'Asia/Shanghai')::date + make_interval(hours => %(hour)s))
            AT TIME ZONE 'Asia/Shanghai' AS at) today
    WHERE c.number = %(case)s AND r.name = %(cremator)s
), {change}
"""
GIVE_WAY = """
gone AS (
    UPDATE occupancies o SET released_at = now() FROM wanted
    WHERE o.resource_id = cremator AND released_at IS NULL AND occupies && tstzrange(at, until)
) SELECT 1
"""
MOVE = """
moved AS (
    UPDATE occupancies o SET resource_id = cremator, occupies = tstzrange(at, until),
        starts_at = at, ends_at = until
    FROM wanted
    WHERE o.plan_id = wanted.plan_id AND purpose = 'cremation' AND released_at IS NULL
) SELECT 1
"""


@dataclass
class House:
    """`ask` looks into the database directly, past the code that is being tried."""

    site: Site
    browser: Browser
    conninfo: str
    output: Path = OUTPUT

    @cached_property
    def _sign_ins(self) -> str:
        return self.site.flask("demo", "sign-ins")

    def password(self, login: str) -> str:
        found = re.search(rf"\b{login}\b[^\S\n]+(\S+)", self._sign_ins)
        assert found is not None, self._sign_ins
        return found[1]

    def ask(self, question: str, *values: object) -> list[Any]:
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            return connection.execute(question, values).fetchall()  # type: ignore[arg-type]

    def let_it_be_today(self, case: str, cremator: str, hour: int = 12) -> None:
        """As if the days until the planned cremation had passed: it stands today on this cremator.

        Whoever the demonstration has there at that time gives way.
        """
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            for change in (GIVE_WAY, MOVE):
                connection.execute(
                    COME_TO_TODAY.format(change=change),  # type: ignore[arg-type]
                    {"case": case, "cremator": cremator, "hour": hour},
                )

    @contextmanager
    def cremated_by(self, *logins: str) -> Iterator[list[Page]]:
        """The screens of the cremation hall, each with another operator signed in."""
        with ExitStack() as open_screens:
            yield [open_screens.enter_context(self.signed_in(login)) for login in logins]

    @contextmanager
    def phone(self, *, javascript: bool = False) -> Iterator[Page]:
        """390 px wide and a thumb; without JavaScript, as families must be able to do it."""
        context = self._context(
            PHONE, is_mobile=True, has_touch=True, java_script_enabled=javascript
        )
        with context:
            yield _page(context)

    @contextmanager
    def signed_in(self, login: str) -> Iterator[Page]:
        """A desk screen of 1440 px with this member of staff signed in."""
        context = self._context(DESK)
        with context:
            page = _page(context)
            page.goto(self.site.url + "/sign-in")
            page.get_by_label("登录名").fill(login)
            page.get_by_label("密码").fill(self.password(login))
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
            yield page

    def _context(self, size: tuple[int, int], **more: Any) -> BrowserContext:
        return self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **more,
        )


def _page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


@contextmanager
def open_house(cluster: Cluster, browser: Browser, purpose: str) -> Iterator[House]:
    stay_within_the_day()
    with throwaway_database(cluster, purpose) as database, TemporaryDirectory() as var_dir:
        environment = environment_of(cluster, database) | {"VAR_DIR": var_dir}
        with Site(environment, logs=VAR / "logs" / purpose) as site:
            site.flask("demo", "load")
            yield House(site, browser, cluster.conninfo(database))


def until(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait for what another process does in its own time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"没有等到：{what}"
        time.sleep(0.1)


def now() -> datetime:
    """On the wall clock of the home."""
    return datetime.now(SHANGHAI)


def some_minutes_ago(minutes: int) -> datetime:
    """A moment of today: a ceremony is recorded with one date, so none may span midnight."""
    while now().hour == 0 and now().minute <= minutes:
        time.sleep(5)
    return now() - timedelta(minutes=minutes)
