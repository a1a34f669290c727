"""Chromium as the families and the desk would have it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox",  # as root in containers Chromium has none
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
AXE = Axe().axe_script
# Long enough for a machine that others use, too; what is there is not waited for.
expect.set_options(timeout=20_000)
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=list(FLAGS)
        )
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0–2.2 A and AA and best practice: rule, then the elements."""
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": list(STANDARDS)},
    }
    page.evaluate(AXE)
    # Only these: whatever passed would be sent through the debugging line for each page, too.
    found = page.evaluate("options => axe.run(options).then(all => all.violations)", options)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
