"""Two who want one freed time at the same moment, and an offer made while its family leaves."""

import threading
from datetime import time, timedelta
from functools import partial

import pytest

from booking.kinds import Outcome
from booking.models import WaitingEntry
from booking.operations import confirm_booking, leave_waiting_list, offer_times
from booking.queries import get_entry, list_queue
from funeral.kinds import CrematorType, HallClass
from funeral.operations import hold_times, report_breakdown, return_times
from funeral.queries.plans import get_plan
from funeral.queries.schedule import list_resources
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from kernel.people.actors import SETUP
from kernel.people.actors import family as by_family
from tests import world
from tests.booking.drafts import draft_of
from tests.booking.test_waiting_list import join

pytestmark = pytest.mark.usefixtures("context")
ROUNDS = 10


def at_once(app, *acts) -> list[str]:
    start, said = threading.Barrier(len(acts)), []

    def run(act) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                said.append("done")
            except Refusal as refusal:
                said.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def home_with_one_place() -> world.Home:
    home = world.make_home()
    hall = next(each for each in list_resources(home.id) if each.name == "2号厅")
    report_breakdown(
        resource_id=hall.id,
        starts_at=world.tomorrow_at(0),
        ends_at=world.tomorrow_at(23) + timedelta(days=ROUNDS),
        reason="漏水",
        by=home.clerk,
    )
    return home


def taken_at_nine(home):
    """Only nine o'clock is wanted, by all."""
    held = hold_times(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=SETUP,
    )
    entries = [join(home, from_time=time(9), to_time=time(9)) for _ in range(2)]
    return held, entries


def test_of_two_that_wait_one_gets_the_freed_time(app):
    home = home_with_one_place()
    held, entries = taken_at_nine(home)
    entry_ids, home_id = [each.id for each in entries], home.id
    wish = {"hall_class": HallClass.SMALL, "cremator_type": CrematorType.FLAT, "by": SETUP}
    with clock.frozen(held.held_until + timedelta(seconds=1)):
        acts = [lambda: offer_times(institution_id=home_id, **wish) for _ in range(4)]
        assert at_once(app, *acts) == ["done"] * 4
        db.session.expire_all()
        offers = [db.session.get(WaitingEntry, each).offered_plan_id for each in entry_ids]
    assert [bool(each) for each in offers] == [True, False]


def test_who_waits_and_who_books_at_the_same_moment_do_not_both_get_it(app):
    home = home_with_one_place()
    for turn in range(ROUNDS):
        with clock.frozen(clock.now() + timedelta(days=turn)):
            held, entries = taken_at_nine(home)
            draft_id, entry_id = draft_of(home), entries[0].id
            until = held.held_until
        with clock.frozen(until + timedelta(seconds=1)):
            said = at_once(
                app,
                partial(return_times, plan_id=held.id, by=SETUP),
                partial(confirm_booking, draft_id=draft_id, by=by_family("public")),
            )
            db.session.expire_all()
            offered = db.session.get(WaitingEntry, entry_id).offered_plan_id
            won = {("TimeTaken", "done"): True, ("done", "done"): False}[tuple(said)]
            assert bool(offered) == won, f"round {turn}: {said}"
            for entry in list_queue():
                leave_waiting_list(token=entry.token, by=by_family("f"))


def test_an_offer_made_while_its_family_leaves_is_not_kept_for_nobody(app):
    home = home_with_one_place()
    held, [first, _second] = taken_at_nine(home)
    wish = {"hall_class": HallClass.SMALL, "cremator_type": CrematorType.FLAT, "by": SETUP}
    home_id, token = home.id, first.token
    with clock.frozen(held.held_until + timedelta(seconds=1)):
        # The page has read the entry, without an offer; then somebody else makes one.
        assert get_entry(token).offered_plan_id is None
        assert at_once(app, lambda: offer_times(institution_id=home_id, **wish)) == ["done"]
        assert get_entry(token).offered_plan_id is None
        left = leave_waiting_list(token=token, by=by_family("f"))
        assert left.outcome == Outcome.LEFT
        assert get_plan(left.offered_plan_id).cancelled_at is not None
        [other] = list_queue()
        assert other.offered_plan_id


def test_who_books_without_an_offer_has_not_accepted_one(app):
    """Neither the draft nor the entry has a plan: that is no offer taken."""
    home = home_with_one_place()
    taken_at_nine(home)
    draft_id = draft_of(home, starts_at=world.tomorrow_at(13))
    entry_id = join(home, draft_id, from_time=time(9), to_time=time(9)).id
    confirm_booking(draft_id=draft_id, by=by_family("f"))
    assert db.session.get(WaitingEntry, entry_id).outcome == Outcome.LEFT
