"""How a page is opened: by whom, and what stands in its address."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, url_for

from kernel.people.actors import Role
from tests.browser.county import County

Values = Callable[[County], dict[str, object]]


@dataclass(frozen=True)
class Visit:
    """`role` None: a family. `values`: what the address needs, from the county of the tests."""

    endpoint: str
    role: Role | None = None
    values: Values = lambda _county: {}
    name: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.endpoint, self.name) if part)

    def path(self, app: Flask, county: County) -> str:
        with app.test_request_context():
            return url_for(self.endpoint, **self.values(county))


def of_case(endpoint: str, stage: str, role: Role = Role.DESK) -> Visit:
    return Visit(endpoint, role, lambda county: {"number": county.cases[stage]}, stage)
