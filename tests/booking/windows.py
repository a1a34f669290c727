"""A home whose windows give numbers."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from booking.operations import call_next, set_ticket_kind, take_ticket
from kernel.errors import Refusal
from kernel.people.actors import SETUP, Actor, Role
from kernel.places import InstitutionKind, add_institution
from tests import world

KINDS = (("A", "治丧办理"), ("B", "骨灰领取"))


@dataclass(frozen=True)
class Windows:
    """A home with a desk and nothing else, which threads may use too."""

    id: uuid.UUID
    clerk: Actor


def make_windows(code: str = "JY") -> Windows:
    institution = add_institution(
        code=code,
        kind=InstitutionKind.FUNERAL_HOME,
        name=f"{code}殡仪馆",
        region_code=world.JIAYU,
        by=SETUP,
    )
    clerk = world.make_staff(f"{code}-desk", Role.DESK, institution.id)
    give_numbers(institution.id)
    return Windows(institution.id, clerk.actor())


def give_numbers(institution_id: uuid.UUID) -> None:
    for letter, label in KINDS:
        set_ticket_kind(institution_id=institution_id, letter=letter, label=label, by=SETUP)


def take(home: Windows | world.Home, letter: str = "A", **more: object):
    return take_ticket(institution_id=home.id, letter=letter, by=home.clerk, **more)


def call(home: Windows | world.Home, window: str = "1", **more: object):
    return call_next(institution_id=home.id, window=window, by=home.clerk, **more)


def at_once(app, count: int, act: Callable[[int], str]) -> list[str]:
    """What `act(0)` … `act(count - 1)` gave when all began at the same moment."""
    start, said = threading.Barrier(count), []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                said.append(act(number))
            except Refusal as refusal:
                said.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)
