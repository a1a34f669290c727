"""What was ordered, paid and given back at the made-up providers: one file an order."""

import json
import secrets
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from demo.providers.keys import write_private
from demo.providers.switches import Switches
from kernel import clock

PAYABLE = {"open", "userpaying"}
TOLD = {  # what each provider notifies at all
    "wechat": {"paid", "refund"},
    "alipay": {"paid", "refund", "expired"},
    "stripe": {"paid", "unpaid", "failed", "expired", "refund", "refund_state", "other"},
}


class Declined(Exception):
    """Each wire says this in its own words: `paid`, `closed`, `other`, `unpaid`, `too_much`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Refund:
    number: str
    ref: str
    amount_fen: int
    state: str  # pending, done, failed
    reason: str
    asked_at: float


@dataclass
class Notice:
    """One notification. `due_at` None: held until POST /flush; `after`: not before that one."""

    id: str
    kind: str  # paid, unpaid (Stripe's "completed"), failed, expired, refund, refund_state, other
    refund_number: str | None
    forged: str  # "", signature, amount, old
    due_at: float | None
    after: str | None = None
    held_for_order: bool = False
    lost: bool = False
    done: bool = False
    answers: list[int] = field(default_factory=list)


@dataclass
class Entry:
    """One order. `how`: qr, h5, code or session. `seen`: the family has opened it."""

    rail: str
    number: str
    how: str
    ref: str
    token: str
    amount_fen: int
    title: str
    notify_url: str
    return_url: str
    expires_at: float
    made_at: float
    fingerprint: str
    seen: bool = False
    state: str = "open"  # open, userpaying, processing, paid, failed, closed, reversed
    paid_at: float | None = None
    refunds: list[Refund] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def refunded_fen(self) -> int:
        return sum(refund.amount_fen for refund in self.refunds if refund.state != "failed")

    @property
    def paid_fen(self) -> int:
        return self.amount_fen if self.state == "paid" else 0


class Book:
    """Whoever reads or changes an entry holds `lock` and calls `keep` afterwards."""

    def __init__(self, folder: Path, switches: Switches) -> None:
        self.lock = threading.RLock()
        self.switches = switches
        self._folder = folder / "orders"
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = [_read(path) for path in sorted(self._folder.glob("*.json"))]
        self.entries = {(entry.rail, entry.number): entry for entry in kept}

    def now(self) -> float:
        """Seconds since 1970 on the providers' clock."""
        return clock.now().timestamp() + self.switches.shift

    def keep(self, entry: Entry) -> None:
        path = self._folder / f"{entry.rail}-{entry.number}.json"
        write_private(path, json.dumps(asdict(entry), ensure_ascii=False))

    def find(self, rail: str, number: str) -> Entry | None:
        entry = self.entries.get((rail, number))
        if entry and entry.state in PAYABLE and self.now() > entry.expires_at:
            self.close(entry)
        return entry

    def find_by(self, **values: str) -> Entry | None:
        """By `token` or `ref`."""
        for entry in self.entries.values():
            if all(getattr(entry, name) == value for name, value in values.items()):
                return self.find(entry.rail, entry.number)
        return None

    def place(self, rail: str, number: str, how: str, **asked: Any) -> Entry:
        """The same question again finds the same order. Raises Declined."""
        known = self.find(rail, number)
        if known is None:
            ref = asked.pop("ref", None) or str(secrets.randbelow(10**24)).zfill(28)
            token = secrets.token_urlsafe(12)
            made_at = self.now()
            known = Entry(rail, number, how, ref, token, made_at=made_at, **asked)
            self.entries[rail, number] = known
            self.keep(known)
            return known
        if known.state in {"paid", "processing"}:
            raise Declined("paid")
        if known.state not in PAYABLE:
            raise Declined("closed")
        if known.fingerprint != asked["fingerprint"]:
            raise Declined("other")
        return known

    def see(self, entry: Entry) -> None:
        """The family has opened it."""
        entry.seen = True
        self.keep(entry)

    def wait_for_password(self, entry: Entry) -> None:
        entry.seen, entry.state = True, "userpaying"
        self.keep(entry)

    def pay(self, entry: Entry, *, late: bool = False) -> None:
        """Raises Declined. `late`: the money was already under way when the order closed."""
        if entry.state not in PAYABLE and not (late and entry.state == "closed"):
            raise Declined(entry.state)
        entry.seen = True
        if self._is_on(entry, "async_failed"):
            entry.state = "failed"
            self.tell(entry, "unpaid")
            self.tell(entry, "failed")
        elif self._is_on(entry, "async") and entry.rail == "stripe":
            entry.state = "processing"
            self.tell(entry, "unpaid")
        else:
            entry.state, entry.paid_at = "paid", self.now()
            self.tell(entry, "other")
            self.tell(entry, "paid")
        self.keep(entry)

    def close(self, entry: Entry) -> None:
        """Raises Declined for a paid order."""
        if entry.state in {"paid", "processing"}:
            raise Declined("paid")
        if entry.state in PAYABLE:
            entry.state = "closed"
            self.tell(entry, "expired")
            self.keep(entry)

    def reverse(self, entry: Entry) -> None:
        """As WeChat's 撤销: an order of a 付款码 ends, and money that came goes back."""
        entry.state = "reversed"
        self.keep(entry)

    def give_back(self, entry: Entry, number: str, amount_fen: int, reason: str) -> Refund:
        """The same refund number is one refund. Raises Declined."""
        for known in entry.refunds:
            if known.number == number:
                if known.amount_fen != amount_fen:
                    raise Declined("other")
                return known
        if entry.state != "paid":
            raise Declined("unpaid")
        if not 0 < amount_fen <= entry.amount_fen - entry.refunded_fen:
            raise Declined("too_much")
        state = "done"
        if self._is_on(entry, "refund_late"):
            state = "pending"
        elif self._is_on(entry, "refund_failed"):
            state = "failed"
        ref = ("re_" if entry.rail == "stripe" else "50") + secrets.token_hex(12)
        made = Refund(number, ref, amount_fen, state, reason, self.now())
        entry.refunds.append(made)
        if state != "pending":
            self._tell_refund(entry, made)
        self.keep(entry)
        return made

    def flush(self, scope: str) -> None:
        """What waited goes on: pending refunds and payments, and held notifications."""
        for entry in list(self.entries.values()):
            if scope not in {"*", entry.number}:
                continue
            for refund in entry.refunds:
                if refund.state == "pending":
                    refund.state = "done"
                    self._tell_refund(entry, refund)
            if entry.state == "processing":
                entry.state, entry.paid_at = "paid", self.now()
                self.tell(entry, "paid")
            for notice in entry.notices:
                if notice.due_at is None and not notice.lost:
                    notice.due_at, notice.held_for_order = clock.now().timestamp(), False
            self.keep(entry)

    def tell(self, entry: Entry, kind: str, refund_number: str | None = None) -> None:
        """Writes the notification down as the switches want it; demo.providers.delivery sends."""
        if kind not in TOLD[entry.rail]:
            return
        now = clock.now().timestamp()
        number = secrets.token_hex(12)
        made = Notice(number, kind, refund_number, "", now)
        late = self.switches.read(entry.number, "late")
        if self._is_on(entry, "lost"):
            made.lost, made.done = True, True
        elif late:
            made.due_at = None if late is True else now + float(late)
        elif self._is_on(entry, "reordered") and kind != "other":
            self._hold(entry, made)
        entry.notices.append(made)
        if self._is_on(entry, "duplicate") and not made.lost:
            entry.notices.append(Notice(**asdict(made)))
        forged = self.switches.read(entry.number, "forged") or []
        for how in ("signature", "amount", "old") if forged is True else forged:
            entry.notices.append(Notice(secrets.token_hex(12), kind, refund_number, how, now))

    def _hold(self, entry: Entry, made: Notice) -> None:
        """Until there are two; then the later one goes first."""
        waiting = [notice for notice in entry.notices if notice.held_for_order]
        made.held_for_order = not waiting
        if not waiting:
            made.due_at = None
        for notice in waiting:
            notice.held_for_order, notice.due_at, notice.after = False, made.due_at, made.id

    def _tell_refund(self, entry: Entry, refund: Refund) -> None:
        self.tell(entry, "refund_state", refund.number)
        if refund.state == "done" or entry.rail == "wechat":
            self.tell(entry, "refund", refund.number)

    def _is_on(self, entry: Entry, name: str) -> bool:
        return bool(self.switches.read(entry.number, name))


def _read(path: Path) -> Entry:
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["refunds"] = [Refund(**refund) for refund in kept["refunds"]]
    kept["notices"] = [Notice(**notice) for notice in kept["notices"]]
    return Entry(**kept)
