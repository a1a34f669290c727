"""The bar at the top: single entries, and menus of entries under one word."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask import request, url_for

# An endpoint and the word that leads there.
Entry = tuple[str, str]


class Menu(NamedTuple):
    """Entries that open under one word."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """One word of the bar; `is_here` where it leads to the page that is shown."""

    label: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Links:
    """A menu as the page shows it."""

    label: str
    links: tuple[Link, ...]

    @property
    def is_here(self) -> bool:
        return any(link.is_here for link in self.links)


def links_of(bar: Sequence[Entry | Menu], path: str) -> list[Link | Links]:
    """Of the entries whose address begins this path, the longest is where the reader is."""
    addresses = _addresses(tuple(_endpoints(bar)), request.script_root)
    here = max((href for href in addresses.values() if _leads_to(href, path)), key=len, default="")

    def link(entry: Entry) -> Link:
        endpoint, label = entry
        return Link(label, addresses[endpoint], addresses[endpoint] == here)

    return [
        Links(each.label, tuple(map(link, each.entries))) if isinstance(each, Menu) else link(each)
        for each in bar
    ]


@lru_cache(100)
def _addresses(endpoints: tuple[str, ...], _root: str) -> dict[str, str]:
    """The same on every page of a role."""
    return {endpoint: url_for(endpoint) for endpoint in endpoints}


def _endpoints(bar: Sequence[Entry | Menu]) -> list[str]:
    entries = (each.entries if isinstance(each, Menu) else (each,) for each in bar)
    return [endpoint for those in entries for endpoint, _label in those]


def _leads_to(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href}/"))
