"""The desk at its pages: signing in, sending forms, reading what the page says."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

from tests import world


def sign_in(client: FlaskClient, login: str) -> None:
    answer = client.post("/sign-in", data={"login": login, "password": world.PASSWORD})
    assert answer.status_code == 302


def words(page: str) -> str:
    """The visible sentences of a page in one line."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return words(answer.text)


def send(client: FlaskClient, path: str, **fields: Any) -> str:
    """Sends a form and follows; what the next page says."""
    answer = client.post(path, data=fields, follow_redirects=True)
    assert answer.status_code == 200, (path, words(answer.text))
    return words(answer.text)


def walk_in(**changed: str) -> dict[str, Any]:
    """A walk-in form as a clerk fills it in."""
    asked: dict[str, Any] = {
        "deceased_name": "张三",
        "identity_kind": "id_card",
        "identity_number": world.identity_number(),
        "sex": "9",
        "died_on": ["2026", "11", "20"],
        "household_registration": "嘉鱼县",
        "waiver_class": "resident",
        "claimant_name": "张小三",
        "relation": "child",
        "phone": "138 0013 8000",
    }
    return asked | changed
