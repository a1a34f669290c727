"""What tests and the curious ask of the made-up providers; the real ones have none of this."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from demo.providers.answering import Providers
from demo.providers.book import Declined, Entry
from demo.providers.switches import EVERYWHERE, SWITCHES, UnknownSwitch


class Control:
    def __init__(self, providers: Providers) -> None:
        self._book = providers.book

    def pages(self) -> Blueprint:
        pages = Blueprint("control", __name__)
        pages.get("/")(self.about)
        pages.get("/ledger.json")(self.ledger)
        pages.post("/switches")(self.switch)
        pages.delete("/switches")(self.clear)
        pages.post("/clock")(self.move_clock)
        pages.post("/flush")(self.flush)
        pages.post("/pay")(self.pay)
        return pages

    def about(self) -> Response:
        return jsonify({"switches": SWITCHES, "set": self._book.switches.set_by_scope})

    def ledger(self) -> Response:
        """Everything ever ordered here, by "rail:order number"."""
        with self._book.lock:
            for rail, number in list(self._book.entries):
                self._book.find(rail, number)  # what is over by now, is over
            orders = {
                f"{rail}:{number}": _told(entry)
                for (rail, number), entry in self._book.entries.items()
            }
        return jsonify(orders)

    def switch(self) -> tuple[Response, int]:
        """{"order": "*", "duplicate": true, …}"""
        values: dict[str, Any] = request.get_json()
        scope = str(values.pop("order", EVERYWHERE))
        with self._book.lock:
            try:
                self._book.switches.change(scope, values)
            except UnknownSwitch as unknown:
                return jsonify({"unknown": str(unknown)}), 400
        return jsonify(self._book.switches.set_by_scope), 200

    def clear(self) -> Response:
        with self._book.lock:
            self._book.switches.clear()
        return jsonify({})

    def move_clock(self) -> Response:
        """{"shift": 3600}: seconds the providers' clock is ahead."""
        with self._book.lock:
            self._book.switches.move_clock(float(request.get_json()["shift"]))
        return jsonify({})

    def flush(self) -> Response:
        """{"order": "*"}: what waited goes on."""
        with self._book.lock:
            self._book.flush(str((request.get_json(silent=True) or {}).get("order", EVERYWHERE)))
        return jsonify({})

    def pay(self) -> tuple[Response, int]:
        """{"rail": "wechat", "order": "…", "late": false}: as the family on its phone does."""
        asked = request.get_json()
        with self._book.lock:
            entry = self._book.find(asked["rail"], asked["order"])
            if entry is None:
                return jsonify({"declined": "unknown"}), 404
            try:
                self._book.pay(entry, late=bool(asked.get("late")))
            except Declined as declined:
                return jsonify({"declined": declined.why}), 409
            return jsonify(_told(entry)), 200


def _told(entry: Entry) -> dict[str, Any]:
    sums = {"paid_fen": entry.paid_fen, "refunded_fen": entry.refunded_fen}
    return asdict(entry) | sums
