"""A small county with a case at every stage, so that every page has something to show."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from billing.kinds import ItemPurpose
from billing.operations import draft_tariff_item
from billing.queries import find_tariff_item
from booking.operations import open_case_from_booking
from cemetery import queries
from cemetery.deposit_papers import agreement_of
from funeral import operations as funeral
from funeral.models import Closure, FuneralCase, Occupancy
from funeral.queries.blanks import find_blank
from funeral.queries.certificates import find_certificate
from funeral.queries.schedule import farewell_of
from hardware.jobs import WORKER
from hardware.operations import (
    add_printer,
    claim_print_job,
    print_slip,
    record_print_result,
)
from hardware.releasing import release
from hardware.slips import Fact, Slip
from hardware.transports import Delivery, Outcome
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP, Role
from kernel.people.staff import Staff
from kernel.settings import Settings
from oversight.operations import record_deaths
from tests import world
from tests.billing.price_lists import a_draft, an_urn, publish_draft, stock
from tests.browser.accounts import Accounts, make_accounts
from tests.browser.bookings import book, offer, wait
from tests.browser.cases import (
    bill_of,
    cases_after_cremation,
    cases_under_way,
    certificate_of,
    hold,
)
from tests.browser.closing import Closing, make_closing
from tests.browser.grounded import Grounded, make_ground
from tests.browser.kept import Kept, make_kept
from tests.browser.money import Money, settle
from tests.browser.plated import Plated, make_plated
from tests.browser.policies import Policies, make_policies
from tests.browser.remembered import Remembered, make_remembered
from tests.browser.rested import Rested, make_rested
from tests.browser.rewarded import Rewarded, make_rewarded
from tests.browser.righted import Righted, make_righted
from tests.browser.screens import Screens, make_screens
from tests.browser.swept import Swept, make_swept
from tests.browser.texted import Texted, make_texted
from tests.browser.voyaged import Voyaged, make_voyaged
from tests.funeral import places, replans
from wsgi import create_app

LOGINS = {
    Role.DESK: "jy-desk",
    Role.OPERATOR: "jy-operator",
    Role.DRIVER: "jy-driver",
    Role.COLUMBARIUM: "jy-columbarium",
    Role.OFFICER: "mz-officer",
    Role.ADMINISTRATOR: "jy-administrator",
}


@dataclass(frozen=True)
class County:
    """What pages need in their addresses; `cases` by the stage each has reached."""

    cases: dict[str, str]
    waiting_booking: str
    opened_booking: str
    offered_wait: str
    waiting_wait: str
    bill: str
    paid_bill: str
    certificate: str
    paid_certificate: str
    verify_token: str
    blank_id: uuid.UUID
    free_blank_id: uuid.UUID
    deposit: str
    token: str
    printer_id: uuid.UUID
    print_job_id: uuid.UUID
    doubtful_job_id: uuid.UUID
    flag_id: uuid.UUID
    occupancy_id: uuid.UUID
    resource_id: uuid.UUID
    closure_id: uuid.UUID
    replan_id: uuid.UUID
    vigil_id: uuid.UUID
    item_id: uuid.UUID
    draft_id: uuid.UUID
    publication: str
    hand_charge_id: uuid.UUID
    sold_charge_id: uuid.UUID
    journal_entry: uuid.UUID
    kept: Kept
    policies: Policies
    accounts: Accounts
    closing: Closing
    money: Money
    rested: Rested
    rewarded: Rewarded
    plated: Plated
    remembered: Remembered
    grounded: Grounded
    screens: Screens
    swept: Swept
    texted: Texted
    voyaged: Voyaged
    righted: Righted
    day: str
    month: str


@contextmanager
def app_of(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def make_county() -> County:
    """In an app's context, on an empty database."""
    home = world.make_home()
    world.publish_tariff(home.id)
    world.publish_waiver()
    world.make_units(home.id, niches=12)
    for role in (Role.COLUMBARIUM, Role.ADMINISTRATOR):
        world.make_staff(LOGINS[role], role, home.id)
    # Port 9 takes nothing: what is printed waits, and the pages show that it does.
    printer = add_printer(
        institution_id=home.id, name="前台", host="127.0.0.1", port=9, by=home.clerk
    )
    doubtful_paper, waiting_paper = _papers_in_doubt(home, printer.id)
    closing = make_closing(home)
    month = clock.today().strftime("%Y-%m")
    officer = _record_deaths(month)
    waiting = book(home, "王示兰", hour=9)
    opened = book(home, "李示平", hour=10)
    offered, waits = (wait(home, days) for days in (3, 4))
    offer(home)
    cases = {"opened": open_case_from_booking(code=opened.code, by=home.clerk)}
    cases |= cases_after_cremation(home) | cases_under_way(home)
    paid = bill_of(home, cases["paid"], pays=True)
    bill = bill_of(home, cases["billed"])
    certified = find_certificate(cases["certified"].id)
    assert certified is not None
    deposit = queries.list_deposits_of_case(cases["paid"].id)[0]
    plate = queries.live_plate(deposit)
    release(lambda: agreement_of(deposit), institution_id=home.id, by=home.clerk)
    farewell = farewell_of(cases["opened"].plan)
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.operation == "billing.take_cash")
    ).first()
    assert entry is not None
    return County(
        cases={stage: case.number for stage, case in cases.items()},
        waiting_booking=waiting.code,
        opened_booking=opened.code,
        offered_wait=offered,
        waiting_wait=waits,
        bill=bill,
        paid_bill=paid,
        certificate=certificate_of(cases["certified"]),
        paid_certificate=certificate_of(cases["paid"]),
        verify_token=certified.verify_token,
        blank_id=certified.blank_id,
        free_blank_id=find_blank(home.id, "JY000060").id,
        deposit=deposit.number,
        token=plate.token,
        printer_id=printer.id,
        print_job_id=waiting_paper,
        doubtful_job_id=doubtful_paper,
        flag_id=hold(home, cases["received"]).id,
        occupancy_id=farewell.id,
        resource_id=farewell.resource_id,
        closure_id=_close(home, farewell).id,
        replan_id=replans.dry_run(home, replans.cremators(home)[0].id).id,
        vigil_id=_vigil(home, cases["opened"].number).id,
        **_prices(home, cases["opened"]),
        journal_entry=entry.id,
        kept=make_kept(home),
        policies=make_policies(officer),
        accounts=make_accounts(home, cases["received"], bill, paid),
        closing=closing,
        money=settle(home, cases["settled"]),
        rewarded=make_rewarded(home),
        plated=make_plated(home, deposit),
        rested=make_rested(home, cases["settled"]),
        remembered=make_remembered(home, cases["paid"], plate.token),
        grounded=make_ground(home),
        screens=make_screens(home, farewell.resource_id),
        swept=make_swept(home),
        texted=make_texted(home),
        voyaged=make_voyaged(home, cases["certified"], cases["settled"]),
        righted=make_righted(home),
        day=clock.local(farewell.starts_at).date().isoformat(),
        month=month,
    )


