"""Reading what stands on a page: tables by their captions, facts by their labels, money as fen."""

import re
from decimal import Decimal

from playwright.sync_api import Page

AMOUNT = re.compile(r"-?[\d,]+(?:\.\d{1,2})?")


def fen(text: str) -> int:
    """ "1,140 元", "￥1,280.50" or "0.00" in fen."""
    found = AMOUNT.search(text)
    assert found is not None, f"没有金额：{text!r}"
    return int(Decimal(found[0].replace(",", "")) * 100)


def table(page: Page, caption: str) -> list[dict[str, str]]:
    """Rows of the body by column heading, then those of the foot."""
    found = page.locator("table").filter(has=page.locator("caption", has_text=caption)).first
    headings = [_plain(text) for text in found.locator("thead th").all_inner_texts()]
    rows = []
    for row in found.locator("tbody tr, tfoot tr").all():
        cells: list[str] = []
        for cell in row.locator("th, td").all():
            span = int(cell.get_attribute("colspan") or 1)
            cells += [_plain(cell.inner_text())] * span
        rows.append(dict(zip(headings, cells, strict=False)))
    return rows


def fact(page: Page, label: str) -> str:
    """The value beside a label in any list of facts of the page."""
    term = page.locator("dt", has_text=re.compile(rf"^\s*{label}\s*$")).first
    return _plain(term.locator("xpath=following-sibling::dd[1]").inner_text())


def _plain(text: str) -> str:
    return " ".join(text.split())
