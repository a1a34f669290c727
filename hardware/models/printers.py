"""Printers and what they were told to print; a print job changes only with its printer in hand."""

import uuid
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hardware.errors import PrinterNameTaken
from hardware.slips import Rule, Slip, Text
from kernel import clock
from kernel.constraints import refuse_on
from kernel.db import Base, new_id
from kernel.i18n import _
from kernel.scope import OfInstitution

refuse_on("uq_printers_institution_id_name", PrinterNameTaken)


class Printer(OfInstitution, Base):
    """A slip printer on the network. `columns`: 32 cells on 58 mm paper, 48 or 42 on 80 mm."""

    __tablename__ = "printers"
    __table_args__ = (
        UniqueConstraint("institution_id", "name", name="uq_printers_institution_id_name"),
        CheckConstraint("columns IN (32, 42, 48)", name="columns"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    host: Mapped[str]
    port: Mapped[int]
    columns: Mapped[int]
    acknowledgement: Mapped[str]
    # For printers without a Chinese font or QR codes: everything is sent as a picture.
    raster_always: Mapped[bool] = mapped_column(default=False)
    in_use: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]
    # While it is not ready, one job alone keeps trying: the next time it will.
    next_try_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.name


class PrintState(StrEnum):
    """UNCONFIRMED: bytes were sent and nobody knows whether paper came out; a person is asked."""

    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    PrintState.QUEUED: _("等待打印"),
    PrintState.SENDING: _("正在打印"),
    PrintState.PRINTED: _("已打印"),
    PrintState.UNCONFIRMED: _("待确认"),
    PrintState.FAILED: _("未打印"),
}

# As long as a document is in one of these, a second copy could be the same paper twice.
OPEN_STATES = (PrintState.QUEUED, PrintState.SENDING, PrintState.UNCONFIRMED)


class PrintJob(OfInstitution, Base):
    """One copy of one document. `copy_number` 0 is the first; n is 补打 第n次 of `reprint_of`."""

    __tablename__ = "print_jobs"
    __table_args__ = (
        Index(
            "one_sending_job_per_printer",
            "printer_id",
            unique=True,
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "ix_print_jobs_queue",
            "printer_id",
            "created_at",
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_print_jobs_document", "institution_id", "document", "number"),
        UniqueConstraint("reprint_of_id", "copy_number", name="uq_print_jobs_copy"),
        CheckConstraint(
            "(copy_number > 0) = (reprint_of_id IS NOT NULL)", name="copies_have_a_first"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    printer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("printers.id"), index=True)
    document: Mapped[str]
    number: Mapped[str]
    slip: Mapped[dict[str, Any]] = mapped_column(info={"private": True})
    state: Mapped[str] = mapped_column(default=PrintState.QUEUED)
    # Why it waits, why nobody knows, or who decided; a sentence for staff.
    reason: Mapped[str] = mapped_column(default="")
    copy_number: Mapped[int] = mapped_column(default=0)
    reprint_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("print_jobs.id"))
    by: Mapped[str]
    by_name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]

    printer: Mapped[Printer] = relationship()

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        return str(self.slip["title"])

    @property
    def first_id(self) -> uuid.UUID:
        """The first copy, to which every reprint points."""
        return self.reprint_of_id or self.id

    @property
    def state_label(self) -> str:
        return PrintState(self.state).label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def paper(self) -> Slip:
        """The slip with the marks that tell one copy from another: 补打 above, a number below."""
        slip = Slip.from_json(self.slip)
        mark = Text(str(_("打印号 %(id)s")) % {"id": self.id.hex[-8:].upper()}, centre=True)
        return replace(slip, rows=(*self._copy_mark(), *slip.rows, mark))

    def _copy_mark(self) -> tuple[Text, ...] | tuple[Text, Text, Rule]:
        if not self.copy_number:
            return ()
        words = str(_("补打 第%(count)s次")) % {"count": self.copy_number}
        who = f"{clock.say_stamp(self.created_at)} {self.by_name}".rstrip()
        return Text(words, bold=True, centre=True), Text(who, centre=True), Rule()
