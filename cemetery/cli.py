"""flask cemetery …: what is set up once and needs no page."""

import click
from flask.cli import AppGroup

from cemetery import operations
from cemetery.visits import jobs
from kernel.errors import Refusal
from kernel.people.actors import SETUP
from kernel.places import find_institution

cemetery = AppGroup("cemetery", help="Columbaria and their niches.")


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


@cemetery.command("make-visit-slots")
def make_visit_slots() -> None:
    """What the night does: the slots of every day that can be booked; for the day terms begin."""
    click.echo(f"已排出 {jobs.make_visit_slots()} 天的祭扫时段。")


def _zone(text: str) -> tuple[str, int, int]:
    name, _colon, size = text.partition(":")
    rows, _colon, niches = size.partition(":")
    if not (name and rows.isdecimal() and niches.isdecimal()):
        raise click.ClickException(f"“{text}”应写成“区名:排数:每排格数”，例如 松:6:40。")
    return name, int(rows), int(niches)
