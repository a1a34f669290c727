"""Coming at the opening of Qingming's day, as a page of a family does."""

from datetime import datetime, time, timedelta
from typing import Any

from cemetery.visits.arriving import arrive
from cemetery.visits.booking_rules import Party
from cemetery.visits.operations import allocate_visits
from cemetery.visits.queries.requests import Standing, get_standing
from kernel import clock
from kernel.db import db
from kernel.people.actors import job
from tests.visits.scene import QINGMING, Scene, a_party

OPENS = clock.at(QINGMING - timedelta(days=7), time(8))
ALLOCATOR = job("allocate_visits")


def after(seconds: float) -> datetime:
    return OPENS + timedelta(seconds=seconds)


def come(scene: Scene, seconds: float, persons: int = 1, slot: int = 0, **asked: Any) -> str:
    """So long after the opening; the token of the place."""
    said = {name: asked.pop(name) for name in list(asked) if name in Party.__dataclass_fields__}
    values: dict[str, Any] = {
        "site_id": scene.site_id,
        "day": QINGMING,
        "slot_id": scene.slot_ids[slot],
        "party": a_party(persons, **said),
        "any_slot": False,
        "key": "",
    }
    with clock.frozen(after(seconds)):
        return arrive(**(values | asked))


def allocate(scene: Scene, seconds: float = 60, **asked: Any) -> int:
    with clock.frozen(after(seconds)):
        answered = allocate_visits(site_id=scene.site_id, day=QINGMING, by=ALLOCATOR, **asked)
    return len(answered)


def standing(token: str) -> Standing:
    db.session.expire_all()
    return get_standing(token)


def stands(*tokens: str) -> list[str]:
    """ "granted", or why not."""
    found = [standing(token) for token in tokens]
    return [each.reason or each.state for each in found]
