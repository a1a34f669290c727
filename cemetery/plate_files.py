"""What a finished batch is taken away as: sheets, drawings for the engraver, a manifest."""

import hashlib
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from cemetery.kinds import PlateFileKind
from cemetery.queries.batches import DrawnPlate
from hardware.artwork import Wording, plate_height, read_plate
from hardware.errors import CodeUnreadable
from hardware.qr import plate_url, short_code
from hardware.sheets import Grid, sheets_pdf
from kernel.i18n import _
from kernel.spreadsheets import BOM, csv_line

# What Windows, where engravers work, takes in no file name.
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]')
COLUMNS = (_("序号"), _("位置"), _("铭牌编号"), _("网址"), _("刻制图文件"), "SHA-256")


@dataclass(frozen=True)
class PlateFiles:
    """The content of each file, and how many plates in them were read back, which is all."""

    contents: Mapping[PlateFileKind, bytes]
    read_back: int


@dataclass(frozen=True)
class Lettering:
    """What all plates of a batch share, and the line above each sheet."""

    title: str
    first_line: str
    size_mm: int
    address: str


def wording_of(unit: str, first_line: str) -> Wording:
    return Wording(unit=unit, first_line=first_line)


def make_files(lettering: Lettering, plates: Sequence[DrawnPlate]) -> PlateFiles:
    """Raises CodeUnreadable for the first drawing that does not read as its plate's address."""
    for plate in plates:
        url = plate_url(lettering.address, plate.token)
        if sha256(plate.svg) != plate.sha256 or read_plate(plate.svg) != url:
            raise CodeUnreadable(content=short_code(plate.token))
    height = plate_height(lettering.size_mm, Wording("", lettering.first_line))
    grid = Grid(lettering.size_mm, height)
    contents = {
        PlateFileKind.SHEETS: sheets_pdf([plate.svg for plate in plates], grid, lettering.title),
        PlateFileKind.ARTWORK: _artwork(plates),
        PlateFileKind.MANIFEST: _manifest(plates, lettering.address),
    }
    return PlateFiles(contents, len(plates))


def file_name(plate: DrawnPlate) -> str:
    """E.g. "0001-松1排1号.svg"."""
    return f"{plate.position:04d}-{NOT_IN_NAMES.sub('_', plate.unit)}.svg"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _artwork(plates: Sequence[DrawnPlate]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for plate in plates:
            # Without the time, so that the same drawings are the same file.
            entry = zipfile.ZipInfo(file_name(plate))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, plate.svg)
    return content.getvalue()


def _manifest(plates: Sequence[DrawnPlate], address: str) -> bytes:
    lines = [BOM, csv_line(map(str, COLUMNS))]
    for plate in plates:
        code, url = short_code(plate.token), plate_url(address, plate.token)
        cells = [plate.position, plate.unit, code, url, file_name(plate), plate.sha256]
        lines.append(csv_line(map(str, cells)))
    return "".join(lines).encode()
