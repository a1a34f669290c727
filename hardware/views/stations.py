"""Printers as the page shows them: how each is, what waits, what a person must look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from hardware import queries
from hardware.glances import glances
from hardware.kinds import ConnectionKind, Drawer, Prints, PrintState
from hardware.models import Printer, PrintJob
from hardware.transports import Condition
from hardware.views.blueprint import home_id
from kernel.db import db


@dataclass(frozen=True)
class Station:
    """One printer; `condition` is None while it prints or is not in use."""

    printer: Printer
    condition: Condition | None
    queue: Sequence[PrintJob]
    done: Sequence[PrintJob]

    @property
    def doubtful(self) -> list[PrintJob]:
        return [job for job in self.queue if job.state == PrintState.UNCONFIRMED]

    @property
    def waiting(self) -> list[PrintJob]:
        return [job for job in self.queue if job.state != PrintState.UNCONFIRMED]

    @property
    def connection(self) -> ConnectionKind:
        return ConnectionKind(self.printer.connection)

    @property
    def prints(self) -> Prints:
        return Prints(self.printer.prints)

    @property
    def opens_till(self) -> bool:
        return self.printer.drawer != Drawer.NONE


def stations(*, now: bool) -> list[Station]:
    """Of the asker's institution. `now`: the printers are asked, however fresh their last word."""
    home, folder = home_id(), Path(current_app.config["VAR_DIR"])
    printers = queries.list_printers(home)
    queues = {printer.id: queries.list_queue(printer.id) for printer in printers}
    done = {printer.id: queries.list_done(printer.id) for printer in printers}
    # Printers may take seconds to answer: the database is let go before they are asked.
    db.session.close()
    idle = [
        printer
        for printer in printers
        if printer.in_use and not any(job.state == PrintState.SENDING for job in queues[printer.id])
    ]
    said = glances(home).conditions([each.address.under(folder) for each in idle], now=now)
    conditions = dict(zip((printer.id for printer in idle), said, strict=True))
    return [
        Station(printer, conditions.get(printer.id), queues[printer.id], done[printer.id])
        for printer in printers
    ]
