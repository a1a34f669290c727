"""Visits of the county of the tests: terms, bookings of every kind, a ceremony, sweeps."""

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO

from PIL import Image

from cemetery.queries import list_sites
from cemetery.visits.arriving import arrive
from cemetery.visits.booking_rules import Party
from cemetery.visits.kinds import Channel, Direction, Wish
from cemetery.visits.models import VisitBooking
from cemetery.visits.operations import (
    add_sweep_photo,
    announce_ceremony,
    ask_sweep,
    book_visit,
    close_slots,
    finish_sweep,
    lay_down_visit_terms,
    record_entry,
    sync_entry,
)
from cemetery.visits.passes import pass_of, write_pass
from cemetery.visits.queries.slots import list_slots
from cemetery.visits.queries.terms import get_site
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.db import new_id
from kernel.people.actors import SETUP, Actor, family
from tests import world

# One slot from midnight to midnight, so that the gate's tests pass at any hour of any day.
TERMS = Terms(
    slots=((time(0), time(23, 59)),),
    persons=200,
    cars=20,
    peak_only=False,
    days_ahead=7,
    opens_at=time(0),
    advice="请从东门进园，车停在广场。",
    legal_basis="本馆祭扫办法",
)


@dataclass(frozen=True)
class Swept:
    """`entered`, `untold`: booking codes; `day`: of the slot that is open; `queued`: a token,
    who waits for a place of `queued_day`."""

    site_id: uuid.UUID
    slot_id: uuid.UUID
    day: str
    booked: str
    entered: str
    untold: str
    asked: str
    done: str
    queued: str
    queued_day: str


def make_swept(home: world.Home) -> Swept:
    site = list_sites(home.id)[0]
    lay_down_visit_terms(site_id=site.id, valid_from=clock.today(), terms=TERMS, by=SETUP)
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    booked = _book(site.id, tomorrow, home.clerk, number_plates=("鄂L12345",), unit="福区1排1号")
    entered = _book(site.id, today, home.clerk, channel=Channel.WALK_IN)
    record_entry(site_id=site.id, scanned=entered.code, direction=Direction.IN, by=home.clerk)
    sync_entry(
        site_id=site.id,
        entry_id=new_id(),
        scanned=write_pass(pass_of(entered)),
        direction=Direction.IN,
        persons=1,
        happened_at=clock.now(),
        gate="西门",
        by=home.clerk,
    )
    shut = today + timedelta(days=2)
    untold = _book(site.id, shut, home.clerk)
    close_slots(site_id=site.id, day=shut, slot_ids=[untold.slot_id], reason="大风", by=home.clerk)
    announce_ceremony(
        site_id=site.id,
        title="树葬集体安葬仪式",
        place="树葬区",
        day=tomorrow,
        times=(time(9), time(10)),
        persons=60,
        cars=10,
        by=home.clerk,
    )
    return Swept(
        site_id=site.id,
        slot_id=list_slots(site, tomorrow)[0].id,
        day=tomorrow.isoformat(),
        booked=booked.code,
        entered=entered.code,
        untold=untold.code,
        asked=_sweep(site.id, home, is_done=False),
        done=_sweep(site.id, home, is_done=True),
        queued=_queue(site.id, today + timedelta(days=3)),
        queued_day=(today + timedelta(days=3)).isoformat(),
    )


def book_today(site_id: uuid.UUID) -> str:
    """By a clerk, since today's slot has begun. The code."""
    return _book(site_id, clock.today(), SETUP, channel=Channel.WALK_IN).code


def _book(
    site_id: uuid.UUID,
    day: date,
    clerk: Actor,
    *,
    channel: Channel = Channel.WEB,
    number_plates: tuple[str, ...] = (),
    unit: str = "",
) -> VisitBooking:
    party = Party(
        name="王示清",
        identity_number=world.identity_number(date(1950, 1, 2)),
        phone="13800138000",
        persons=2,
        companions=("李示明",),
        number_plates=number_plates,
        unit=unit,
    )
    by = family("web") if channel is Channel.WEB else clerk
    slot = list_slots(get_site(site_id), day)[0]
    return book_visit(
        site_id=site_id, day=day, slot_id=slot.id, party=party, channel=channel, by=by
    )


def _queue(site_id: uuid.UUID, day: date) -> str:
    """The day opened for booking long ago, but one family waits: no worker runs in these tests."""
    return arrive(
        site_id=site_id,
        day=day,
        slot_id=list_slots(get_site(site_id), day)[0].id,
        party=Party("王示清", world.identity_number(date(1950, 1, 2)), "13800138000", 1),
        any_slot=True,
        key="",
    )


def _sweep(site_id: uuid.UUID, home: world.Home, *, is_done: bool) -> str:
    sweep = ask_sweep(
        site_id=site_id,
        unit="福区1排2号",
        wishes=[Wish.FLOWERS, Wish.WORDS],
        words="我们都好，请放心。",
        wanted_on=clock.today() + timedelta(days=3),
        name="王示远",
        phone="13800138000",
        by=family("web"),
    )
    file = BytesIO()
    Image.new("RGB", (640, 480), "#6f8f7f").save(file, "JPEG")
    add_sweep_photo(code=sweep.code, raw=file.getvalue(), by=home.clerk)
    if is_done:
        finish_sweep(code=sweep.code, by=home.clerk)
    return sweep.code
