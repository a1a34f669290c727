"""Invented families going through the real operations, so that boards and figures are alive."""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from billing.queries import find_tariff_item
from booking.answers import Answers
from booking.operations import (
    confirm_booking,
    open_case_from_booking,
    save_answers,
    start_draft,
)
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units, list_rows
from cemetery.wall import KEEPING
from demo.names import InventedPerson, invented_name, invented_person
from demo.storage import drive, keep_longer
from demo.till import count_the_drawer, pay
from demo.waiting import answer_requests, hold_first_free, wait_for_a_taken_time
from funeral import operations as funeral
from funeral.charges import TRANSFER
from funeral.errors import CabinetTaken
from funeral.kinds import (
    CrematorType,
    CustodyStep,
    DeathKind,
    FuelKind,
    HallClass,
    PaperKind,
)
from funeral.queries.cases import get_case
from funeral.queries.custody import list_free_cabinets, live_wristband
from funeral.queries.schedule import (
    cremation_of,
    farewell_of,
    list_cremator_types,
    list_day,
    list_free_times,
    list_hall_choices,
)
from hardware.qr import new_token
from kernel import clock
from kernel.people.actors import Actor, Role, family
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.staff import list_staff
from kernel.places import Institution

if TYPE_CHECKING:
    from booking.models import Draft

PAST_DAYS = (3, 2, 1)
PAST_HOURS = (time(7), time(8), time(9, 30), time(10, 30))
COUNTED_AT = time(17)
DAYS_BOOKED = 3
BOOKINGS_A_DAY = 6
FIRST_DAY = date(2026, 1, 1)
# More serial numbers than a day uses: walk-ins from 0, bookings from BOOKING_FAMILIES.
FAMILIES_A_DAY, BOOKING_FAMILIES = 200, 120
A_TRIP_FEN = 420_00  # policies.md P19 (a)
A_RUN_LITRES = Decimal("24.50")  # invented
INVENTED_PHONE = "1990000{serial:04d}"  # well-formed; the block 0000 is given to nobody


@dataclass
class Demo:
    """A home with its people and the next invented family."""

    home: Institution
    clerk: Actor
    operators: tuple[Actor, Actor]
    serials: Iterator[int]
    bills: Iterator[int] = field(default_factory=itertools.count)

    def next_family(self) -> tuple[InventedPerson, str, str]:
        """The deceased, the claimant's name, the claimant's phone."""
        serial = next(self.serials)
        person = invented_person(serial, self.home.region_code)
        phone = INVENTED_PHONE.format(serial=serial % 10_000)
        return person, invented_name(serial + 7, person.sex), phone

    @property
    def halls(self) -> list[HallClass]:
        return [choice.hall_class for choice in list_hall_choices(self.home.id)]

    @property
    def cremator_types(self) -> list[CrematorType]:
        return list_cremator_types(self.home.id)


def fill_with_life(home: Institution) -> None:
    """Three days done, cases of today under way."""
    demo = _demo(home)
    _stay_longer(demo)
    for days_ago in PAST_DAYS:
        day = clock.today() - timedelta(days=days_ago)
        for place, hour in enumerate(PAST_HOURS):
            _whole_life(demo, clock.at(day, hour), keep_ashes=place % 2 == 0)
        with clock.frozen(clock.at(day, COUNTED_AT)):
            count_the_drawer(demo.clerk)
    for papers in (0, 1, 3):
        _under_way(demo, papers)
    _on_the_road(demo)


def book_ahead(home: Institution) -> None:
    """Bookings for each of the next days that has none: however late the demo is opened again.

    Those for tomorrow are half received by the desk, which asks families to come the day before.
    """
    demo = _demo(home, BOOKING_FAMILIES)
    for days_ahead in range(DAYS_BOOKED):
        if list_day(home.id, clock.today() + timedelta(days=days_ahead)):
            continue
        codes = _bookings(demo, days_ahead)
        answer_requests(codes[:-1], by=demo.clerk)
        if days_ahead == DAYS_BOOKED - 1:
            day = clock.today() + timedelta(days_ahead)
            chosen = {"hall_class": demo.halls[1], "cremator_type": demo.cremator_types[0]}
            hold_first_free(_fill_in(demo, **chosen), day)
            wait_for_a_taken_time(_fill_in(demo, **chosen), day)
        for code in codes[::2] if days_ahead == 1 else []:
            open_case_from_booking(code=code, by=demo.clerk)


def _demo(home: Institution, families: int = 0) -> Demo:
    """Each day brings other families, so that nobody is booked twice."""
    clerk = list_staff(home.id, Role.DESK)[0].actor()
    first, second = list_staff(home.id, Role.OPERATOR)[:2]
    days = (clock.today() - FIRST_DAY).days
    serials = itertools.count(days * FAMILIES_A_DAY + families)
    return Demo(home, clerk, (first.actor(), second.actor()), serials)


