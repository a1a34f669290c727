"""Reading the dashboard as an officer does."""

import re

from kernel import clock


def this_month() -> str:
    """As addresses say it."""
    return f"{clock.today():%Y-%m}"


def without_token(page: str) -> str:
    """For codes that must not be there: a form's token may hold any letters by chance."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def figure(page: str, name: str) -> str:
    """The number under a name on the dashboard, without its unit."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).split()[0]


def total(page: str) -> int:
    return int(re.search(r"共 (\d+) 条", page)[1])
