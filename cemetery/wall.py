"""The walls of niches as the desk steps through them: zone, row, then the niche itself."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from cemetery import queries
from cemetery.models import Niche
from cemetery.queries import NicheRow, WallPlace


@dataclass(frozen=True)
class ZoneChoice:
    """One zone of a site with its rows."""

    rows: tuple[NicheRow, ...]

    @property
    def site_id(self) -> uuid.UUID:
        return self.rows[0].site.id

    @property
    def site_name(self) -> str:
        return self.rows[0].site.name

    @property
    def name(self) -> str:
        return self.rows[0].zone

    @property
    def free(self) -> int:
        return sum(row.free for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True)
class Wall:
    """All zones, the one being looked at with every niche of it, and the row chosen in it."""

    zones: tuple[ZoneChoice, ...]
    zone: ZoneChoice
    row: int
    places: tuple[WallPlace, ...]

    @property
    def row_places(self) -> list[WallPlace]:
        return [place for place in self.places if place.niche.row == self.row]

    @property
    def width(self) -> int:
        return max(place.niche.number for place in self.places)

    @property
    def height(self) -> int:
        return max(place.niche.row for place in self.places)


def list_zones(institution_id: uuid.UUID) -> tuple[ZoneChoice, ...]:
    rows = queries.list_rows(institution_id)
    return tuple(
        ZoneChoice(tuple(of_zone))
        for _key, of_zone in groupby(rows, key=lambda row: (row.site.id, row.zone))
    )


def open_wall(
    institution_id: uuid.UUID, *, site: str = "", zone: str = "", row: int = 0, niche: str = ""
) -> Wall | None:
    """What was asked for, a niche before a zone; else the first place with a free niche.

    None where the institution has no niches at all.
    """
    zones = list_zones(institution_id)
    if not zones:
        return None
    wanted = _find_niche(niche)
    if wanted:
        site, zone, row = str(wanted.site_id), wanted.zone, wanted.row
    asked = (choice for choice in zones if (str(choice.site_id), choice.name) == (site, zone))
    with_room = (choice for choice in zones if choice.free)
    chosen = next(asked, None) or next(with_room, zones[0])
    if row not in {found.row for found in chosen.rows}:
        row = next((found.row for found in chosen.rows if found.free), chosen.rows[0].row)
    return Wall(zones, chosen, row, tuple(queries.list_wall(chosen.site_id, chosen.name)))


def _find_niche(text: str) -> Niche | None:
    try:
        return queries.find_niche(uuid.UUID(text))
    except ValueError:
        return None
