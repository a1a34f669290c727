"""The desk at its pages: sending forms, reading what the page says."""

import html
import re
from datetime import date
from typing import Any

from kernel import clock
from tests import world
from tests.visitor import Visitor


def words(page: str) -> str:
    """The visible sentences of a page in one line."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def read(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return words(answer.text)


def send(visitor: Visitor, path: str, **fields: Any) -> str:
    """Sends a form and follows; what the next page says."""
    answer = visitor.post(path, data=fields, follow_redirects=True)
    assert answer.status_code == 200, (path, words(answer.text))
    return words(answer.text)


def beside(visitor: Visitor, path: str, field: str, **fields: Any) -> str:
    """Sends a form; the sentence the page shows beside this field."""
    page = visitor.post(path, data=fields).text
    found = re.search(rf'<p id="{field}(?:-date)?-error"[^>]*>(.*?)</p>', page, re.DOTALL)
    return words(found[1]).removeprefix("错误： ") if found else ""


def three(day: date) -> list[str]:
    """A day as the three inputs of a form."""
    return [str(day.year), str(day.month), str(day.day)]


def walk_in(**changed: Any) -> dict[str, Any]:
    """A walk-in form as a clerk fills it in."""
    asked: dict[str, Any] = {
        "deceased_name": "张三",
        "identity_kind": "id_card",
        "identity_number": world.identity_number(),
        "sex": "9",
        "died_on": three(clock.today()),
        "household_registration": "嘉鱼县",
        "waiver_class": "resident",
        "claimant_name": "张小三",
        "relation": "child",
        "phone": "138 0013 8000",
    }
    return asked | changed
