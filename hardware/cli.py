"""flask hardware …: printers and papers from the command line."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from PIL import ImageOps

from hardware import operations, queries
from hardware.drawing import draw
from hardware.encoding import Manner
from hardware.kinds import (
    Acknowledgement,
    ConnectionKind,
    Cutter,
    Drawer,
    Encoding,
    Prints,
)
from hardware.layout import COLUMNS, lay_out
from hardware.paper_specimens import get_paper_specimen, list_paper_specimens
from hardware.pdf import draw_paper
from hardware.specimens import get_specimen
from hardware.transports import Address
from hardware.transports.addresses import BAUD_RATES
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


def _choices(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([choice.value for choice in kind])


@hardware.command("add-printer")
@click.argument("institution")
@click.argument("name")
@click.argument("host", default="")
@click.option("--port", default=9100)
@click.option("--connection", type=_choices(ConnectionKind), default=ConnectionKind.NETWORK.value)
@click.option("--usb", default="0:0", help="The two numbers lsusb shows, as 04b8:0e15.")
@click.option("--device", default="", help="/dev/ttyUSB0, /dev/usb/lp0, or a file's name.")
@click.option("--baud-rate", type=click.Choice(list(map(str, BAUD_RATES))), default="9600")
@click.option("--queue", default="", help="Of CUPS, on HOST or on this machine.")
@click.option("--columns", type=click.Choice(list(map(str, COLUMNS))), default="48")
@click.option("--encoding", type=_choices(Encoding), default=Encoding.GBK.value)
@click.option("--no-kanji-command", is_flag=True, help="Chinese is always on: never send FS &.")
@click.option("--draw-codes", is_flag=True, help="QR codes as pictures.")
@click.option("--raster-always", is_flag=True, help="No Chinese in the printer: send pictures.")
@click.option("--acknowledgement", type=_choices(Acknowledgement), default="gs_r")
@click.option("--handover-counts", is_flag=True, help="Bytes taken are paper printed.")
@click.option("--cutter", type=_choices(Cutter), default=Cutter.PARTIAL.value)
@click.option("--drawer", type=_choices(Drawer), default=Drawer.NONE.value)
@click.option("--desk", default="", help="Where it stands, as staff call it.")
@click.option("--prints", type=_choices(Prints), default=Prints.ALL.value)
@with_appcontext
def add_printer(**given: Any) -> None:
    """Register a printer for the institution with this code; HOST where it is on the network."""
    try:
        printer = operations.add_printer(
            institution_id=_institution(given["institution"]).id,
            name=given["name"],
            address=_address(given),
            columns=int(given["columns"]),
            manner=Manner(
                encoding=Encoding(given["encoding"]),
                kanji_command=not given["no_kanji_command"],
                native_qr=not given["draw_codes"],
                raster_always=given["raster_always"],
                cutter=Cutter(given["cutter"]),
            ),
            acknowledgement=given["acknowledgement"],
            handover_counts=given["handover_counts"],
            desk=given["desk"],
            prints=given["prints"],
            drawer=given["drawer"],
            by=SETUP,
        )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{printer} {printer.address}")


def _address(given: dict[str, Any]) -> Address:
    """Raises BadParameter for USB numbers that are none."""
    vendor, _colon, product = given["usb"].partition(":")
    try:
        usb = int(vendor, 16), int(product, 16)
    except ValueError as error:
        raise click.BadParameter("04b8:0e15", param_hint="--usb") from error
    return Address(
        ConnectionKind(given["connection"]),
        host=given["host"],
        port=given["port"],
        device=given["device"],
        baud_rate=int(given["baud_rate"]),
        usb_vendor=usb[0],
        usb_product=usb[1],
        queue=given["queue"],
    )


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
