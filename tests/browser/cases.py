"""The cases of the county, one at every stage."""

from datetime import timedelta

from billing.operations import take_cash
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral import operations as funeral
from funeral.kinds import CrematorType, FlagKind
from funeral.models import FuneralCase, HoldFlag
from funeral.queries.certificates import find_certificate
from kernel import clock
from kernel.people.deceased import IdentityKind
from tests import world


def cases_under_way(home: world.Home) -> dict[str, FuneralCase]:
    received = world.open_case(home, deceased_name="赵示荣")
    world.record_papers(home, received)
    world.receive(home, received)
    unnamed = world.open_case(
        home, deceased_name="", identity_kind=IdentityKind.UNNAMED, identity_number=None
    )
    burning = world.open_case(home, deceased_name="周示安")
    world.burn(home, burning, world.make_ready(home, burning, CrematorType.COLLECTING))
    return {"received": received, "unnamed": unnamed, "burning": burning}


def cases_after_cremation(home: world.Home) -> dict[str, FuneralCase]:
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
            unit = list_free_units(home.id, "福区")[0]
            deposit_ashes(certificate_number=certificate, unit_id=unit.id, months=15, by=home.clerk)
        cases[stage] = case
    return cases


def bill_of(home: world.Home, case: FuneralCase, *, pays: bool = False) -> str:
    bill = funeral.make_bill(number=case.number, by=home.clerk)
    if pays:
        take_cash(bill_number=bill.number, tendered_fen=bill.due_fen + 50_00, by=home.clerk)
    return bill.number


def certificate_of(case: FuneralCase) -> str:
    certificate = find_certificate(case.id)
    assert certificate is not None
    return certificate.number


def hold(home: world.Home, case: FuneralCase) -> HoldFlag:
    """暂缓火化, with a work order given out already."""
    world.work_order(home, case)
    return funeral.set_hold_flag(
        number=case.number,
        kind=FlagKind.CAUSE_DISPUTED,
        reason="家属对死因有异议，等候尸检",
        until=None,
        by=home.clerk,
    )