def _open_case(demo: Demo, opened_at: datetime, waiver_class: str) -> str:
    person, claimant, phone = demo.next_family()
    with clock.frozen(opened_at):
        case = funeral.open_walk_in_case(
            institution_id=demo.home.id,
            deceased_name=person.name,
            identity_kind=IdentityKind.ID_CARD,
            identity_number=person.identity_number,
            sex=person.sex,
            born_on=None,
            died_on=clock.today(),
            household_registration=demo.home.region_code,
            waiver_class=waiver_class,
            claimant_name=claimant,
            relation=Relation.CHILD,
            phone=phone,
            delegate_name=None,
            by=demo.clerk,
        )
        return case.number


def _record_papers(demo: Demo, number: str, how_many: int = 3) -> None:
    serial = next(demo.serials)
    claimant = invented_person(serial, demo.home.region_code).identity_number
    papers = [
        (PaperKind.DEATH_CERTIFICATE, claimant, "演示医院"),
        (PaperKind.CREMATION_CONSENT, "", ""),
        (PaperKind.CLAIMANT_IDENTITY, claimant, ""),
    ]
    for kind, paper_number, issuer in papers[:how_many]:
        funeral.record_paper(
            number=number,
            kind=kind,
            paper_number=paper_number,
            issuer=issuer,
            issued_on=None,
            death_kind=DeathKind.NATURAL if kind is PaperKind.DEATH_CERTIFICATE else None,
            by=demo.clerk,
        )


def _receive(demo: Demo, number: str) -> None:
    """Into the first cabinet that was empty at that time; with none, the remains wait outside."""
    cabinets = [cabinet.id for cabinet in list_free_cabinets(demo.home.id)]
    band = funeral.tag_remains(number=number, by=demo.clerk).token
    funeral.record_move(
        wristband=band, step=CustodyStep.PICKED_UP, place="演示医院", by=demo.operators[0]
    )
    for cabinet_id in (*cabinets, None):
        # A later day of another life may have it already: lives are told one after the other.
        with suppress(CabinetTaken):
            _receive_into(demo, number, band, cabinet_id)
            return


def _receive_into(demo: Demo, number: str, band: str, cabinet_id: uuid.UUID | None) -> None:
    item = find_tariff_item(demo.home.id, TRANSFER, clock.today())
    is_range = item is not None and item.terms.is_range
    funeral.receive_remains(
        number=number,
        wristband=band,
        received_at=clock.now(),
        received_from="演示医院",
        transfer_km=Decimal(18),
        transfer_price_fen=A_TRIP_FEN if is_range else None,
        cabinet_id=cabinet_id,
        by=demo.clerk,
    )


def _scan(demo: Demo, number: str, step: CustodyStep, place_id: uuid.UUID | None = None) -> None:
    funeral.record_move(
        wristband=_band(number),
        step=step,
        place_id=place_id,
        place="" if place_id else "骨灰整理间",
        by=demo.operators[0],
    )


def _band(number: str) -> str:
    band = live_wristband(get_case(number).id)
    if band is None:
        raise RuntimeError("Whoever is received wears a wristband.")
    return band.token


def _burn(demo: Demo, number: str, cremator_id: uuid.UUID) -> None:
    """Both operators scan the band and the order, then one of them starts."""
    band = _band(number)
    order = funeral.issue_work_order(number=number, by=demo.clerk).token
    for operator in demo.operators:
        funeral.check_furnace(
            wristband=band, work_order=order, cremator_id=cremator_id, by=operator
        )
    funeral.start_cremation(number=number, cremator_id=cremator_id, by=demo.operators[0])