def _prices(home: world.Home, case: FuneralCase) -> dict[str, object]:
    """A published list with goods in stock, a draft, and two charges written by hand."""
    item = a_draft(code="preparation", name="遗体整容", purpose=ItemPurpose.PREPARATION)
    draft_tariff_item(institution_id=home.id, draft=item, by=SETUP)
    publication = publish_draft(home, an_urn())
    stock(home, 3)
    draft = draft_tariff_item(institution_id=home.id, draft=a_draft(), by=SETUP)
    listed = find_tariff_item(home.id, "storage", clock.today())
    assert listed is not None
    charged = funeral.charge_item(
        number=case.number,
        item_code="preparation",
        quantity=1,
        chosen_price_fen=None,
        fact="家属签字要求整容",
        occurred_on=clock.today(),
        by=home.clerk,
    )
    sold = funeral.sell_article(
        number=case.number, item_code="urn_plain", quantity=1, chosen_price_fen=None, by=home.clerk
    )
    return {
        "item_id": listed.id,
        "draft_id": draft.id,
        "publication": publication.number,
        "hand_charge_id": charged.id,
        "sold_charge_id": sold.id,
    }


def _papers_in_doubt(home: world.Home, printer_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """Of the first nobody knows whether it came out, the second waits."""
    first, second = (
        print_slip(
            institution_id=home.id,
            slip=Slip("收费明细（非发票）", (Fact("单号", number),)),
            document="specimen",
            number=number,
            by=home.clerk,
        )
        for number in ("JYS26-90001", "JYS26-90002")
    )
    claim_print_job(printer_id=printer_id, by=WORKER)
    record_print_result(
        print_job_id=first.id,
        outcome=Outcome(Delivery.UNCONFIRMED, "没有等到打印机的回执"),
        by=WORKER,
    )
    return first.id, second.id


def _record_deaths(month: str) -> Staff:
    officer = world.make_office()
    record_deaths(
        region_code=world.JIAYU,
        month=month,
        deaths=40,
        deaths_in_zone=30,
        source="公安户籍月报",
        by=officer.actor(),
    )
    return officer


def _close(home: world.Home, farewell: Occupancy) -> Closure:
    """Asked for, over a farewell somebody has booked, and hours that leave it outside."""
    funeral.set_special_day(
        resource_id=farewell.resource_id,
        day=clock.day_of(farewell.starts_at),
        hours=None,
        reason="设备年检",
        by=home.clerk,
    )
    return funeral.ask_closure(
        resource_id=farewell.resource_id,
        starts_at=farewell.starts_at,
        ends_at=farewell.ends_at,
        reason="更换灯具",
        by=home.clerk,
    )


def _vigil(home: world.Home, number: str) -> Occupancy:
    return places.reserve(home, places.vigil_room(home), world.tomorrow_at(1), number=number)
