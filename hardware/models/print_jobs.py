"""What printers were told to print; a print job changes only with its printer in hand."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hardware.encoding import encode, encode_kick
from hardware.kinds import OPEN_STATES, Drawer, JobKind, PrintState
from hardware.models.printers import Printer
from hardware.slips import Rule, Slip, Text
from kernel import clock
from kernel.db import Base, new_id
from kernel.i18n import _
from kernel.scope import OfInstitution


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
        CheckConstraint("kind IN ('slip', 'label', 'trial', 'drawer')", name="kind"),
        CheckConstraint(
            "kind <> 'drawer' OR (copy_number = 0 AND state <> 'unconfirmed')",
            name="a_kick_is_never_repeated",
        ),
        Index("ix_print_jobs_document", "institution_id", "document", "number"),
        UniqueConstraint("reprint_of_id", "copy_number", name="uq_print_jobs_copy"),
        CheckConstraint(
            "(copy_number > 0) = (reprint_of_id IS NOT NULL)", name="copies_have_a_first"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    printer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("printers.id"), index=True)
    kind: Mapped[str] = mapped_column(default=JobKind.SLIP)
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
        state = PrintState(self.state)
        return state.drawer_label if self.is_kick else state.label

    @property
    def is_kick(self) -> bool:
        return self.kind == JobKind.DRAWER

    @property
    def process_id(self) -> bytes:
        """By which the printer names it: four of the characters printed on the paper."""
        return self.id.hex[-4:].upper().encode()

    def content(self) -> bytes:
        """What its printer is sent. Raises GlyphMissing, CodeTooLong."""
        if self.is_kick:
            return encode_kick(Drawer(self.printer.drawer))
        return encode(self.paper(), columns=self.printer.columns, manner=self.printer.manner)

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
