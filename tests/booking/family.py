"""A family in a test: what it types on each page, and what the page then says."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from werkzeug.test import TestResponse

from kernel import clock
from tests import world
from tests.visitor import Visitor

Typed = dict[str, Any]
TAG = re.compile(r"<(script|style|svg).*?</\1>|<[^>]+>", re.DOTALL)


def text_of(answer: TestResponse) -> str:
    """What a person reads, every run of white space as one space."""
    return " ".join(TAG.sub(" ", answer.get_data(as_text=True)).split())


def parts(day: date) -> list[str]:
    """As three inputs under one name are sent."""
    return [str(day.year), str(day.month), str(day.day)]


def tomorrow() -> str:
    return (clock.today() + timedelta(days=1)).isoformat()


@dataclass
class Family:
    """`typed`: by page, in the order of the steps; a test changes what it is about."""

    browser: Visitor
    identity_number: str = field(default_factory=world.identity_number)
    phone: str = "138 0013 8000"

    def typed(self) -> dict[str, Typed]:
        return {
            "who": {"claimant_name": "张小三", "relation": "child", "phone": self.phone},
            "deceased": {
                "identity_number": self.identity_number,
                "deceased_name": "张三",
                "died_on": parts(clock.today()),
            },
            "household": {"household": "here", "waiver_class": "resident"},
            "transfer": {"pick_up": "yes", "pick_up_from": "县人民医院"},
            "day": {"day": tomorrow()},
            "hall": {"hall_class": "small", "cremator_type": "flat"},
            "time": {"starts_at": world.tomorrow_at(9).isoformat()},
        }

    def open(self, page: str) -> TestResponse:
        return self.browser.get(page, follow_redirects=False)

    def send(self, page: str, **changed: Any) -> TestResponse:
        """What this page's step types, with some of it changed; not following where it leads."""
        return self.browser.post(f"/book/{page}", data=self.typed().get(page, {}) | changed)

    def start(self) -> TestResponse:
        return self.browser.post("/")

    def walk(self, until: str = "check", **changed: Typed) -> None:
        """Answer every question before the page `until`."""
        self.start()
        for page in self.typed():
            if page == until:
                return
            answer = self.send(page, **changed.get(page, {}))
            assert answer.status_code == 302, text_of(answer)

    def check(self) -> TestResponse:
        return self.open("/book/check")

    def confirm(self, page: TestResponse | None = None) -> TestResponse:
        """Press the button on the check page as it was shown."""
        shown = (page or self.check()).get_data(as_text=True)
        hidden = {name: _hidden(shown, name) for name in ("agreed", "idempotency_key")}
        return self.browser.post("/book/check", data=hidden)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = found and re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""