def _whole_life(demo: Demo, farewell_at: datetime, *, keep_ashes: bool) -> None:
    """From the counter to the receipt, each step at the moment it would have happened."""
    number = _open_case(demo, farewell_at - timedelta(hours=26), _waiver_class(demo))
    with clock.frozen(farewell_at - timedelta(hours=24)):
        _record_papers(demo, number)
        _receive(demo, number)
        plan = funeral.plan_case(
            number=number,
            hall_class=demo.halls[1:][next(demo.serials) % len(demo.halls[1:])],
            cremator_type=demo.cremator_types[0],
            starts_at=farewell_at,
            by=demo.clerk,
        )
    farewell, cremation = farewell_of(plan), cremation_of(plan)
    if farewell is None or cremation is None:
        raise RuntimeError("A planned farewell has its hall and its cremation.")
    hall_id, ends_at = farewell.resource_id, farewell.ends_at
    cremator_id, burns_at, burnt_at = cremation.resource_id, cremation.starts_at, cremation.ends_at
    with clock.frozen(farewell_at):
        _scan(demo, number, CustodyStep.FAREWELL, hall_id)
    with clock.frozen(ends_at):
        funeral.record_farewell(
            number=number,
            hall_id=hall_id,
            started_at=farewell_at,
            ended_at=ends_at,
            by=demo.clerk,
        )
    with clock.frozen(burns_at):
        _burn(demo, number, cremator_id)
    with clock.frozen(burnt_at):
        funeral.end_cremation(
            number=number,
            fuel_kind=FuelKind.DIESEL,
            fuel_used=A_RUN_LITRES,
            by=demo.operators[0],
        )
    with clock.frozen(burnt_at + timedelta(minutes=20)):
        _scan(demo, number, CustodyStep.ASHES_PACKED)
        _settle(demo, number, keep_ashes=keep_ashes)


def _settle(demo: Demo, number: str, *, keep_ashes: bool) -> None:
    certificate = funeral.issue_certificate(number=number, collected_by="演示家属", by=demo.clerk)
    if keep_ashes:
        zone = next(row.zone.name for row in list_rows(demo.home.id, KEEPING) if row.free)
        unit = list_free_units(demo.home.id, zone)[0]
        deposit_ashes(
            certificate_number=certificate.number, unit_id=unit.id, months=12, by=demo.clerk
        )
    bill = funeral.make_bill(number=number, by=demo.clerk)
    pay(bill, next(demo.bills), demo.clerk)


def _under_way(demo: Demo, papers: int) -> None:
    """Today's cases, each further on than the one before."""
    now = clock.now()
    number = _open_case(demo, now - timedelta(hours=3), _waiver_class(demo))
    with clock.frozen(now - timedelta(hours=2)):
        _record_papers(demo, number, papers)
        if papers:
            _receive(demo, number)


def _stay_longer(demo: Demo) -> None:
    """In the house beyond the legal days, with an extension that covers today."""
    now = clock.now()
    number = _open_case(demo, now - timedelta(days=5, hours=1), _waiver_class(demo))
    with clock.frozen(now - timedelta(days=5)):
        _record_papers(demo, number, 1)
        _receive(demo, number)
    keep_longer(number, now - timedelta(days=2), demo.clerk)


def _on_the_road(demo: Demo) -> None:
    """Fetched within the last hour, not yet admitted."""
    number = _open_case(demo, clock.now() - timedelta(minutes=70), _waiver_class(demo))
    with clock.frozen(clock.now() - timedelta(minutes=65)):
        band = funeral.tag_remains(number=number, by=demo.clerk).token
    drive(demo.home, number, band, demo.clerk)


def _bookings(demo: Demo, days_ahead: int) -> list[str]:
    """Families on their phones, spread over the free times of the day; their booking codes."""
    day = clock.today() + timedelta(days=days_ahead)
    codes = []
    for turn in range(BOOKINGS_A_DAY):
        hall = demo.halls[turn % len(demo.halls)]
        cremator = demo.cremator_types[turn % len(demo.cremator_types)]
        free = list_free_times(demo.home.id, day, hall, cremator)
        if free:
            starts_at = free[len(free) * turn // BOOKINGS_A_DAY].starts_at
            codes.append(_book(demo, hall, cremator, starts_at))
    return codes


def _book(demo: Demo, hall: HallClass, cremator: CrematorType, starts_at: datetime) -> str:
    draft = _fill_in(
        demo,
        day=clock.local(starts_at).date().isoformat(),
        hall_class=hall,
        cremator_type=cremator,
        starts_at=starts_at.isoformat(),
    )
    return confirm_booking(draft_id=draft.id, by=family(str(draft.id))).code


def _fill_in(demo: Demo, **chosen: Any) -> "Draft":
    """With a family's answers."""
    person, claimant, phone = demo.next_family()
    asking = family(f"demo-{person.identity_number[-4:]}")
    draft = start_draft(institution_id=demo.home.id, token=new_token(), by=asking)
    answers = Answers(
        claimant_name=claimant,
        relation=Relation.CHILD,
        phone=phone,
        deceased_name=person.name,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=person.identity_number,
        died_on=clock.today().isoformat(),
        household_registration=demo.home.region_code,
        waiver_class=_waiver_class(demo),
        pick_up_from="演示小区",
        **chosen,
    )
    return save_answers(draft_id=draft.id, answers=answers, by=asking)


def _waiver_class(demo: Demo) -> str:
    return "dibao" if next(demo.serials) % 3 == 0 else "resident"
