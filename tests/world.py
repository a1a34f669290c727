"""A small county made through the real operations; tests add only what they are about."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from time import sleep
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from cemetery.operations import add_columbarium
from funeral import operations as funeral
from funeral.custody import KINDS_OF_PLACE
from funeral.kinds import (
    CrematorType,
    CustodyStep,
    DeathKind,
    HallClass,
    PaperKind,
    ResourceKind,
)
from funeral.models import CremationRun, CustodyEvent, FuneralCase
from funeral.queries.cases import list_missing_papers, list_papers
from funeral.queries.custody import list_free_cabinets, live_work_order, live_wristband
from funeral.queries.schedule import cremation_of, list_free_times, list_resources
from funeral.terms import Terms
from kernel import clock
from kernel.db import db, transaction
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex, check_digit
from kernel.people.staff import Staff, add_staff
from kernel.places import Institution, InstitutionKind, add_institution
from kernel.sealing import JournalLink, seal_journal
from tests.prices import POLICIES as POLICIES  # noqa: PLC0414 — tests say world.…
from tests.prices import publish_tariff as publish_tariff  # noqa: PLC0414
from tests.prices import publish_waiver as publish_waiver  # noqa: PLC0414

JIAYU = "421221"
PASSWORD = "a long enough password"
_serial = itertools.count(1)


@dataclass(frozen=True)
class Home:
    """One funeral home with two small halls, two flat cremators and a collecting one."""

    institution: Institution
    clerk: Actor
    operator: Actor
    second: Staff

    @property
    def id(self) -> uuid.UUID:
        return self.institution.id


def make_home(code: str = "JY", region: str = JIAYU) -> Home:
    with transaction():  # once for all of it: thousands of tests begin with a home
        home = _make_home(code, region)
    # Threads of a test may ask for it at the same moment, but not load it.
    db.session.refresh(home.institution)
    return home


def make_priced_home() -> Home:
    """With the county's prices and waiver in force."""
    home = make_home()
    publish_tariff(home.id)
    publish_waiver()
    return home


def _make_home(code: str, region: str) -> Home:
    institution = add_institution(
        code=code,
        kind=InstitutionKind.FUNERAL_HOME,
        name=f"{code}殡仪馆",
        region_code=region,
        by=SETUP,
    )
    make_resources(institution.id)
    receive_certificates(institution.id, code)
    clerk, operator, second = (
        make_staff(f"{code}-{name}", role, institution.id)
        for name, role in (
            ("desk", Role.DESK),
            ("operator", Role.OPERATOR),
            ("second", Role.OPERATOR),
        )
    )
    return Home(institution, clerk.actor(), operator.actor(), second)


def receive_certificates(
    institution_id: uuid.UUID, prefix: str = "JY", first: str = "000001", sheets: int = 60
) -> None:
    """Blank paper, without which no certificate is issued: "JY000001" and on."""
    funeral.receive_blanks(
        institution_id=institution_id,
        prefix=prefix,
        first=first,
        last=f"{int(first) + sheets - 1:06d}",
        received_on=clock.today(),
        received_from="嘉鱼县民政局",
        by=SETUP,
    )


def make_staff(login: str, role: Role, institution_id: uuid.UUID) -> Staff:
    return add_staff(
        login=login,
        name=login,
        role=role,
        institution_id=institution_id,
        password=PASSWORD,
        by=SETUP,
    )


def make_office(code: str = "MZ", region: str = JIAYU) -> Staff:
    """The county's civil-affairs office and an officer in it."""
    office = add_institution(
        code=code,
        kind=InstitutionKind.CIVIL_AFFAIRS,
        name=f"{code}民政局",
        region_code=region,
        by=SETUP,
    )
    return make_staff(f"{code}-officer", Role.OFFICER, office.id)


