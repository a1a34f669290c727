"""The full day, served, and two desks that look at it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from funeral.kinds import ResourceKind
from funeral.models import Occupancy
from funeral.operations import tell_family
from funeral.queries.plans import get_plan
from funeral.queries.schedule import get_occupancy, live_occupancies
from kernel import clock
from kernel.postgres import Cluster
from tests import world
from tests.browser.chromium import DESK
from tests.browser.county import app_of
from tests.browser.full_day import FullDay, make_full_day
from tests.browser.site import Site
from tests.browser.throwaway import environment_of, throwaway_database
from tests.conftest import VAR, settings_for, stay_within_the_day

PICTURES = VAR / "pictures" / "board"


@dataclass(frozen=True)
class Spot:
    """Where an item stands, as the database says."""

    id: uuid.UUID
    plan_id: uuid.UUID
    resource: str
    variety: str
    starts_at: datetime

    @property
    def time(self) -> str:
        return clock.say_clock(self.starts_at)


@dataclass
class BoardSite:
    browser: Browser
    site: Site
    app: Flask
    full: FullDay
    contexts: list[BrowserContext] = field(default_factory=list)

    def desk(
        self,
        login: str = "jy-desk",
        *,
        path: str = "",
        size: tuple[int, int] = DESK,
        javascript: bool = True,
    ) -> Page:
        """A browser of its own, signed in and looking at the board."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{self.site.url}/sign-in")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(world.PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.goto(self.site.url + (path or self.full.path))
        return page

    def spot(self, occupancy_id: uuid.UUID) -> Spot:
        with self.app.app_context():
            return _spot(get_occupancy(occupancy_id))

    def farewells(self) -> list[Spot]:
        """By time; of the plans with a case."""
        return self._spots(ResourceKind.HALL)

    def cremations(self) -> list[Spot]:
        return self._spots(ResourceKind.CREMATOR)

    def case_of(self, spot: Spot) -> str:
        """Its number."""
        return self.full.cases[self.full.plans.index(spot.plan_id)]

    def tell(self, spot: Spot) -> None:
        """The family knows the present times."""
        with self.app.app_context():
            version = get_plan(spot.plan_id).version
            tell_family(plan_id=spot.plan_id, version=version, by=self.full.clerk)

    def _spots(self, kind: ResourceKind) -> list[Spot]:
        with self.app.app_context():
            plans = [get_plan(plan_id) for plan_id in self.full.plans]
            found = [
                _spot(occupancy)
                for plan in plans
                for occupancy in live_occupancies(plan)
                if occupancy.resource.kind == kind
            ]
        return sorted(found, key=lambda spot: (spot.starts_at, spot.resource))

    def close_desks(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


@contextmanager
def board_site(browser: Browser, cluster: Cluster, name: str) -> Iterator[BoardSite]:
    stay_within_the_day()
    with (
        throwaway_database(cluster, name) as database,
        app_of(settings_for(cluster, database)) as app,
    ):
        with app.app_context():
            full = make_full_day()
        with Site(environment_of(cluster, database), logs=VAR / "logs" / name) as site:
            opened = BoardSite(browser, site, app, full)
            yield opened
            opened.close_desks()


def _spot(occupancy: Occupancy) -> Spot:
    resource = occupancy.resource
    return Spot(
        occupancy.id, occupancy.plan_id, resource.name, resource.variety, occupancy.starts_at
    )


def item(page: Page, occupancy_id: object) -> Locator:
    return page.locator(f'[data-item="{occupancy_id}"]')


def row_of(page: Page, occupancy_id: object) -> str:
    """The name of the hall or cremator an item stands in."""
    row = page.locator(".board-row").filter(has=item(page, occupancy_id))
    return row.locator("h3 span").inner_text()


def said(page: Page) -> str:
    """What the page last told everybody, waited for."""
    spoken = page.locator("#said p:not(:empty)")
    spoken.wait_for()
    return spoken.inner_text()


def picture(page: Page, name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path
