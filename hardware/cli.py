"""flask hardware …: printers and papers from the command line."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from PIL import ImageOps

from hardware import operations, queries
from hardware.drawing import draw
from hardware.layout import COLUMNS, lay_out
from hardware.paper_specimens import get_paper_specimen, list_paper_specimens
from hardware.pdf import draw_paper
from hardware.specimens import get_specimen
from hardware.transports import Acknowledgement
from kernel.errors import NotFound, Refusal
from kernel.people.actors import SETUP
from kernel.places import Institution, find_institution

# For docs/pictures: which specimen, on how many cells.
PICTURES = {
    "receipt-58.png": ("receipt", 32),
    "receipt-80.png": ("receipt", 48),
    "label.png": ("ash_label", 32),
}
MARGIN = 24  # dots of white around, as the paper has

hardware = AppGroup("hardware", help="Slip printers and A4 papers.")


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


@hardware.command("draw-papers")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--kind", help="only this one, e.g. cremation_certificate")
@click.option("--dots", type=click.IntRange(30, 600), help="also the first page as PNG, per inch")
@with_appcontext
def draw_papers(folder: Path, kind: str | None, dots: int | None) -> None:
    """An invented example of every A4 document, as PDF; for looking at them and for the manual."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        specimens = [get_paper_specimen(kind)] if kind else list_paper_specimens()
        drawn = [(specimen, draw_paper(specimen.paper)[1]) for specimen in specimens]
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    for specimen, pdf in drawn:
        (folder / f"{specimen.kind}.pdf").write_bytes(pdf.content)
        if dots:
            _picture(pdf.content, dots, folder / f"{specimen.kind}.png")
        click.echo(f"{specimen.label} {pdf.pages}")


def _picture(content: bytes, dots: int, file: Path) -> None:
    try:
        import pypdfium2  # noqa: PLC0415 — for those who develop, not for those who run it
    except ImportError:
        raise click.ClickException("画成图片需要开发依赖 pypdfium2。") from None
    with pypdfium2.PdfDocument(content) as document:
        document[0].render(scale=dots / 72).to_pil().save(file, optimize=True)


@hardware.command("draw-specimens")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def draw_specimens(folder: Path) -> None:
    """Write the pictures of paper that our documents show, dot for dot, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (document, columns) in PICTURES.items():
        paper = draw(lay_out(get_specimen(document).make(), columns), columns)
        ImageOps.expand(paper.convert("L"), MARGIN, 255).save(folder / name, optimize=True)
        click.echo(folder / name)


def _institution(code: str) -> Institution:
    institution = find_institution(code)
    if institution is None:
        raise NotFound
    return institution
