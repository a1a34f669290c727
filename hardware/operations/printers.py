"""Registering printers: where each stands, how it is reached, what it can do."""

import uuid

from hardware.errors import AddressMissing, PaperWidthUnknown
from hardware.layout import COLUMNS
from hardware.models import Printer
from hardware.queries import lock_printer
from hardware.transports import Acknowledgement
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

LAST_PORT = 65535


@operation(_("登记打印机"))
def add_printer(
    *,
    institution_id: uuid.UUID,
    name: str,
    host: str,
    by: Actor,
    port: int = 9100,
    columns: int = 48,
    acknowledgement: str = Acknowledgement.GS_R,
    raster_always: bool = False,
    idempotency_key: str | None = None,
) -> Printer:
    """A printer on the network. Raises AddressMissing, PaperWidthUnknown, PrinterNameTaken."""
    printer = Printer(institution_id=institution_id, in_use=True, added_at=clock.now())
    _set_up(
        printer,
        name=name,
        host=host,
        port=port,
        columns=columns,
        acknowledgement=acknowledgement,
        raster_always=raster_always,
    )
    db.session.add(printer)
    return printer


@operation(_("修改打印机"))
def change_printer(
    *,
    printer_id: uuid.UUID,
    name: str,
    host: str,
    port: int,
    columns: int,
    acknowledgement: str,
    raster_always: bool,
    in_use: bool,
    by: Actor,
    idempotency_key: str | None = None,
) -> Printer:
    """What waits for the printer goes to its new address. Raises what add_printer raises."""
    printer = lock_printer(printer_id)
    _set_up(
        printer,
        name=name,
        host=host,
        port=port,
        columns=columns,
        acknowledgement=acknowledgement,
        raster_always=raster_always,
    )
    printer.in_use = in_use
    return printer


def _set_up(
    printer: Printer,
    *,
    name: str,
    host: str,
    port: int,
    columns: int,
    acknowledgement: str,
    raster_always: bool,
) -> None:
    if not host.strip() or not 1 <= port <= LAST_PORT:
        raise AddressMissing
    if columns not in COLUMNS:
        raise PaperWidthUnknown
    printer.name = name.strip()
    printer.host, printer.port = host.strip(), port
    printer.columns = columns
    printer.acknowledgement = Acknowledgement(acknowledgement)
    printer.raster_always = raster_always
