"""What must be true of any page, as a browser sees it."""

import re

from playwright.sync_api import Page

from tests.browser.chromium import violations
from tests.browser.readers import Reader
from tests.lint import words

# Controls with their size. A choice is as large as its card where a touch at the card's edge meets
# it. Links inside a sentence are exempt (WCAG 2.2, 2.5.8), as is what only the keyboard reaches.
TARGETS = """
() => {
  const touches = (input, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && [input, ...input.labels].some(part => part.contains(hit));
  };
  const sizeOf = element => {
    const item = element.closest('.govuk-radios__item, .govuk-checkboxes__item');
    if (!item) return element.getBoundingClientRect();
    item.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = item.getBoundingClientRect();
    const edges = [[box.right - 8, box.top + 8], [box.right - 8, box.bottom - 8]];
    const whole = edges.every(([x, y]) => element.disabled || touches(element, x, y));
    return whole ? box : element.getBoundingClientRect();
  };
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  return [...document.querySelectorAll(controls)].flatMap(element => {
    const style = getComputedStyle(element);
    const box = sizeOf(element);
    const seen = box.width > 1 && box.height > 1 && style.visibility !== 'hidden';
    if (!seen || (element.tagName === 'A' && style.display === 'inline')) return [];
    const name = element.innerText || element.name || element.ariaLabel || element.outerHTML;
    return [{name: name.trim().slice(0, 60), height: box.height, width: box.width}];
  });
}
"""
EXTERNAL = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//(?!127\.0\.0\.1)[^"' >]+""")


def faults_of(reader: Reader) -> list[str]:
    """Whatever is wrong with the page just opened, on a screen of any size."""
    page = reader.page
    return [
        *(f"浏览器：{trouble}" for trouble in reader.troubles),
        *(f"外部地址：{found}" for found in EXTERNAL.findall(page.content())),
        *headings_wrong(page),
        *(
            f"{fault}：{piece[:60]}"
            for piece in words.spoken(page.content())
            for fault in words.faults(piece)
        ),
        *(f"axe {found}" for found in violations(page)),
    ]


def headings_wrong(page: Page) -> list[str]:
    count = page.locator("h1").count()
    named = page.title().split(" - ")[0].strip() not in {"", "需要补充："}
    return ([] if count == 1 else [f"{count} 个 h1"]) + ([] if named else ["没有标题"])


def too_wide(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = page.evaluate("document.documentElement.clientWidth")
    return [f"宽 {width}，屏幕 {shown}"] if width > shown else []


def small_targets(page: Page, least: int) -> list[str]:
    """Controls lower than `least` CSS pixels (half a pixel is a rounding matter)."""
    return [
        f"{target['name']} {target['width']:.0f}×{target['height']:.0f}"
        for target in page.evaluate(TARGETS)
        if target["height"] < least - 0.5
    ]
