"""Voyages of a demo county that has water to sail on: what families read and register for."""

from datetime import time, timedelta

from cemetery.voyages.operations import plan_voyage
from cemetery.voyages.planning import Planned, Times
from demo.counties.voyages import VoyageEntry
from kernel import clock
from kernel.people.actors import SETUP
from kernel.places import Institution

IN_DAYS, LAST_DAYS = 21, 7
GATHERS, DEPARTS = time(8), time(8, 30)


def plan_voyages(home: Institution, entries: tuple[VoyageEntry, ...]) -> None:
    """Some weeks ahead, whenever the demo is loaded."""
    for number, entry in enumerate(entries, start=1):
        day = clock.today() + timedelta(days=IN_DAYS * number)
        times = Times(clock.at(day, DEPARTS), clock.at(day, GATHERS), day - timedelta(LAST_DAYS))
        planned = Planned(
            kind=entry.kind,
            times=times,
            gathers_place=entry.gathers_place,
            waters=entry.waters,
            ship_name=entry.ship_name,
            ship_licence=entry.ship_licence,
            portions=entry.portions,
            relatives=entry.relatives,
            per_family=entry.per_family,
            bring=entry.bring,
        )
        plan_voyage(institution_id=home.id, planned=planned, by=SETUP)
