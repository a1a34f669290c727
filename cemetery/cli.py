"""flask cemetery …: what is set up once and needs no page; samples of plates."""

from pathlib import Path

import click
from flask.cli import AppGroup

from cemetery import operations
from cemetery.ashes.uncollected import jobs as _uncollected_jobs  # noqa: F401 - as those below
from cemetery.keeping import jobs as _keeping_jobs  # noqa: F401
from cemetery.memorials import jobs as _memorial_jobs  # noqa: F401 - the worker finds them here
from cemetery.plate_files import Lettering, make_files, sha256, wording_of
from cemetery.queries.batches import DrawnPlate
from cemetery.rights import jobs as _right_jobs  # noqa: F401
from cemetery.visits import allocating, jobs
from hardware.artwork import SIZES_MM, draw_plate
from hardware.qr import new_token, plate_url
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import SETUP
from kernel.places import find_institution

cemetery = AppGroup("cemetery", help="Sites, their units and plates, sweeping visits.")


@cemetery.command("add-columbarium")
@click.option("--institution", required=True, help="code of the institution, e.g. JYB")
@click.option("--name", required=True)
@click.option("--visiting-hours", required=True, help="e.g. 8:00–17:00")
@click.option(
    "--zone", "zones", multiple=True, required=True, help="NAME:ROWS:NICHES, as in 松:6:40"
)
def add_columbarium(institution: str, name: str, visiting_hours: str, zones: list[str]) -> None:
    """Add a columbarium; every niche becomes a record of its own."""
    home = find_institution(institution)
    if home is None:
        raise click.ClickException(f"没有代号为 {institution} 的机构。")
    try:
        site = operations.add_columbarium(
            institution_id=home.id,
            name=name,
            zones=[_zone(zone) for zone in zones],
            visiting_hours=visiting_hours,
            by=SETUP,
        )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已建立{site.name}。")


@cemetery.command("draw-plates")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--zone", default="松:2:10", help="NAME:ROWS:NICHES, as in 松:6:40")
@click.option("--size", default="40", type=click.Choice(list(map(str, SIZES_MM))))
@click.option("--first-line", default="", help="what stands above the niche")
@click.option("--address", default="https://ly.example.cn")
def draw_plates(folder: Path, zone: str, size: str, first_line: str, address: str) -> None:
    """Draw the plates of a wall that nobody ordered, to look at or as a sample for an engraver.

    Their codes lead nowhere: nothing is written down but the files in FOLDER.
    """
    name, rows, niches = _zone(zone)
    units = [
        f"{name}{row}排{number}号" for row in range(1, rows + 1) for number in range(1, niches + 1)
    ]
    title = _("样张 %(zone)s %(size)s 毫米") % {"zone": name, "size": size}
    lettering = Lettering(str(title), first_line, int(size), address)
    try:
        plates = [_sample(at, unit, lettering) for at, unit in enumerate(units, start=1)]
        files = make_files(lettering, plates)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in files.contents.items():
        (folder / f"plates.{kind.ending}").write_bytes(content)
    click.echo(f"全部读回 {files.read_back}/{len(plates)}，文件在 {folder}。")


def _sample(position: int, unit: str, lettering: Lettering) -> DrawnPlate:
    token = new_token()
    url = plate_url(lettering.address, token)
    svg = draw_plate(url, token, wording_of(unit, lettering.first_line), lettering.size_mm)
    return DrawnPlate(position, unit, token, svg, sha256(svg))


@cemetery.command("make-visit-slots")
def make_visit_slots() -> None:
    """What the night does: the slots of every day that can be booked; for the day terms begin."""
    click.echo(f"已排出 {jobs.make_visit_slots()} 天的祭扫时段。")


@cemetery.command("allocate-visits")
def allocate_visits() -> None:
    """What the worker does all the time: give places to those who queue, until nobody is due."""
    while allocating.allocate_waiting():
        pass


def _zone(text: str) -> tuple[str, int, int]:
    name, _colon, size = text.partition(":")
    rows, _colon, niches = size.partition(":")
    if not (name and rows.isdecimal() and niches.isdecimal()):
        raise click.ClickException(f"“{text}”应写成“区名:排数:每排格数”，例如 松:6:40。")
    return name, int(rows), int(niches)
