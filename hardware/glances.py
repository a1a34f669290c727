"""How printers are just now, asked once for all the pages that are open."""

import uuid
from collections.abc import Sequence
from threading import Lock
from time import monotonic

from flask import current_app

from hardware.transports import Address, Condition, conditions_of

# Most printers take one connection at a time, and printing comes first: they are not asked more
# often, however many pages are open.
FRESH_SECONDS = 4.0


class Glances:
    """What the printers of one institution said last, in this process."""

    def __init__(self) -> None:
        self._said: dict[Address, tuple[float, Condition]] = {}
        self._asking = Lock()

    def conditions(self, addresses: Sequence[Address], *, now: bool = False) -> list[Condition]:
        """`now`: asked again although the last answer is fresh. Takes seconds where one is silent;
        who comes meanwhile waits and is told the same."""
        with self._asking:
            stale = [each for each in set(addresses) if now or not self._is_fresh(each)]
            answers = zip(stale, conditions_of(stale), strict=True)
            self._said |= {address: (monotonic(), said) for address, said in answers}
            return [self._said[address][1] for address in addresses]

    def _is_fresh(self, address: Address) -> bool:
        return address in self._said and monotonic() - self._said[address][0] < FRESH_SECONDS


def glances(institution_id: uuid.UUID) -> Glances:
    known: dict[uuid.UUID, Glances] = current_app.extensions.setdefault("glances", {})
    return known.setdefault(institution_id, Glances())
