"""The printers' page while it is open: it tells by itself, and leaves the reader's place alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from hardware.models import Printer
from hardware.operations import add_printer, print_trial_page
from hardware.queries import get_printer
from kernel.db import transaction
from kernel.people.actors import SETUP, Role
from tests.browser.readers import Readers
from tests.emulators.escpos_printer import EscposPrinter

SECONDS = 15_000  # ms; the page asks every five seconds


@pytest.fixture
def page(browser, opened) -> Iterator[Page]:
    with Readers(browser, opened.site.url) as readers:
        yield readers.staff(Role.DESK).page


@pytest.fixture
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as machine:
        yield machine


@pytest.fixture
def printer(opened, machine) -> Iterator[Printer]:
    """Taken out of use afterwards: the county's own printer stays the first."""
    with opened.app.app_context():
        home = get_printer(opened.county.printer_id).institution_id
        printer = add_printer(
            institution_id=home, name="看着变", host=machine.host, port=machine.port, by=SETUP
        )
        yield printer
        with transaction():
            printer.in_use = False


def panel(page: Page) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name="看着变"))


def test_state_and_queue_change_by_themselves_and_leave_the_focus(opened, machine, printer, page):
    page.goto(f"{opened.site.url}/printers")
    expect(panel(page).locator(".tag")).to_have_text("正常")
    button = panel(page).get_by_role("button", name="打印测试页")
    button.focus()
    machine.paper_out = True
    expect(panel(page).locator(".tag")).to_have_text("缺纸", timeout=SECONDS)
    expect(page.locator("#printers-told")).to_have_text("看着变 缺纸")
    print_trial_page(printer_id=printer.id, by=SETUP)
    expect(panel(page)).to_contain_text("打印机测试页", timeout=SECONDS)
    expect(button).to_be_focused()
