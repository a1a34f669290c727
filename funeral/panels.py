"""What other packages add to our pages, which must not know them (cemetery, booking)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from funeral.models import FuneralCase, Plan
    from kernel.people.actors import Actor
    from kernel.people.collecting import Collector

# Takes a case, gives the HTML of its panel.
Panel = Callable[["FuneralCase"], str]
PANELS = "case_panels"


@dataclass(frozen=True)
class Expected:
    """A family with a plan that has not come to the desk: whom the board names, where it leads.

    `pick_up_from`: where the hearse is to come, empty when the family comes by itself.
    """

    name: str
    href: str
    pick_up_from: str = ""


# Takes ids of plans without a case, gives those it knows.
Source = Callable[[set[uuid.UUID]], dict[uuid.UUID, Expected]]
SOURCES = "expected_families"


# Takes an institution and an identity number, gives the code of the booking that waits, if any.
Question = Callable[[uuid.UUID, str], str | None]
QUESTIONS = "waiting_bookings"


def add_panel(app: Flask, panel: Panel) -> None:
    app.extensions.setdefault(PANELS, []).append(panel)


def panels_of(case: "FuneralCase") -> list[str]:
    return [panel(case) for panel in current_app.extensions.get(PANELS, [])]


def add_expected(app: Flask, source: Source) -> None:
    app.extensions.setdefault(SOURCES, []).append(source)


def expected_families(plan_ids: set[uuid.UUID]) -> dict[uuid.UUID, Expected]:
    if not plan_ids:
        return {}
    known: dict[uuid.UUID, Expected] = {}
    for source in current_app.extensions.get(SOURCES, []):
        known |= source(plan_ids)
    return known


def add_booked(app: Flask, question: Question) -> None:
    app.extensions.setdefault(QUESTIONS, []).append(question)


def booked_code(institution_id: uuid.UUID, identity_number: str) -> str | None:
    """Of the booking the desk has not received yet; a walk-in must not go past it."""
    questions = current_app.extensions.get(QUESTIONS, [])
    answers = (question(institution_id, identity_number) for question in questions)
    return next((code for code in answers if code), None)


# Takes a case, gives the number of a deposit its ashes still rest under, if none are at hand.
Keeper = Callable[[uuid.UUID], str | None]
KEEPERS = "keepers_of_ashes"


def add_keeper(app: Flask, keeper: Keeper) -> None:
    app.extensions.setdefault(KEEPERS, []).append(keeper)


def resting_under(case_id: uuid.UUID) -> str | None:
    """Ashes in a niche are collected there; a hand-over needs some that are not."""
    answers = (keeper(case_id) for keeper in current_app.extensions.get(KEEPERS, []))
    return next((number for number in answers if number), None)


# Takes ids of plans, gives the names of people who may not be named in public because of them.
Namer = Callable[[set[uuid.UUID]], set[str]]
NAMERS = "names_of_families"


def add_names(app: Flask, namer: Namer) -> None:
    app.extensions.setdefault(NAMERS, []).append(namer)


def names_of_families(plan_ids: set[uuid.UUID]) -> set[str]:
    """Of families with a plan that have not come to the desk."""
    named = (namer(plan_ids) for namer in current_app.extensions.get(NAMERS, []))
    return {name for names in named for name in names}


# Takes a plan whose times have just become free, and may hold them for who is waiting.
Waiting = Callable[["Plan"], None]
WAITING = "waiting_families"


def add_waiting(app: Flask, offer: Waiting) -> None:
    app.extensions.setdefault(WAITING, []).append(offer)


def offer_to_waiting(plan: "Plan") -> None:
    """Inside the operation that frees the times, so that nobody comes in between."""
    for offer in current_app.extensions.get(WAITING, []):
        offer(plan)


# Takes a case, where its ashes are, in whose hands, and who wrote it down.
AshFollower = Callable[["FuneralCase", str, str, "Actor"], None]
# The same, with who takes them.
HandOverFollower = Callable[["FuneralCase", str, "Collector", "Actor"], None]
# Takes a case, says which of its ashes a hand-over leaves where they are, if any.
Elsewhere = Callable[["FuneralCase"], str]
PACKED, HANDED_OVER = "followers_of_packing", "followers_of_handing_over"
ELSEWHERE = "ashes_elsewhere"


def add_packed(app: Flask, follower: AshFollower) -> None:
    app.extensions.setdefault(PACKED, []).append(follower)


def add_handed_over(app: Flask, follower: HandOverFollower) -> None:
    app.extensions.setdefault(HANDED_OVER, []).append(follower)


def ashes_packed(case: "FuneralCase", place: str, holder: str, by: "Actor") -> None:
    """Inside the operation that packs them: from here on each portion has its own record."""
    for follow in current_app.extensions.get(PACKED, []):
        follow(case, place, holder, by)


def ashes_handed_over(case: "FuneralCase", place: str, collector: "Collector", by: "Actor") -> None:
    """Inside the operation that hands over all that is still here."""
    for follow in current_app.extensions.get(HANDED_OVER, []):
        follow(case, place, collector, by)


def add_elsewhere(app: Flask, say: Elsewhere) -> None:
    app.extensions.setdefault(ELSEWHERE, []).append(say)


def ashes_elsewhere(case: "FuneralCase") -> str:
    return "".join(say(case) for say in current_app.extensions.get(ELSEWHERE, []))
