"""What a list was asked: which home, which day, which page of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from kernel import clock
from kernel.errors import NotFound
from kernel.people.staff import staff_names
from kernel.places import Institution, InstitutionKind, list_institutions
from kernel.scope import seen_institutions


@dataclass(frozen=True)
class Homes:
    """The reader's funeral homes, and the one chosen in the address; staff have their own only."""

    choices: list[Institution]
    chosen: Institution | None

    @property
    def one(self) -> Institution:
        """For pages about one home: the chosen, else the first. Raises NotFound."""
        if self.chosen:
            return self.chosen
        if not self.choices:
            raise NotFound
        return self.choices[0]

    @property
    def shown(self) -> list[Institution]:
        return [self.chosen] if self.chosen else self.choices

    @property
    def names(self) -> dict[Any, str]:
        return {home.id: home.name for home in self.choices}

    @property
    def questions(self) -> dict[str, str]:
        """For links to pages about the same home, or about all of them."""
        return self._asking(self.chosen)

    @property
    def questions_of_one(self) -> dict[str, str]:
        """For links from a page about one home, also where none was chosen. Raises NotFound."""
        return self._asking(self.one)

    def _asking(self, home: Institution | None) -> dict[str, str]:
        return {"home": home.code} if home and len(self.choices) > 1 else {}


def asked_homes() -> Homes:
    """A home that is not the reader's is simply not there."""
    seen = seen_institutions()
    choices = [
        home
        for home in list_institutions(InstitutionKind.FUNERAL_HOME)
        if seen is None or home.id in seen
    ]
    code = request.args.get("home", "")
    chosen = next((home for home in choices if home.code == code), None)
    return Homes(choices, chosen or (choices[0] if len(choices) == 1 else None))


def asked_page(direction: str = "desc") -> dict[str, Any]:
    """Page, sort and direction as the address says; `direction` where it says none."""
    return {
        "page": request.args.get("page", 1, type=int),
        "sort": request.args.get("sort", ""),
        "direction": request.args.get("direction", direction),
    }


def asked_day() -> date | None:
    """From a date input; None where nothing, or nothing that is a day, was asked."""
    return parse_day(request.args.get("day", ""))


def cashier_names(cashier_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    named = {cashier_id: f"staff:{cashier_id}" for cashier_id in cashier_ids}
    names = staff_names(set(named.values()))
    return {cashier_id: names.get(by, "") for cashier_id, by in named.items()}


def parse_day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    # Far years overflow when the day after is reckoned.
    return day if 2000 <= day.year <= clock.today().year + 1 else None  # noqa: PLR2004
