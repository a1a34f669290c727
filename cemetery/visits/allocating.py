"""The allocator: goes on all the time in the worker, one over all machines (kernel.steady)."""

import logging

from cemetery.visits.operations import allocate_visits
from cemetery.visits.operations.requests import AT_ONCE
from cemetery.visits.queries import requests
from cemetery.visits.queries.terms import terms_of
from kernel.people import actors
from kernel.steady import steady

log = logging.getLogger(__name__)


@steady
def allocate_waiting() -> bool:
    """One batch of every queue whose turn has come. Whether there may be more at once."""
    more = False
    for site_id, day in requests.list_queues():
        opens = terms_of(site_id, day).opening_of(day)
        if not requests.is_due(site_id, day, opens):
            continue
        by = actors.job("allocate_visits")
        try:
            answered = allocate_visits(site_id=site_id, day=day, by=by)
        except Exception:  # one site's queue must not hold up the others'; tried again at once
            log.exception("the queue of %s for %s could not be moved", site_id, day)
        else:
            more = more or len(answered) == AT_ONCE
    return more
