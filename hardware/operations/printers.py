"""Registering printers: where each stands, how it is reached, what it can do."""

import uuid

from hardware import jobs
from hardware.encoding import Manner
from hardware.errors import (
    AddressMissing,
    BaudRateWrong,
    DeskUnknown,
    DeviceNotAllowed,
    PaperWidthUnknown,
    PortWrong,
    QueueMissing,
    SerialDeviceWrong,
    UsbNumbersWrong,
)
from hardware.kinds import ConnectionKind, Cutter, Drawer, Encoding, Prints
from hardware.layout import COLUMNS
from hardware.models import Printer, Seat
from hardware.queries import find_seat, list_desks, lock_printer
from hardware.transports import Acknowledgement, Address
from kernel import clock
from kernel.db import db
from kernel.errors import NotAllowed, Refusal
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

REFUSALS: dict[str, type[Refusal]] = {
    "host": AddressMissing,
    "port": PortWrong,
    "usb_numbers": UsbNumbersWrong,
    "serial_device": SerialDeviceWrong,
    "baud_rate": BaudRateWrong,
    "queue": QueueMissing,
    "device": DeviceNotAllowed,
}


@operation(_("登记打印机"))
def add_printer(
    *,
    institution_id: uuid.UUID,
    name: str,
    by: Actor,
    host: str = "",
    port: int = 9100,
    address: Address | None = None,
    columns: int = 48,
    acknowledgement: str = Acknowledgement.GS_R,
    handover_counts: bool = False,
    raster_always: bool = False,
    manner: Manner | None = None,
    desk: str = "",
    prints: str = Prints.ALL,
    drawer: str = Drawer.NONE,
    idempotency_key: str | None = None,
) -> Printer:
    """By `address`, or by `host` and `port` alone for one on the network.

    Raises PrinterNameTaken, PaperWidthUnknown, and for a wrong address what REFUSALS names.
    """
    printer = Printer(institution_id=institution_id, in_use=True, added_at=clock.now())
    _reach(printer, address or Address(host=host, port=port))
    _speak(printer, columns, manner or Manner(raster_always=raster_always))
    _describe(printer, name=name, desk=desk, prints=prints, drawer=drawer)
    printer.acknowledgement = _possible(printer, acknowledgement)
    printer.handover_counts = handover_counts
    db.session.add(printer)
    return printer


@operation(_("修改打印机"))
def change_printer(
    *,
    printer_id: uuid.UUID,
    name: str,
    address: Address,
    columns: int,
    manner: Manner,
    acknowledgement: str,
    handover_counts: bool,
    desk: str,
    prints: str,
    drawer: str,
    in_use: bool,
    by: Actor,
    idempotency_key: str | None = None,
) -> Printer:
    """What waits goes to its new address; if it is out of use, to another printer.

    What is being sent just now ends where it began. Raises what add_printer raises.
    """
    printer = lock_printer(printer_id)
    _reach(printer, address)
    _speak(printer, columns, manner)
    _describe(printer, name=name, desk=desk, prints=prints, drawer=drawer)
    printer.acknowledgement = _possible(printer, acknowledgement)
    printer.handover_counts = handover_counts
    printer.in_use = in_use
    # Not at the end of the pause that the old address earned.
    printer.next_try_at = None
    jobs.enqueue_printer(printer.id)
    return printer


@operation(_("选择窗口"))
def sit_at_desk(
    *, institution_id: uuid.UUID, desk: str, by: Actor, idempotency_key: str | None = None
) -> Seat:
    """From now on their papers come out at this desk; empty: at none in particular.

    Raises DeskUnknown, and NotAllowed for who is no member of staff.
    """
    if by.institution_id != institution_id:
        raise NotAllowed
    if desk and desk not in list_desks(institution_id):
        raise DeskUnknown(desk=desk)
    seat = find_seat(by)
    if seat is None:
        seat = Seat(institution_id=institution_id, staff_id=uuid.UUID(by.id))
        db.session.add(seat)
    seat.desk, seat.since_at = desk, clock.now()
    return seat


def _reach(printer: Printer, address: Address) -> None:
    wrong = address.wrong_part()
    if wrong:
        raise REFUSALS[wrong]
    printer.connection = ConnectionKind(address.connection)
    printer.host, printer.port = address.host, address.port
    printer.device, printer.baud_rate = address.device, address.baud_rate
    printer.usb_vendor, printer.usb_product = address.usb_vendor, address.usb_product
    printer.queue = address.queue


def _speak(printer: Printer, columns: int, manner: Manner) -> None:
    if columns not in COLUMNS:
        raise PaperWidthUnknown
    printer.columns = columns
    printer.encoding = Encoding(manner.encoding)
    printer.kanji_command = manner.kanji_command
    printer.native_qr = manner.native_qr
    printer.raster_always = manner.raster_always
    printer.cutter = Cutter(manner.cutter)


def _describe(printer: Printer, *, name: str, desk: str, prints: str, drawer: str) -> None:
    printer.name, printer.desk = name.strip(), desk.strip()
    printer.prints, printer.drawer = Prints(prints), Drawer(drawer)


def _possible(printer: Printer, acknowledgement: str) -> Acknowledgement:
    """What only takes bytes acknowledges nothing, whatever was ticked."""
    answers = ConnectionKind(printer.connection).answers
    return Acknowledgement(acknowledgement) if answers else Acknowledgement.NONE
