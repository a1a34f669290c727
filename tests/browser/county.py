"""A small county with a case at every stage, so that every page has something to show."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from billing.kinds import ItemPurpose
from billing.operations import draft_tariff_item, take_cash
from billing.queries import find_tariff_item
from booking.answers import Answers
from booking.jobs import move_queues
from booking.models import Booking
from booking.offers import find_offer
from booking.operations import (
    confirm_booking,
    join_waiting_list,
    open_case_from_booking,
    save_answers,
    start_draft,
)
from cemetery import queries
from cemetery.deposit_papers import agreement_of
from cemetery.operations import deposit_ashes
from funeral import operations as funeral
from funeral.kinds import CrematorType, FlagKind, HallClass
from funeral.models import Closure, FuneralCase, HoldFlag, Occupancy
from funeral.operations import lift_closure, report_breakdown
from funeral.queries.blanks import find_blank
from funeral.queries.certificates import find_certificate
from funeral.queries.closures import list_closures
from funeral.queries.schedule import farewell_of
from hardware.jobs import WORKER
from hardware.operations import (
    add_printer,
    claim_print_job,
    print_slip,
    record_print_result,
)
from hardware.qr import new_token
from hardware.releasing import release
from hardware.slips import Fact, Slip
from hardware.transports import Delivery, Outcome
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP, Role, family
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.staff import Staff
from kernel.settings import Settings
from oversight.operations import record_deaths
from tests import world
from tests.billing.price_lists import a_draft, an_urn, publish_draft, stock
from tests.browser.accounts import Accounts, make_accounts
from tests.browser.closing import Closing, make_closing
from tests.browser.kept import Kept, make_kept
from tests.browser.money import Money, settle
from tests.browser.plated import Plated, make_plated
from tests.browser.policies import Policies, make_policies
from tests.browser.rewarded import Rewarded, make_rewarded
from tests.browser.screens import Screens, make_screens
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
    rewarded: Rewarded
    plated: Plated
    screens: Screens
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
    world.make_niches(home.id, niches=12)
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
    waiting = _book(home, "王示兰", hour=9)
    opened = _book(home, "李示平", hour=10)
    offered, waits = (_wait(home, days) for days in (3, 4))
    _offer(home)
    cases = {"opened": open_case_from_booking(code=opened.code, by=home.clerk)}
    cases |= _cases_after_cremation(home) | _cases_under_way(home)
    paid = _bill_of(home, cases["paid"], pays=True)
    bill = _bill_of(home, cases["billed"])
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
        flag_id=_hold(home, cases["received"]).id,
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
        screens=make_screens(home, farewell.resource_id),
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


def _book(home: world.Home, name: str, hour: int) -> Booking:
    """As the family's pages do it, for tomorrow."""
    draft = start_draft(institution_id=home.id, token=new_token(), by=family("web"))
    answers = Answers(
        claimant_name="王示梅",
        relation=Relation.CHILD,
        phone="13800138000",
        deceased_name=name,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=world.identity_number(),
        died_on=clock.today().isoformat(),
        household_registration=world.JIAYU,
        waiver_class="resident",
        pick_up_from="嘉鱼县人民医院",
        day=(clock.today() + timedelta(days=1)).isoformat(),
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour).isoformat(),
    )
    draft = save_answers(draft_id=draft.id, answers=answers, by=family("web"))
    offer = find_offer(draft)
    assert offer is not None
    return confirm_booking(draft_id=draft.id, agreed=offer.fingerprint, by=family("web"))


def _wait(home: world.Home, days_ahead: int) -> str:
    """For a collecting cremator that is out of use all day."""
    day = clock.today() + timedelta(days=days_ahead)
    report_breakdown(
        resource_id=world.cremator(home, CrematorType.COLLECTING),
        starts_at=clock.day_range(day)[0],
        ends_at=clock.day_range(day)[1],
        reason="更换炉膛",
        by=home.clerk,
    )
    draft = start_draft(institution_id=home.id, token=new_token(), by=family("web"))
    told = Answers(claimant_name="王示梅", relation=Relation.CHILD, phone=world.phone())
    save_answers(draft_id=draft.id, answers=told, by=family("web"))
    entry = join_waiting_list(
        draft_id=draft.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.COLLECTING,
        day=day,
        by=family("web"),
    )
    return entry.token


def _offer(home: world.Home) -> None:
    """The first of the two days is free again."""
    closures = list_closures(home.id, clock.now(), clock.now() + timedelta(days=7))
    lift_closure(closure_id=closures[0].id, by=home.clerk)
    move_queues()


def _hold(home: world.Home, case: FuneralCase) -> HoldFlag:
    """暂缓火化, with a work order given out already."""
    world.work_order(home, case)
    return funeral.set_hold_flag(
        number=case.number,
        kind=FlagKind.CAUSE_DISPUTED,
        reason="家属对死因有异议，等候尸检",
        until=None,
        by=home.clerk,
    )


def _cases_under_way(home: world.Home) -> dict[str, FuneralCase]:
    received = world.open_case(home, deceased_name="赵示荣")
    world.record_papers(home, received)
    world.receive(home, received)
    unnamed = world.open_case(
        home, deceased_name="", identity_kind=IdentityKind.UNNAMED, identity_number=None
    )
    burning = world.open_case(home, deceased_name="周示安")
    world.burn(home, burning, world.make_ready(home, burning, CrematorType.COLLECTING))
    return {"received": received, "unnamed": unnamed, "burning": burning}


def _cases_after_cremation(home: world.Home) -> dict[str, FuneralCase]:
    """One after the other, so that each finds the cabinet and the cremator of the last one free."""
    cases = {}
    now, died_on = clock.now(), clock.today() - timedelta(days=7)
    names = {"settled": "高示文", "certified": "陈示华", "billed": "刘示福", "paid": "张示秀"}
    for hours, (stage, name) in zip((111, 75, 39, 3), names.items(), strict=True):
        registered = "110101" if stage == "settled" else world.JIAYU
        case = world.open_case(
            home, deceased_name=name, died_on=died_on, household_registration=registered
        )
        with clock.frozen(now - timedelta(hours=hours)):
            certificate = world.cremate(home, case)
        if stage in {"billed", "paid"}:
            niche = queries.list_free_niches(home.id, "福区")[0]
            deposit_ashes(
                certificate_number=certificate, niche_id=niche.id, months=15, by=home.clerk
            )
        cases[stage] = case
    return cases


def _bill_of(home: world.Home, case: FuneralCase, *, pays: bool = False) -> str:
    bill = funeral.make_bill(number=case.number, by=home.clerk)
    if pays:
        take_cash(bill_number=bill.number, tendered_fen=bill.due_fen + 50_00, by=home.clerk)
    return bill.number


def certificate_of(case: FuneralCase) -> str:
    certificate = find_certificate(case.id)
    assert certificate is not None
    return certificate.number
