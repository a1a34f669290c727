"""Bringing a county of a file into the system, once, through the same operations as everybody."""

from datetime import time, timedelta
from pathlib import Path

from billing.operations import (
    publish_policy,
    publish_tariff,
    publish_tariff_item,
    receive_goods,
)
from billing.policy_text.file import POLICIES
from cemetery.ground.operations import add_site, add_zone
from demo.accounts import Accounts
from demo.counties import County
from demo.counties.sites import SiteEntry
from demo.ground import fill_ground
from demo.lives import book_ahead, fill_with_life
from demo.rooms import add_rooms, lay_down_terms
from demo.screens import hang_screens, set_ticket_kinds, wait_at_windows
from demo.storage import add_hearses, add_ladder
from demo.visits import book_visits, lay_down_visits
from demo.voyages import plan_voyages
from funeral.kinds import ResourceKind
from funeral.operations import add_resource, receive_blanks
from hardware.operations import add_printer
from hardware.queries import list_printers
from kernel import clock
from kernel.db import transaction
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import SETUP, Role
from kernel.people.staff import add_staff, list_staff
from kernel.places import (
    Institution,
    InstitutionKind,
    add_institution,
    find_institution,
    list_institutions,
)
from oversight.operations import record_deaths

# Where `python -m tests.emulators.escpos_printer --port 9100` listens.
DEMO_PRINTER = ("127.0.0.1", 9100)
REWARDS = Path(__file__).with_name("policies")
PAPER_CAME = timedelta(days=30)


class LoadInterrupted(Refusal):
    message = _("上次载入演示数据没有完成。请删除 var 目录后重新运行。")


def load_county(county: County, accounts: Accounts) -> bool:
    """False when it is there already; then only days that nobody booked yet are booked.

    Raises LoadInterrupted when only part of it is there.
    """
    known = find_institution(county.institutions[0].code)
    if known:
        if not list_printers(known.id):
            raise LoadInterrupted
        book_ahead(known)
        book_visits(known)
        return False
    with transaction():
        home = _set_up(county, accounts)
    # Each step of each life is a transaction of its own, as it will be on a working day.
    fill_with_life(home)
    book_ahead(home)
    book_visits(home)
    if county.reward_policy:
        fill_ground(home)
    _count_deaths(county, home)
    wait_at_windows(home)
    # Last, so that no receipt of the days before waits for a printer, and the load is known whole.
    host, port = DEMO_PRINTER
    add_printer(institution_id=home.id, name="收费窗口", host=host, port=port, by=SETUP)
    return True


def _set_up(county: County, accounts: Accounts) -> Institution:
    institutions = _institutions(county)
    _staff(county, accounts, institutions)
    home = next(i for i in institutions.values() if i.kind == InstitutionKind.FUNERAL_HOME)
    _tariff(county, home)
    _places(county, home)
    add_rooms(home, county.rooms)
    lay_down_terms(home, county.booking_terms)
    lay_down_visits(home)
    plan_voyages(home, county.voyages)
    add_hearses(home, county.hearses)
    add_ladder(home, county.unclaimed)
    _certificates(county, home)
    set_ticket_kinds(home)
    hang_screens(home, accounts)
    return home


def _certificates(county: County, home: Institution) -> None:
    """Before the first life that needs one."""
    paper = county.certificates
    with clock.frozen(clock.now() - PAPER_CAME):
        receive_blanks(
            institution_id=home.id,
            prefix=paper.prefix,
            first=paper.first,
            last=paper.last,
            received_on=clock.today(),
            received_from=paper.received_from,
            by=SETUP,
        )


def _count_deaths(county: County, home: Institution) -> None:
    """Only where the file says so: the other county shows what a missing denominator looks like."""
    if county.deaths is None:
        return
    office = list_institutions(InstitutionKind.CIVIL_AFFAIRS, home.region_code)[0]
    record_deaths(
        region_code=county.region,
        month=f"{clock.today():%Y-%m}",
        deaths=county.deaths.all,
        deaths_in_zone=county.deaths.in_zone,
        source=county.deaths.source,
        by=list_staff(office.id, Role.OFFICER)[0].actor(),
    )


def _institutions(county: County) -> dict[str, Institution]:
    return {
        entry.code: add_institution(
            code=entry.code,
            kind=entry.kind,
            name=entry.name,
            region_code=county.region,
            credit_code=entry.credit_code,
            address=entry.address,
            phone=entry.phone,
            demo=True,
            by=SETUP,
        )
        for entry in county.institutions
    }


def _staff(county: County, accounts: Accounts, institutions: dict[str, Institution]) -> None:
    for entry in county.staff:
        add_staff(
            login=entry.login,
            name=entry.name,
            role=entry.role,
            institution_id=institutions[entry.institution].id,
            password=accounts.new_password(entry),
            by=SETUP,
        )


def _tariff(county: County, home: Institution) -> None:
    for entry in county.tariff:
        publish_tariff_item(
            institution_id=home.id,
            code=entry.code,
            name=entry.name,
            item_class=entry.item_class,
            price_mode=entry.price_mode,
            terms=entry.terms,
            rule=entry.rule,
            purpose=entry.purpose,
            list_source=entry.list_source,
            includes=entry.includes,
            legal_basis=entry.legal_basis,
            issuer=entry.issuer,
            valid_from=entry.valid_from,
            by=SETUP,
        )
    publish_tariff(institution_id=home.id, by=SETUP)
    for goods in county.goods:
        receive_goods(
            institution_id=home.id,
            item_code=goods.item,
            quantity=goods.quantity,
            purchase_price_fen=goods.purchase_price_fen,
            received_on=clock.today(),
            supplier=goods.supplier,
            document=goods.document,
            by=SETUP,
        )
    policies = [POLICIES / f"{county.waiver_policy}.yaml"]
    if county.reward_policy:
        policies.append(REWARDS / f"{county.reward_policy}.yaml")
    for policy in policies:
        publish_policy(source=policy.read_text(encoding="utf-8"), by=SETUP)


def _places(county: County, home: Institution) -> None:
    for entry in county.resources:
        add_resource(
            institution_id=home.id,
            kind=entry.kind,
            variety=entry.variety,
            name=entry.name,
            capacity=entry.capacity,
            setup_minutes=entry.setup_minutes,
            use_minutes=entry.use_minutes,
            cleanup_minutes=entry.cleanup_minutes,
            opens=entry.opens,
            closes=entry.closes,
            by=SETUP,
        )
    for number in range(1, county.cabinets + 1):
        _add_room(home, ResourceKind.CABINET, f"{number}号柜")
    for site in county.sites:
        _add_site(home, site)


def _add_site(home: Institution, entry: SiteEntry) -> None:
    site = add_site(
        institution_id=home.id,
        kind=entry.kind,
        name=entry.name,
        address=entry.address,
        visiting_hours=entry.visiting_hours,
        approval=entry.approval,
        by=SETUP,
    )
    for zone in entry.zones:
        add_zone(
            site_id=site.id,
            name=zone.name,
            kind=zone.kind,
            units=zone.units,
            size=zone.size,
            communal=zone.communal,
            by=SETUP,
        )


def _add_room(home: Institution, kind: ResourceKind, name: str) -> None:
    """Without prices or classes; a cabinet is entered and left by scans, not by the hour."""
    add_resource(
        institution_id=home.id,
        kind=kind,
        variety="",
        name=name,
        setup_minutes=0,
        use_minutes=60,
        cleanup_minutes=0,
        opens=time(0),
        closes=time(23, 59),
        by=SETUP,
    )
