"""What the worker does for visits."""

from datetime import timedelta

from cemetery.visits.operations import forget_visits, make_slots
from cemetery.visits.queries import slots
from cemetery.visits.queries.terms import list_open_sites, terms_of
from kernel import clock
from kernel.errors import Refusal
from kernel.jobs import nightly
from kernel.people import actors

# The opening rush must find its slots made.
AHEAD = timedelta(days=1)


@nightly
def make_visit_slots() -> int:
    """Of every day that can be booked before the next night. How many days were made."""
    made = 0
    for site in list_open_sites():
        try:
            last = terms_of(site.id).last_day(clock.now()) + AHEAD
        except Refusal:  # its first terms are still to come
            continue
        day = clock.today()
        while day <= last:
            if slots.list_unmade_slots(site, day):
                make_slots(site_id=site.id, day=day, by=actors.job("make_visit_slots"))
                made += 1
            day += timedelta(days=1)
    return made


@nightly
def forget_old_visits() -> int:
    """By each site's own terms. How many."""
    forgotten = 0
    for site in list_open_sites():
        try:
            before = clock.today() - timedelta(days=terms_of(site.id).kept_days)
        except Refusal:
            continue
        by = actors.job("forget_old_visits")
        while count := forget_visits(site_id=site.id, before=before, by=by):
            forgotten += count
    return forgotten
