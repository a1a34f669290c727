"""Screens of every kind, and families at the windows, so that each has something to show."""

import uuid
from dataclasses import dataclass

from booking.operations import call_next, set_ticket_kind, take_ticket
from hardware.operations import add_screen
from hardware.qr import new_token
from kernel.people.actors import SETUP
from tests import world

KINDS = (("A", "治丧办理"), ("B", "骨灰领取"))


@dataclass(frozen=True)
class Screens:
    """Tokens of screens by their kind, and of a ticket that waits."""

    tokens: dict[str, str]
    ticket: str


def make_screens(home: world.Home, hall_id: uuid.UUID) -> Screens:
    for letter, label in KINDS:
        set_ticket_kind(institution_id=home.id, letter=letter, label=label, by=SETUP)
    tickets = [
        take_ticket(institution_id=home.id, letter=letter, by=home.clerk) for letter in "AAB"
    ]
    call_next(institution_id=home.id, window="1", by=home.clerk)
    tokens = {kind: new_token() for kind in ("hall_door", "waiting_board", "ticket_machine")}
    for kind, token in tokens.items():
        add_screen(
            institution_id=home.id,
            kind=kind,
            name=kind,
            subject_id=hall_id if kind == "hall_door" else None,
            token=token,
            by=SETUP,
        )
    return Screens(tokens, tickets[1].token)
