"""A county's screens, what its windows give numbers for, and a few families waiting there."""

from datetime import timedelta

from booking.operations import call_next, finish_ticket, set_ticket_kind, take_ticket
from demo.accounts import Accounts
from funeral.kinds import ResourceKind
from funeral.queries.schedule import list_resources
from hardware.operations import add_screen
from hardware.qr import new_token
from kernel import clock
from kernel.people.actors import SETUP, Role
from kernel.people.staff import list_staff
from kernel.places import Institution

KINDS = (("A", "治丧办理"), ("B", "骨灰领取"), ("C", "骨灰寄存"), ("D", "其他业务"))
# Letters of today's tickets in the order they were taken; the first ones have been served.
TAKEN = "AABACADABBAC"
SERVED = 5
EVERY = timedelta(minutes=6)
A_SERVICE = timedelta(minutes=9)


def set_ticket_kinds(home: Institution) -> None:
    for letter, label in KINDS:
        set_ticket_kind(institution_id=home.id, letter=letter, label=label, by=SETUP)


def hang_screens(home: Institution, accounts: Accounts) -> None:
    """At the first hall, in the waiting hall and at the entrance; `accounts` keeps where."""
    hall = list_resources(home.id, ResourceKind.HALL)[0]
    for kind, name, subject_id in (
        ("hall_door", f"{hall.name}门口屏", hall.id),
        ("waiting_board", "业务大厅叫号屏", None),
        ("ticket_machine", "大门取号机", None),
    ):
        token = new_token()
        add_screen(
            institution_id=home.id,
            kind=kind,
            name=name,
            subject_id=subject_id,
            token=token,
            by=SETUP,
        )
        accounts.keep_screen(f"{home.name} {name}", token)


def wait_at_windows(home: Institution) -> None:
    """Within the last hour or so: some served, two at the windows, the others wait."""
    clerk, now = list_staff(home.id, Role.DESK)[0].actor(), clock.now()
    begun = max(now - EVERY * len(TAKEN), clock.day_range(clock.today())[0])
    for turn, letter in enumerate(TAKEN):
        with clock.frozen(min(begun + EVERY * turn, now)):
            take_ticket(
                institution_id=home.id,
                letter=letter,
                priority="高龄" if turn == SERVED + 1 else "",
                by=clerk,
            )
    for turn in range(SERVED + 2):
        called_at = min(begun + EVERY * (turn + 1), now)
        window = str(turn % 2 + 1)
        with clock.frozen(called_at):
            ticket = call_next(institution_id=home.id, window=window, by=clerk)
        if turn < SERVED:
            with clock.frozen(min(called_at + A_SERVICE, now)):
                finish_ticket(ticket_id=ticket.id, by=clerk)