def make_resources(institution_id: uuid.UUID, small_halls: int = 2) -> None:
    hours: dict[str, Any] = {"opens": time(6), "closes": time(18), "by": SETUP}
    for number in range(1, small_halls + 1):
        funeral.add_resource(
            institution_id=institution_id,
            kind=ResourceKind.HALL,
            variety=HallClass.SMALL,
            name=f"{number}号厅",
            capacity=30,
            setup_minutes=30,
            use_minutes=20,
            cleanup_minutes=10,
            **hours,
        )
    for number, cremator_type in enumerate(
        (CrematorType.FLAT, CrematorType.FLAT, CrematorType.COLLECTING), start=1
    ):
        funeral.add_resource(
            institution_id=institution_id,
            kind=ResourceKind.CREMATOR,
            variety=cremator_type,
            name=f"{number}号火化机",
            setup_minutes=0,
            use_minutes=60,
            cleanup_minutes=30,
            **hours,
        )
    rooms = [(ResourceKind.PREPARATION_ROOM, "整容间")]
    rooms += [(ResourceKind.CABINET, f"{number}号柜") for number in range(1, 13)]
    for kind, name in rooms:
        funeral.add_resource(
            institution_id=institution_id,
            kind=kind,
            variety="",
            name=name,
            setup_minutes=0,
            use_minutes=60,
            cleanup_minutes=0,
            **hours,
        )


def make_units(institution_id: uuid.UUID, niches: int = 4) -> None:
    add_columbarium(
        institution_id=institution_id,
        name="公益性骨灰堂",
        zones=[("福区", 1, niches)],
        visiting_hours="8:00–17:00",
        by=SETUP,
    )


def identity_number(born_on: date = date(1950, 3, 4)) -> str:
    """A new invented number with a valid check digit."""
    first = f"{JIAYU}{born_on:%Y%m%d}{next(_serial) % 1000:03d}"
    return first + check_digit(first)


def phone() -> str:
    """A new invented number: one family holds only so many times."""
    return f"1380013{next(_serial) % 10_000:04d}"


def open_case(home: Home, **changed: Any) -> FuneralCase:
    asked: dict[str, Any] = {
        "institution_id": home.id,
        "deceased_name": "张三",
        "identity_kind": IdentityKind.ID_CARD,
        "identity_number": identity_number(),
        "sex": Sex.UNKNOWN,
        "born_on": None,
        "died_on": clock.today() - timedelta(days=1),
        "household_registration": JIAYU,
        "waiver_class": "resident",
        "claimant_name": "张小三",
        "relation": Relation.CHILD,
        "phone": "13800138000",
        "delegate_name": None,
        "by": home.clerk,
    }
    return funeral.open_walk_in_case(**(asked | changed))


def record_papers(home: Home, case: FuneralCase) -> None:
    for kind, number in (
        (PaperKind.DEATH_CERTIFICATE, "42122120261122001"),
        (PaperKind.CREMATION_CONSENT, ""),
        (PaperKind.CLAIMANT_IDENTITY, identity_number(date(1980, 1, 1))),
    ):
        if kind in list_papers(case.id):
            continue
        funeral.record_paper(
            number=case.number,
            kind=kind,
            paper_number=number,
            issuer="嘉鱼县人民医院",
            issued_on=None,
            death_kind=None if case.death_kind else DeathKind.NATURAL,
            by=home.clerk,
        )


def record_further_papers(home: Home, case: FuneralCase) -> None:
    """What this kind of death asks for besides the three papers."""
    for kind in list_missing_papers(case):
        funeral.record_paper(
            number=case.number,
            kind=kind,
            paper_number="2026-1",
            issuer="嘉鱼县公安局",
            issued_on=None,
            by=home.clerk,
        )


def tag(home: Home, case: FuneralCase) -> str:
    """The token on the wristband, which is tied on if there is none yet."""
    band = live_wristband(case.id) or funeral.tag_remains(number=case.number, by=home.clerk)
    return band.token


def receive(home: Home, case: FuneralCase, hours_ago: int = 20, km: str = "12") -> None:
    """Tagged, admitted, into the first free cabinet."""
    cabinet = next(iter(list_free_cabinets(home.id)), None)
    funeral.receive_remains(
        number=case.number,
        wristband=tag(home, case),
        received_at=clock.now() - timedelta(hours=hours_ago),
        received_from="嘉鱼县人民医院",
        transfer_km=Decimal(km),
        transfer_price_fen=420_00,
        cabinet_id=cabinet.id if cabinet else None,
        unscanned="车上没有网络",
        by=home.clerk,
    )


def scan(home: Home, case: FuneralCase, step: CustodyStep, **where: Any) -> CustodyEvent:
    """One move; without `place` or `place_id` to the first fitting room of the home."""
    if not where:
        kinds = KINDS_OF_PLACE.get(step)
        rooms = list_resources(home.id, kinds[0]) if kinds else []
        where = {"place_id": rooms[0].id} if rooms else {"place": "骨灰整理间"}
    return funeral.record_move(wristband=tag(home, case), step=step, by=home.operator, **where)


