"""flask hardware …: printers from the command line."""

import click
from flask.cli import AppGroup, with_appcontext

from hardware import operations, queries
from hardware.layout import COLUMNS
from hardware.transports import Acknowledgement
from kernel.errors import NotFound, Refusal
from kernel.people.actors import SETUP
from kernel.places import Institution, find_institution

hardware = AppGroup("hardware", help="Slip printers.")


@hardware.command("add-printer")
@click.argument("institution")
@click.argument("name")
@click.argument("host")
@click.option("--port", default=9100)
@click.option("--columns", type=click.Choice(list(map(str, COLUMNS))), default="48")
@click.option(
    "--acknowledgement",
    type=click.Choice([choice.value for choice in Acknowledgement]),
    default=Acknowledgement.GS_R.value,
)
@click.option("--raster-always", is_flag=True, help="No Chinese in the printer: send pictures.")
@with_appcontext
def add_printer(  # noqa: PLR0917 — click gives each by its name
    institution: str,
    name: str,
    host: str,
    port: int,
    columns: str,
    acknowledgement: str,
    raster_always: bool,  # noqa: FBT001
) -> None:
    """Register a printer for the institution with this code."""
    try:
        operations.add_printer(
            institution_id=_institution(institution).id,
            name=name,
            host=host,
            port=port,
            columns=int(columns),
            acknowledgement=acknowledgement,
            raster_always=raster_always,
            by=SETUP,
        )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{name} {host}:{port}")


@hardware.command("print-trial-page")
@click.argument("institution")
@with_appcontext
def print_trial_page(institution: str) -> None:
    """Queue a test page on every printer in use; the worker prints it."""
    try:
        printers = queries.list_printers(_institution(institution).id)
        for printer in [printer for printer in printers if printer.in_use]:
            print_job = operations.print_trial_page(printer_id=printer.id, by=SETUP)
            click.echo(f"{printer} {print_job.number}")
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _institution(code: str) -> Institution:
    institution = find_institution(code)
    if institution is None:
        raise NotFound
    return institution
