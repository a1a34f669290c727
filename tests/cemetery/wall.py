"""A wall of niches to order plates for, and what was made of an order."""

import csv
import io
import uuid
import zipfile
from dataclasses import dataclass

from cemetery import plate_jobs
from cemetery.kinds import PlateFileKind
from cemetery.models import PlateBatch
from cemetery.operations import add_columbarium, order_plates
from cemetery.queries import batches
from kernel.db import db
from kernel.people.actors import SETUP, Actor
from tests.world import Home

ADDRESS = "https://ly.example.cn"


@dataclass(frozen=True)
class Wall:
    """One site of a home; zone 松 has rows of five niches."""

    home: Home
    site_id: uuid.UUID
    keeper: Actor

    def order(self, **changed) -> PlateBatch:
        asked = {
            "site_id": self.site_id,
            "zone": "松",
            "rows": [],
            "size_mm": 40,
            "first_line": "",
            "address": ADDRESS,
            "reissue": False,
            "by": self.keeper,
        }
        return order_plates(**(asked | changed))

    def make(self, **changed) -> PlateBatch:
        """Ordered and drawn."""
        return run(self.order(**changed))


def add_wall(home: Home, keeper: Actor, rows: int = 2, zone: str = "松") -> Wall:
    site = add_columbarium(
        institution_id=home.id,
        name=f"{zone}堂",
        zones=[(zone, rows, 5)],
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    return Wall(home, site.id, keeper)


def run(batch: PlateBatch) -> PlateBatch:
    plate_jobs.make_plates(str(batch.id))
    db.session.refresh(batch)
    return batch


def file_of(batch: PlateBatch, kind: PlateFileKind) -> bytes:
    return batches.get_file(batch.id, kind).content


def manifest_of(batch: PlateBatch) -> list[list[str]]:
    """Its rows, the heading excepted."""
    text = file_of(batch, PlateFileKind.MANIFEST).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def drawings_of(batch: PlateBatch) -> dict[str, bytes]:
    """By their file names."""
    with zipfile.ZipFile(io.BytesIO(file_of(batch, PlateFileKind.ARTWORK))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