def plan_today(
    home: Home, case: FuneralCase, variety: CrematorType = CrematorType.FLAT
) -> uuid.UUID:
    """A cremation of today, as if asked for before the home opened; the id of its cremator.

    Who has a time already is moved to today.
    """
    today = clock.today()
    with clock.frozen(clock.at(today, time(0, 1))):
        free = list_free_times(home.id, today, HallClass.NONE, variety)[0].cremation
        planned = cremation_of(case.plan) if case.plan else None
        if planned is None:
            plan = funeral.plan_case(
                number=case.number,
                hall_class=HallClass.NONE,
                cremator_type=variety,
                starts_at=free.starts_at,
                by=home.clerk,
            )
            planned = cremation_of(plan)
        else:
            funeral.move_occupancy(
                occupancy_id=planned.id,
                resource_id=free.resource.id,
                starts_at=free.starts_at,
                version=case.plan.version,
                reason="测试",
                despite_told=True,
                by=home.clerk,
            )
    return planned.resource_id


def work_order(home: Home, case: FuneralCase) -> str:
    """The token on the work order, which is made out if there is none yet."""
    order = live_work_order(case.id) or funeral.issue_work_order(number=case.number, by=home.clerk)
    return order.token


def check(home: Home, case: FuneralCase, cremator_id: uuid.UUID, *operators: Actor) -> None:
    """Each of the two operators scans the band and the order before this cremator."""
    for operator in operators or (home.operator, home.second.actor()):
        funeral.check_furnace(
            wristband=tag(home, case),
            work_order=work_order(home, case),
            cremator_id=cremator_id,
            by=operator,
        )


def make_ready(
    home: Home, case: FuneralCase, variety: CrematorType = CrematorType.FLAT
) -> uuid.UUID:
    """Papers, admission, a time of today and both checks; the id of the cremator."""
    record_papers(home, case)
    record_further_papers(home, case)
    receive(home, case, hours_ago=18)
    cremator_id = plan_today(home, case, variety)
    check(home, case, cremator_id)
    return cremator_id


def burn(home: Home, case: FuneralCase, cremator_id: uuid.UUID) -> CremationRun:
    return funeral.start_cremation(number=case.number, cremator_id=cremator_id, by=home.operator)


def end(home: Home, case: FuneralCase) -> CremationRun:
    return funeral.end_cremation(
        number=case.number, fuel_kind=None, fuel_used=None, by=home.operator
    )


def cremator(home: Home, variety: CrematorType = CrematorType.FLAT) -> uuid.UUID:
    found = list_resources(home.id, ResourceKind.CREMATOR)
    return next(resource.id for resource in found if resource.variety == variety)


def cremate(home: Home, case: FuneralCase, variety: CrematorType = CrematorType.FLAT) -> str:
    """From the papers to the packed ashes and the certificate; the certificate's number."""
    with clock.frozen(clock.now() - timedelta(hours=2)):
        burn(home, case, make_ready(home, case, variety))
    end(home, case)
    scan(home, case, CustodyStep.ASHES_PACKED)
    certificate = funeral.issue_certificate(
        number=case.number, collected_by="张小三", by=home.clerk
    )
    return certificate.number


def seal_all(key: Ed25519PrivateKey) -> int:
    """Seal every entry; other runs on the same server may hold the sealing back for a moment."""
    unsealed = select(func.count(JournalEntry.id)).where(
        JournalEntry.id.not_in(select(JournalLink.entry_id))
    )
    sealed = 0
    for _attempt in range(100):
        sealed += seal_journal(key)
        if db.session.scalar(unsealed) == 0:
            return sealed
        db.session.rollback()
        sleep(0.1)
    raise TimeoutError


def tomorrow_at(hour: int, minute: int = 0) -> datetime:
    return clock.at(clock.today() + timedelta(days=1), time(hour, minute))


def lay_down(home: Home, **changed: Any) -> None:
    """Terms of booking from today on, all others as usual."""
    terms = Terms(**({"legal_basis": "嘉鱼县殡仪馆预约须知"} | changed))
    funeral.lay_down_terms(institution_id=home.id, valid_from=clock.today(), terms=terms, by=SETUP)
