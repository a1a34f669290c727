"""What the storage and transfer pages show: a case kept too long, a driver with a trip."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from funeral import operations as funeral
from funeral.kinds import UnclaimedKind
from kernel import clock
from kernel.people.actors import SETUP
from tests import world
from tests.funeral import hearses


@dataclass(frozen=True)
class Kept:
    """`case`: unclaimed, with a step one office has signed, a belonging, and a photo's place."""

    case: str
    step_id: uuid.UUID
    belonging_id: uuid.UUID
    order_id: uuid.UUID
    trip_id: uuid.UUID
    rung_id: uuid.UUID


def make_kept(home: world.Home) -> Kept:
    case = world.open_case(home, deceased_name="孙示远", died_on=clock.today() - timedelta(days=5))
    world.receive(home, case, hours_ago=4 * 24)
    rung = _rungs(home)
    funeral.register_unclaimed(
        number=case.number, kind=UnclaimedKind.UNCLAIMED, sent_by="嘉鱼县公安局", by=home.clerk
    )
    step = funeral.record_unclaimed_step(
        number=case.number,
        rung_id=rung,
        done_on=clock.today(),
        media="",
        reference="",
        police_case_number="嘉公〔2026〕7号",
        dna_reference="",
        by=home.clerk,
    )
    funeral.sign_unclaimed_step(
        number=case.number,
        step_id=step.id,
        office="公安",
        signed_by="李示明",
        signed_on=clock.today(),
        by=home.clerk,
    )
    belonging = funeral.record_belonging(
        number=case.number, description="手表", quantity=1, place="物品柜 5 号", by=home.clerk
    )
    order, trip = _orders(home)
    return Kept(case.number, step.id, belonging.id, order, trip, rung)


def _rungs(home: world.Home) -> uuid.UUID:
    rungs = [
        funeral.add_unclaimed_rung(
            institution_id=home.id,
            position=position,
            after_days=3,
            title=title,
            needs_notice=position > 1,
            needs_police=position == 1,
            offices=("公安", "民政") if position == 1 else (),
            period_days=30 * (position - 1),
            legal_basis="县政府办文件",
            valid_from=clock.today() - timedelta(days=90),
            by=SETUP,
        )
        for position, title in ((1, "报公安机关核查身份"), (2, "公告寻找亲属"))
    ]
    return rungs[0].id


def _orders(home: world.Home) -> tuple[uuid.UUID, uuid.UUID]:
    """One that waits for a hearse, one on the road."""
    case = world.open_case(home, deceased_name="马示春")
    driver = hearses.make_driver(home)
    trip = hearses.assigned(home, case, hearses.make_hearse(home, "接运1号车"), driver)
    hearses.start(trip, driver)
    return hearses.order(home, case, minutes=90).id, trip.id
