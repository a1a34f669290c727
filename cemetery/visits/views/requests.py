"""我的排队: how a family's request stands. Whoever has the address may look: only the family was
given it, and until there is a booking nothing of its people stands here."""

from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.visits import operations
from cemetery.visits.errors import (
    AlreadyVisiting,
    CarsFull,
    SlotClosed,
    SlotFull,
    SlotOver,
    UnitBookedOut,
)
from cemetery.visits.kinds import Answer, Waiting
from cemetery.visits.models import VisitSlot
from cemetery.visits.queries import requests as queries
from cemetery.visits.queries.bookings import get_visit_of_request
from cemetery.visits.queries.requests import Standing
from cemetery.visits.queries.slots import list_made_slots
from cemetery.visits.queueing import Door, ask_again, find_door, queue_of
from cemetery.visits.views.blueprint import remember_visit, slot_choice, slot_hints, visits
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import family
from kernel.web import PUBLIC, Form, open_to

REFUSALS: dict[str, type[Refusal]] = {
    Answer.SLOT_CLOSED: SlotClosed,
    Answer.SLOT_FULL: SlotFull,
    Answer.CARS_FULL: CarsFull,
    Answer.SLOT_OVER: SlotOver,
    Answer.UNIT_FULL: UnitBookedOut,
    Answer.BOOKED_ALREADY: AlreadyVisiting,
}
MINUTE = timedelta(minutes=1)


@visits.get("/visit/queue/<token>")
@open_to(PUBLIC)
def show_request(token: str) -> ResponseReturnValue:
    found = queries.get_standing(token)
    door = find_door(found.site_id, found.day, found.slot_id)
    shown = {
        Waiting.WAITING: _waiting,
        Waiting.GRANTED: _granted,
        Waiting.REFUSED: _refused,
        Waiting.LEFT: lambda _door, _found: {},
    }[Waiting(found.state)](door, found)
    return render_template("visits/show_request.html", **{"found": found, "door": door} | shown)


@visits.get("/visit/queue/<token>/place")
@open_to(PUBLIC)
def show_place(token: str) -> ResponseReturnValue:
    """What of the page changes while the family waits; empty once there is an answer."""
    found = queries.get_standing(token)
    if found.state != Waiting.WAITING:
        return ""
    door = find_door(found.site_id, found.day, found.slot_id)
    return render_template("visits/_place.html", **_place(door, found))


@visits.post("/visit/queue/<token>/leave")
@open_to(PUBLIC)
def leave_visit_queue(token: str) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.leave_visit_queue(
            token=token, by=family("web"), idempotency_key=form.idempotency_key.data
        ),
        url_for("visits.show_request", token=token),
    )


def _waiting(door: Door, found: Standing) -> dict[str, object]:
    return {"form": Form(), **_place(door, found)}


def _place(door: Door, found: Standing) -> dict[str, object]:
    queue = queue_of(door.site_id, door.day)
    before = queue.before(found.turn, found.tie)
    return {
        "found": found,
        "opens": door.opens if clock.now() < door.opens else None,
        "said_wait": say_wait(before, queue.a_second),
        "queue": queue,
        "before": before,
        "again": ask_again(queue, before, door.opens),
    }


def _granted(_door: Door, found: Standing) -> dict[str, object]:
    booking = get_visit_of_request(found.site_id, found.id)
    # Whoever had the address of the place may open the pass.
    remember_visit(booking.code)
    return {"booking": booking}


def _refused(door: Door, found: Standing) -> dict[str, object]:
    """Why, and what else of that day could still be had."""
    slots = [slot for slot in list_made_slots(door.site_id, door.day) if not slot.title]
    hints = slot_hints(slots)

    def hint(slot: VisitSlot) -> dict[str, str]:
        return hints[slot_choice(slot).value]

    facts = {"most": door.terms.per_unit} if found.reason == Answer.UNIT_FULL else {}
    return {
        "sentence": str(REFUSALS[found.reason](**facts)),
        "free": [(slot, hint(slot)) for slot in slots if "disabled" not in hint(slot)],
    }


def say_wait(before: int, a_second: float) -> str:
    """By the speed measured just now; empty where nothing has moved yet."""
    if not a_second:
        return ""
    wait = timedelta(seconds=before / a_second)
    if wait <= MINUTE:
        return str(_("一分钟以内"))
    return str(_("大约 %(minutes)s 分钟")) % {"minutes": -(-wait // MINUTE)}
