"""What goes wrong, for one order or (scope "*") for all; kept, so a restarted provider goes on."""

import json
from pathlib import Path
from typing import Any

from demo.providers.keys import write_private

EVERYWHERE = "*"
SWITCHES = {
    "duplicate": "every notification is sent twice at the same moment",
    "reordered": "of two notifications of an order the later is sent first; a single one waits",
    "late": "notifications wait so many seconds, or (true) until POST /flush",
    "lost": "notifications are never sent",
    "forged": 'also sent: one for each of "signature", "amount", "old" (true: all three)',
    "async_failed": "the money does not come after all",
    "async": "Stripe: the money comes only with POST /flush",
    "userpaying": "付款码: the family must type its password first (POST /pay)",
    "refund_late": "refunds are pending until POST /flush",
    "refund_failed": "refunds fail at the bank",
    "amount_off": "the provider says so many fen more than were asked",
    "slow": "answers take so many seconds longer",
    "down": "answers are 503; a number: so many times",
    "crash_before_answer": "obeyed, then hung up on; a number: so many times",
}


class UnknownSwitch(Exception):
    pass


class Switches:
    """The book's lock guards these, too. `shift` moves the providers' clock, in seconds."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "switches.json"
        self.set_by_scope: dict[str, dict[str, Any]] = {}
        self.shift = 0.0
        if self._file.exists():
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            self.set_by_scope, self.shift = kept["switches"], kept["shift"]

    def change(self, scope: str, values: dict[str, Any]) -> None:
        """`None` or False switches off. Raises UnknownSwitch."""
        unknown = set(values) - set(SWITCHES)
        if unknown:
            raise UnknownSwitch(", ".join(sorted(unknown)))
        known = self.set_by_scope.get(scope, {}) | values
        self.set_by_scope[scope] = {name: value for name, value in known.items() if value}
        self._keep()

    def clear(self) -> None:
        self.set_by_scope, self.shift = {}, 0.0
        self._keep()

    def move_clock(self, seconds: float) -> None:
        self.shift = seconds
        self._keep()

    def read(self, scope: str, name: str) -> Any:
        """The order's own setting comes before the one for all."""
        for at in (scope, EVERYWHERE):
            if name in self.set_by_scope.get(at, {}):
                return self.set_by_scope[at][name]
        return None

    def take(self, scope: str, name: str) -> bool:
        """Whether it is on; a number counts down."""
        for at in (scope, EVERYWHERE):
            value = self.set_by_scope.get(at, {}).get(name)
            if value is None:
                continue
            if value is not True:
                self.change(at, {name: int(value) - 1})
            return True
        return False

    def _keep(self) -> None:
        kept = {"switches": self.set_by_scope, "shift": self.shift}
        write_private(self._file, json.dumps(kept, ensure_ascii=False))
