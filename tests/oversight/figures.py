"""Reading the dashboard as an officer does."""

import re

from kernel import clock

MONTH = f"{clock.today():%Y-%m}"


def figure(page: str, name: str) -> str:
    """The number under a name on the dashboard, without its unit."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).split()[0]


def total(page: str) -> int:
    return int(re.search(r"共 (\d+) 条", page)[1])
