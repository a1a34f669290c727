"""A county's vigil and preparation rooms with their hours, and its terms of booking."""

from collections.abc import Iterable

from demo.counties.rooms import RoomsEntry
from funeral import operations as funeral
from funeral.terms import Terms
from kernel import clock
from kernel.people.actors import SETUP
from kernel.places import Institution


def add_rooms(home: Institution, entries: Iterable[RoomsEntry]) -> None:
    for entry in entries:
        for name in entry.names:
            _add_room(home, entry, name)


def lay_down_terms(home: Institution, terms: Terms) -> None:
    """From the day the county is loaded."""
    funeral.lay_down_terms(institution_id=home.id, valid_from=clock.today(), terms=terms, by=SETUP)


def _add_room(home: Institution, entry: RoomsEntry, name: str) -> None:
    opens, closes = entry.hours
    setup, use, cleanup = entry.minutes
    room = funeral.add_resource(
        institution_id=home.id,
        kind=entry.kind,
        variety="",
        name=name,
        site=entry.site,
        setup_minutes=setup,
        use_minutes=use,
        cleanup_minutes=cleanup,
        opens=opens,
        closes=closes,
        by=SETUP,
    )
    if entry.weekly:
        funeral.set_hours(resource_id=room.id, usual=entry.hours, weekly=entry.weekly, by=SETUP)
    for day, hours, reason in entry.special:
        # A file outlives its days; those past are of no use to anybody.
        if day >= clock.today():
            funeral.set_special_day(
                resource_id=room.id, day=day, hours=hours, reason=reason, by=SETUP
            )
