"""Printers, and where who prints is sitting."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hardware.encoding import Manner
from hardware.errors import PrinterNameTaken, SeatChanged
from hardware.kinds import ConnectionKind, Cutter, Drawer, Encoding, Prints
from hardware.transports import Address
from kernel.constraints import refuse_on
from kernel.db import Base, new_id
from kernel.scope import OfInstitution

refuse_on("uq_printers_institution_id_name", PrinterNameTaken)
refuse_on("uq_seats_staff_id", SeatChanged)
REACHABLE = (
    "CASE connection WHEN 'network' THEN host <> '' AND port BETWEEN 1 AND 65535 "
    "WHEN 'usb' THEN usb_vendor > 0 AND usb_product > 0 "
    "WHEN 'cups' THEN queue <> '' "
    "WHEN 'serial' THEN device <> '' WHEN 'file' THEN device <> '' ELSE false END"
)


class Printer(OfInstitution, Base):
    """A slip printer. `columns`: 32 cells on 58 mm paper, 48 or 42 on 80 mm.

    Of `host` … `queue` only what its connection needs is filled in (transports.Address).
    """

    __tablename__ = "printers"
    __table_args__ = (
        UniqueConstraint("institution_id", "name", name="uq_printers_institution_id_name"),
        CheckConstraint("columns IN (32, 42, 48)", name="columns"),
        CheckConstraint(REACHABLE, name="reachable"),
        CheckConstraint("prints IN ('all', 'slips', 'labels')", name="prints"),
        CheckConstraint("drawer IN ('none', 'pin_2', 'pin_5')", name="drawer"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    connection: Mapped[str] = mapped_column(default=ConnectionKind.NETWORK)
    host: Mapped[str] = mapped_column(default="")
    port: Mapped[int] = mapped_column(default=9100)
    device: Mapped[str] = mapped_column(default="")
    baud_rate: Mapped[int] = mapped_column(default=9600)
    usb_vendor: Mapped[int] = mapped_column(default=0)
    usb_product: Mapped[int] = mapped_column(default=0)
    queue: Mapped[str] = mapped_column(default="")
    # The window it stands at, in the office's own words; empty: anywhere.
    desk: Mapped[str] = mapped_column(default="")
    prints: Mapped[str] = mapped_column(default=Prints.ALL)
    columns: Mapped[int]
    encoding: Mapped[str] = mapped_column(default=Encoding.GBK)
    kanji_command: Mapped[bool] = mapped_column(default=True)
    native_qr: Mapped[bool] = mapped_column(default=True)
    # For printers without a Chinese font or QR codes: everything is sent as a picture.
    raster_always: Mapped[bool] = mapped_column(default=False)
    acknowledgement: Mapped[str]
    # The office takes "the bytes were taken" for "printed", where nothing better can be known.
    handover_counts: Mapped[bool] = mapped_column(default=False)
    cutter: Mapped[str] = mapped_column(default=Cutter.PARTIAL)
    drawer: Mapped[str] = mapped_column(default=Drawer.NONE)
    in_use: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]
    # While it is not ready, one job alone keeps trying: the next time it will.
    next_try_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> Address:
        return Address(
            ConnectionKind(self.connection),
            host=self.host,
            port=self.port,
            device=self.device,
            baud_rate=self.baud_rate,
            usb_vendor=self.usb_vendor,
            usb_product=self.usb_product,
            queue=self.queue,
        )

    @property
    def manner(self) -> Manner:
        return Manner(
            encoding=Encoding(self.encoding),
            kanji_command=self.kanji_command,
            native_qr=self.native_qr,
            raster_always=self.raster_always,
            cutter=Cutter(self.cutter),
        )

    @property
    def has_drawer(self) -> bool:
        return self.drawer != Drawer.NONE


class Seat(OfInstitution, Base):
    """At which desk a member of staff sits, as said last; what they print comes out there."""

    __tablename__ = "seats"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), unique=True)
    desk: Mapped[str]
    since_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.desk
