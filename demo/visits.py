"""Visits in a demo county: the terms of its columbarium, and families who come in these days."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from cemetery.ground.kinds import SiteKind
from cemetery.queries import list_sites
from cemetery.visits.booking_rules import Party
from cemetery.visits.kinds import Channel
from cemetery.visits.operations import announce_ceremony, book_visit, lay_down_visit_terms
from cemetery.visits.queries.slots import list_slots
from cemetery.visits.queries.terms import terms_of
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.errors import Refusal
from kernel.people.actors import SETUP, Actor, Role, family
from kernel.people.identity import check_digit
from kernel.people.staff import list_staff
from kernel.places import Institution

if TYPE_CHECKING:
    from cemetery.models import Site

# Every day, so that the demo shows something at any time of the year.
TERMS = Terms(
    slots=(
        (time(8), time(10)),
        (time(10), time(12)),
        (time(13, 30), time(15, 30)),
        (time(15, 30), time(17)),
    ),
    persons=60,
    cars=15,
    kept_phone=6,
    kept_walk_in=6,
    peak_only=False,
    opens_at=time(0),
    advice="从南门进园，车停在南门外的停车场。",
    legal_basis="演示，自拟的祭扫预约办法",
)
VISITORS = ("吴示清", "周示晨", "徐示和", "孙示宁", "何示佳", "林示安")
TODAYS_VISITORS = ("郑示春", "钱示礼", "冯示君", "陈示月")
# They booked before the first slot began, at whatever hour the demo is loaded.
BOOKED_AT = time(7, 30)
BORN = 1950
# So that the waiting room is seen: who comes to this site in these minutes waits for the opening.
RUSHED = SiteKind.PUBLIC_CEMETERY
OPENS_IN = timedelta(minutes=12)


def lay_down_visits(home: Institution) -> None:
    """And a ceremony, so that there is one to register for."""
    for site in list_sites(home.id):
        terms = replace(TERMS, opens_at=_soon()) if site.kind == RUSHED else TERMS
        lay_down_visit_terms(site_id=site.id, valid_from=clock.today(), terms=terms, by=SETUP)
        announce_ceremony(
            site_id=site.id,
            title="集体追思仪式（演示）",
            place="追思广场",
            day=clock.today() + timedelta(days=5),
            times=(time(12), time(13)),
            persons=80,
            cars=20,
            by=SETUP,
        )


def list_openings(home: Institution) -> list[tuple["Site", time]]:
    """Where families queue for a new day, and when it opens."""
    rushed = (site for site in list_sites(home.id) if site.kind == RUSHED)
    return [(site, terms_of(site.id).opens_at) for site in rushed]


def book_visits(home: Institution) -> None:
    """Today, tomorrow and the day after, by telephone and online."""
    clerk, today = list_staff(home.id, Role.DESK)[0].actor(), clock.today()
    before = min(clock.now(), clock.at(today, BOOKED_AT))
    for site in list_sites(home.id):
        for number, name in enumerate(VISITORS):
            _book(site, today + timedelta(days=1 + number % 2), _party(name, number), clerk)
        with clock.frozen(before):
            for number, name in enumerate(TODAYS_VISITORS, start=len(VISITORS)):
                _book(site, today, _party(name, number), clerk)


def _soon() -> time:
    """Not for who loads the demo shortly before midnight."""
    opens = clock.local(clock.now() + OPENS_IN)
    return time(opens.hour, opens.minute) if opens.date() == clock.today() else time(0)


def _book(site: "Site", day: date, party: Party, clerk: Actor) -> None:
    """Every third calls the desk; each comes in the next of the day's slots."""
    number = int(party.phone[-4:])
    channel = Channel.PHONE if number % 3 == 0 else Channel.WEB
    slot = list_slots(site, day)[number % len(TERMS.slots)]
    # Where the demo is loaded a second time on the same day, they have their places.
    with suppress(Refusal):
        book_visit(
            site_id=site.id,
            day=day,
            slot_id=slot.id,
            party=party,
            channel=channel,
            by=clerk if channel is Channel.PHONE else family("web"),
        )


def _party(name: str, number: int) -> Party:
    born = date(BORN + 5 * number, 3, 1 + number)
    first = f"421221{born:%Y%m%d}{number:03d}"
    return Party(
        name=name,
        identity_number=first + check_digit(first),
        phone=f"1380000{number:04d}",
        persons=2,
        companions=("亲友（演示）",),
        number_plates=(f"鄂L0000{number}",) if number % 2 else (),
    )
