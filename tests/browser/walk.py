"""A family books, page by page, with a thumb on a phone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from playwright.sync_api import Locator, Page

from kernel import clock

Look = Callable[[Page], None]


@dataclass(frozen=True)
class Wishes:
    """What the family types and chooses; enums by value, as the choices of the forms are."""

    home: str
    claimant_name: str
    phone: str
    deceased_name: str
    identity_number: str
    died_on: date
    waiver_class: str = "resident"
    pick_up_from: str = ""
    day: date = field(default_factory=lambda: clock.today() + timedelta(days=1))
    hall_class: str = "small"
    cremator_type: str = "flat"
    # The place of the chosen time among those that are free.
    time: int = 0


@dataclass(frozen=True)
class Booked:
    """As the family's page says it."""

    code: str
    text: str


def book(page: Page, url: str, wishes: Wishes, look: Look = lambda _page: None) -> Booked:
    """From the first page to the confirmed booking; `look` is called on each page."""
    page.goto(url + "/")
    look(page)
    walk_to_check(page, wishes, look)
    look(page)
    confirm(page)
    look(page)
    return read_booking(page)


def walk_to_check(page: Page, wishes: Wishes, look: Look = lambda _page: None) -> None:
    """Every question, up to the page that checks the answers."""
    walk_to_time(page, wishes, look)
    choose_time(page, wishes)


def choose_time(page: Page, wishes: Wishes) -> None:
    page.locator("input[name=starts_at]:enabled").nth(wishes.time).check(force=True)
    go_on(page)


def walk_to_time(page: Page, wishes: Wishes, look: Look = lambda _page: None) -> None:
    """Every question before the time, which stands open."""
    start(page, wishes.home)
    look(page)
    _say_who(page, wishes)
    look(page)
    _say_whom(page, wishes)
    look(page)
    choose(page, "household", "here")
    choose(page, "waiver_class", wishes.waiver_class)
    go_on(page)
    look(page)
    choose(page, "pick_up", "yes" if wishes.pick_up_from else "no")
    if wishes.pick_up_from:
        page.locator("[name=pick_up_from]").fill(wishes.pick_up_from)
    go_on(page)
    look(page)
    choose(page, "day", wishes.day.isoformat())
    go_on(page)
    look(page)
    choose(page, "hall_class", wishes.hall_class)
    choose(page, "cremator_type", wishes.cremator_type)
    go_on(page)
    look(page)


def start(page: Page, home: str) -> None:
    """Where a county has one funeral home only, none is asked for."""
    if page.locator("input[name=home]").count():
        choose(page, "home", home)
    go_on(page)


def confirm(page: Page) -> None:
    click_through(page.get_by_role("button", name="确认预约"))


def read_booking(page: Page) -> Booked:
    return Booked(code=page.url.rsplit("/", 1)[1], text=page.locator("main").inner_text())


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value='{value}']").check(force=True)


def go_on(page: Page) -> None:
    """The one button that leads on; without JavaScript it sends the form all the same."""
    forms = page.locator("main form[method=post]")
    click_through(forms.locator("button.govuk-button:not(.govuk-button--secondary)").first)


def click_through(pressed: Locator, patience: float | None = None) -> None:
    """Press what leads to another page, and wait until that stands there; `patience` in ms.

    A click alone comes back while the old page may still be shown, above all without JavaScript.
    """
    with pressed.page.expect_navigation(timeout=patience):
        pressed.click(timeout=patience)


def fill_day(page: Page, name: str, day: date) -> None:
    """Three inputs under one name, in the order a Chinese date is said."""
    for place, part in enumerate((day.year, day.month, day.day)):
        page.locator(f"input[name={name}]").nth(place).fill(str(part))


def _say_who(page: Page, wishes: Wishes) -> None:
    page.locator("[name=claimant_name]").fill(wishes.claimant_name)
    page.locator("[name=relation]").select_option("child")
    page.locator("[name=phone]").fill(wishes.phone)
    go_on(page)


def _say_whom(page: Page, wishes: Wishes) -> None:
    page.locator("[name=identity_number]").fill(wishes.identity_number)
    page.locator("[name=deceased_name]").fill(wishes.deceased_name)
    fill_day(page, "died_on", wishes.died_on)
    go_on(page)
