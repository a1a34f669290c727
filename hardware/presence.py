"""One worker at a printer, and certainty when it is gone: a lock that dies with its connection."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from kernel.db import db

LOCK = text("SELECT pg_try_advisory_lock(:key)")
UNLOCK = text("SELECT pg_advisory_unlock(:key)")


@contextmanager
def alone_at(printer_id: uuid.UUID) -> Iterator[bool]:
    """Whether nobody else delivers to this printer, until the block ends.

    PostgreSQL holds the lock for a connection of its own, outside all transactions, and lets go
    the moment that connection ends, however its process ended. So what is still "sending" while
    one is alone was left behind. Were the lock ever lost under a living worker, two papers could
    mix, but neither would come out twice: nothing once sent is sent again.
    """
    with db.engine.connect() as connection:
        # Not a pooled one any more: closing it gives the lock back, even if nothing else works.
        connection.detach()
        held = bool(connection.scalar(LOCK, {"key": _key(printer_id)}))
        connection.commit()
        try:
            yield held
        finally:
            # PostgreSQL notices some moments late that a connection ended, and whoever looks at
            # the queue again at once would find it taken, by nobody.
            if held:
                with suppress(SQLAlchemyError):
                    connection.execute(UNLOCK, {"key": _key(printer_id)})


def _key(printer_id: uuid.UUID) -> int:
    """The random half of the id, as PostgreSQL's bigint."""
    return int.from_bytes(printer_id.bytes[8:], signed=True)
