"""The pages of visits to graves, with who opens them and what stands in their addresses."""

from kernel.people.actors import Role
from tests.browser.county import County
from tests.browser.visits import Visit


def _site(county: County) -> dict[str, object]:
    return {"site_id": county.swept.site_id}


def _day(county: County) -> dict[str, object]:
    return {"site_id": county.swept.site_id, "day": county.swept.day}


def _slot(county: County) -> dict[str, object]:
    return _day(county) | {"slot_id": county.swept.slot_id}


def _queued(county: County) -> dict[str, object]:
    return {"site_id": county.swept.site_id, "day": county.swept.queued_day}


FAMILY_AT_GRAVES = (
    Visit("visits.choose_slot", None, _site),
    Visit("visits.choose_slot", None, _day, "day"),
    Visit("visits.book_visit", None, _slot),
    Visit("visits.show_request", None, lambda c: {"token": c.swept.queued}),
    Visit("visits.find_visit"),
    Visit("visits.ask_sweep", None, _site),
)
STAFF_AT_GRAVES = (
    Visit("visits.list_visits", Role.DESK, _day),
    Visit("visits.list_visits", Role.COLUMBARIUM, _site, "today"),
    Visit("visits.book_visit_at_desk", Role.DESK, _day),
    Visit("visits.get_visit", Role.DESK, lambda c: {"code": c.swept.booked}, "booked"),
    Visit("visits.get_visit", Role.DESK, lambda c: {"code": c.swept.untold}, "closed"),
    Visit("visits.change_visit_at_desk", Role.DESK, lambda c: {"code": c.swept.booked}),
    Visit("visits.list_untold", Role.DESK, _site),
    Visit("visits.list_visit_requests", Role.DESK, _queued),
    Visit("visits.close_slots", Role.DESK, _day),
    Visit("visits.announce_ceremony", Role.DESK, _site),
    Visit("visits.list_visit_terms", Role.DESK, _site),
    Visit("visits.lay_down_visit_terms", Role.ADMINISTRATOR, _site),
    Visit("visits.gate", Role.COLUMBARIUM, _site),
    Visit("visits.list_sweeps", Role.COLUMBARIUM),
    Visit("visits.get_sweep", Role.COLUMBARIUM, lambda c: {"code": c.swept.asked}, "asked"),
    Visit("visits.get_sweep", Role.DESK, lambda c: {"code": c.swept.done}, "done"),
)
