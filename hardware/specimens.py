"""One invented example of every document, so that paper can be looked at before anybody needs it.

Each package adds its own (wired in wsgi.py): billing knows receipts, hardware does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import Flask, current_app

from hardware.slips import Slip
from kernel import clock
from kernel.errors import NotFound
from kernel.places import Institution, InstitutionKind

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


def get_specimen(document: str) -> Specimen:
    """Raises NotFound."""
    for specimen in list_specimens():
        if specimen.document == document:
            return specimen
    raise NotFound


# ---- What the invented papers share -----------------------------------------------------------

DECEASED = "张䶮"  # a name outside GBK, as some are
CLAIMANT = "李明华"
CLERK = "王芳"
CASE_NUMBER = "JYA26-00042"
DAY = date(2026, 11, 24)


def invented_home() -> Institution:
    """In no database."""
    return Institution(
        code="JY",
        kind=InstitutionKind.FUNERAL_HOME,
        name="静园殡仪馆",
        region_code="421221",
        address="嘉鱼县静园镇松柏路8号",
        phone="0715-6320000",
    )


def invented_moment(hour: int, minute: int = 0) -> datetime:
    return clock.at(DAY, time(hour, minute))
