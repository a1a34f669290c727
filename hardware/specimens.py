"""One invented example of every document, so that paper can be looked at before anybody needs it.

Each package adds its own (wired in wsgi.py): billing knows receipts, hardware does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, current_app

from hardware.slips import Slip

SPECIMENS = "specimens"


@dataclass(frozen=True)
class Specimen:
    """`document`: the word print jobs carry; `label`: what staff call it; its persons invented."""

    document: str
    label: str
    make: Callable[[], Slip]


def add_specimens(app: Flask, specimens: Iterable[Specimen]) -> None:
    app.extensions.setdefault(SPECIMENS, []).extend(specimens)


def list_specimens() -> list[Specimen]:
    return list(current_app.extensions.get(SPECIMENS, []))
