"""Where the journeys of the ground begin: who is signed in, which ashes wait, which rest."""

import re
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests import world
from tests.browser.walk import click_through
from tests.emulators.escpos_paper import Sheet
from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys.desk import Desk
from tests.journeys.house import House, now, some_minutes_ago, until
from tests.journeys.screens import fact

FURNACE = "2号火化机"
NIGHT = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('default', %s, 0, NULL, NULL, '{"timestamp": 0}'::jsonb, NULL)
]::procrastinate_job_to_defer_v1[])
"""


@dataclass(frozen=True)
class Packed:
    """Ashes of the demonstration that wait in the house; `page` is the page of the portion."""

    page: str
    number: str
    case: str
    certificate: str


@dataclass
class Ground:
    """`packed`, `resting`: each is for one journey only, so that none finds another's traces."""

    house: House
    keeper: Desk
    printer: EscposPrinter
    packed: list[str] = field(default_factory=list)
    resting: list[str] = field(default_factory=list)
    right: str = ""

    @property
    def url(self) -> str:
        return self.house.site.url

    @property
    def page(self) -> Page:
        return self.keeper.page

    def look_around(self) -> None:
        """By the keeper's own lists."""
        self.packed = self._links("/portions?state=at_furnace")
        self.resting = self._links("/ashes?state=open")

    def _links(self, path: str) -> list[str]:
        links = self.keeper.open(path).locator("tbody th a").all()
        return [str(link.get_attribute("href")) for link in links]

    def next_packed(self) -> Packed:
        """The page of the portion stands open."""
        path = self.packed.pop()
        page = self.keeper.open(path)
        number = page.locator("h1").inner_text().split()[1:3]
        click_through(page.get_by_role("link", name=number[0], exact=True).first)
        certificate = fact(page, "火化证明")
        self.keeper.open(path)
        return Packed(path, " ".join(number), number[0], certificate)

    def next_resting(self) -> str:
        """The number of a deposit, whose page stands open."""
        path = self.resting.pop()
        self.keeper.open(path)
        return path.rsplit("/", 1)[1]

    @cached_property
    def cremated(self) -> str:
        """A case with a certificate and without a bill; its claimant is at the counter."""
        with (
            self.house.signed_in("jiayu-desk") as desk_page,
            self.house.cremated_by("jiayu-operator-1", "jiayu-operator-2") as screens,
        ):
            desk, *hall = (Desk(page, self.url) for page in (desk_page, *screens))
            return cremate(self.house, desk, hall)

    @cached_property
    def deposit(self) -> str:
        """Its ashes in the niche that the family pointed at; the number of the deposit."""
        return choose_niche(self)

    def let_a_right_end_in(self, number: str, days: int) -> date:
        """As if years had passed, and the night in which the worker looks; its last day."""
        [(ends,)] = self.house.ask("SELECT until FROM rights WHERE number = %s", number)
        wanted = now().date() + timedelta(days=days)
        for table, key in (("rights", "id"), ("right_terms", "right_id")):
            self.house.ask(
                f"UPDATE {table} SET since = since - %s, until = until - %s"  # noqa: S608
                f" WHERE {key} = (SELECT id FROM rights WHERE number = %s) RETURNING 1",
                *[(ends - wanted).days] * 2,
                number,
            )
        self.house.ask(NIGHT, "cemetery.make_right_notices")
        return wanted

    def paper(self, word: str) -> Sheet:
        """What came out of the printer with this word on it."""
        until(lambda: self._sheets(word), f"打印“{word}”")
        return self._sheets(word)[0]

    def _sheets(self, word: str) -> list[Sheet]:
        return [sheet for sheet in self.printer.sheets if word in sheet.text]

    def keep(self, page: Page, name: str) -> None:
        folder = self.house.output / "ground"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)


CLAIMANT, CLAIMANT_PHONE = "何示国", "13900139000"  # as Desk.open_walk_in_case writes them
CLAIMANT_IDENTITY = world.identity_number(date(1972, 2, 3))
ROW, NUMBER = 4, 9


def cremate(house: House, desk: Desk, hall: list[Desk]) -> str:
    """The case."""
    died_on = now().date() - timedelta(days=1)
    case = desk.open_walk_in_case("林示秀", world.identity_number(date(1940, 3, 4)), died_on)
    desk.receive(case, some_minutes_ago(20))
    desk.record_papers(case, CLAIMANT_IDENTITY)
    desk.plan(case, now().date() + timedelta(days=5))
    house.let_it_be_today(case, FURNACE, hour=16)
    scans = desk.wristband(case), desk.work_order(case)
    for operator in hall:
        operator.check(FURNACE, *scans)
    assert hall[0].try_to_cremate(case) == ""
    hall[0].end_cremation(case)
    hall[0].scan(scans[0], "ashes_packed", "骨灰整理间")
    desk.issue_certificate(case, CLAIMANT)
    return case


def choose_niche(ground: Ground) -> str:
    """The family points at a niche on the plan: the fourth row, the ninth from the left."""
    keeper, page = ground.keeper, ground.page
    keeper.open(f"/cases/{ground.cremated}")
    click_through(page.get_by_role("link", name="办理骨灰寄存").first)
    point_at(page, ROW, NUMBER)
    assert page.get_by_label(f"{NUMBER}号", exact=True).is_checked()
    ground.keep(page, "niche-plan")
    page.locator("[name=months]").fill("12")
    keeper.send()
    return page.url.rsplit("/", 1)[1]


def point_at(page: Page, row: int, number: int) -> None:
    """On the plan of a zone, once its script listens."""
    page.get_by_role("application").wait_for()
    rows = page.locator(".wall .cells a")
    rows.nth(row - 1).click(position={"x": 24 * (number - 1) + 12, "y": 12})
    page.wait_for_url(f"**number={number}*")


def code_on(page: Page, picture: str) -> str:
    """What a telephone reads from the code on the screen."""
    shown = Image.open(BytesIO(page.locator(picture).first.screenshot()))
    found = zxingcpp.read_barcodes(shown.convert("L"))
    assert len(found) == 1, found
    return found[0].text


def later_today(minutes: int) -> datetime:
    """So many minutes ahead, or what the day has left; its last minutes are waited out."""
    while f"{now():%H:%M}" > "23:55":
        time.sleep(5)
    return min(now() + timedelta(minutes=minutes), now().replace(hour=23, minute=58))


def press(page: Page, name: str) -> None:
    click_through(page.get_by_role("button", name=name).first)


def follow(page: Page, name: str) -> None:
    click_through(page.get_by_role("link", name=re.compile(name)).first)


def said(page: Page) -> str:
    return page.locator("main").inner_text()
