"""换格位: a deposit goes to another niche with its term; the family is told and has a new plate."""

import psycopg
import pytest
from sqlalchemy import text

from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.queries.portions import get_portion_of, list_events
from cemetery.ashes.uncollected.queries.waiting import standings_of
from cemetery.errors import NotForKeeping, PlateRevoked, UnitTaken
from cemetery.ground.kinds import SiteKind, UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.keeping.errors import DepositOver, FamilyUntold, SameNiche, TooLongForGuests
from cemetery.keeping.kinds import RelocateReason
from cemetery.keeping.queries import list_paper_numbers
from cemetery.models import UnitKind
from cemetery.operations import deposit_ashes, print_storage_receipt
from cemetery.queries import get_plate, list_free_units, live_plate
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import add_right_person
from cemetery.slips import STORAGE_RECEIPT
from funeral.kinds import CrematorType
from hardware.queries import list_print_jobs
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world
from tests.ashes.houses import SPOUSE_BORN, make_houses
from tests.ashes.scene import Scene as Ashes
from tests.ashes.scene import foreign
from tests.ashes.test_state_machine_is_the_database import EVENT
from tests.ashes.test_state_machine_is_the_database import write as write_event
from tests.billing.test_take_cash import printer_off
from tests.booking.family import text_of
from tests.cemetery.commercial import a_commercial_niche
from tests.keeping.scene import TOLD, days_after
from tests.visitor import visit


def test_the_ashes_the_term_and_a_new_plate_go_along(scene):
    before, old = scene.deposit.until, live_plate(scene.deposit).token
    scene.move(2)
    assert scene.ashes.taken() == [0, 0, 1, 0]
    assert scene.deposit.unit_id == scene.ashes.units[2].id
    assert scene.deposit.until == before
    with pytest.raises(PlateRevoked):
        get_plate(old)
    assert get_plate(live_plate(scene.deposit).token).unit.id == scene.ashes.units[2].id
    portion = scene.ashes.portion()
    event = list_events(portion)[-1]
    assert (event.what, portion.stands) == (MoveKind.RELOCATE, PortionState.DEPOSITED)
    assert portion.place == "公益性骨灰堂 福区1排3号"
    assert portion.unit_id == scene.ashes.units[2].id
    assert (event.note, event.counterpart) == ("维修确需移动", TOLD)
    scene.ashes.collect()
    assert scene.ashes.taken() == [0, 0, 0, 0]


def test_it_does_not_begin_the_waiting_anew(scene):
    with days_after(scene, 40):
        scene.move()
        portion = scene.ashes.portion()
        assert standings_of([portion.id])[portion.id].days == 40


def test_nothing_changes_where_it_is_refused(scene):
    case, certificate = scene.ashes.another()
    other = Ashes(scene.ashes.home, scene.ashes.keeper, case, certificate, scene.ashes.units)
    other.deposit(unit=1)
    site = add_site(
        institution_id=scene.ashes.home.id,
        kind=SiteKind.ECO_AREA,
        name="青山生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="归园",
        kind=UnitKind.TREE,
        units=UnitRange(1, 1, 1, 1),
        size=UnitSize(),
        by=SETUP,
    )
    plate = live_plate(scene.deposit).token
    tree = list_free_units(scene.ashes.home.id, "归园")[0]
    for refusal, changed in (
        (UnitTaken, {"unit": 1}),
        (SameNiche, {"unit": 0}),
        (FamilyUntold, {"told": "  "}),
        (NotForKeeping, {"unit_id": tree.id}),
    ):
        with pytest.raises(refusal):
            scene.move(**changed)
    assert scene.ashes.taken() == [1, 1, 0, 0]
    assert live_plate(scene.deposit).token == plate
    scene.ashes.collect()
    with pytest.raises(DepositOver):
        scene.move(2)


def test_no_guest_comes_to_the_public_niches_by_moving(scene):
    """Deposited for long where everybody may be, then moved to where guests stay for a while."""
    home, until = scene.ashes.home, scene.deposit.until
    commercial = a_commercial_niche(home.id)
    case = world.open_case(home, household_registration="330681")
    certificate = world.cremate(home, case, CrematorType.COLLECTING)
    kept = {"certificate_number": certificate, "unit_id": commercial.id, "by": scene.ashes.keeper}
    long = deposit_ashes(**kept, months=240)
    with pytest.raises(TooLongForGuests) as refused:
        scene.move(number=long.number)
    assert (refused.value.field, scene.ashes.taken()) == ("unit_id", [1, 0, 0, 0])
    assert scene.move(unit_id=list_free_units(home.id, "商区")[0].id).until == until
    collect_at(scene, case)
    short = deposit_ashes(**kept, months=12)
    assert scene.move(2, number=short.number).unit_id == scene.ashes.units[2].id


def test_within_one_site_nobody_is_asked_again(scene):
    db.session.execute(text("UPDATE deceased SET household_registration = '330681'"))
    db.session.execute(text("UPDATE ash_deposits SET until = until + 3650"))
    db.session.commit()
    assert scene.move().unit_id == scene.ashes.units[1].id


def test_the_place_reserved_for_whom_was_cremated_elsewhere_is_offered(app, context):
    houses, number = make_houses(), world.identity_number(SPOUSE_BORN)
    right = houses.grant(houses.arrive())
    add_right_person(
        number=right.number,
        ground=Ground.SPOUSE,
        ground_paper="结婚证",
        living=Living("李示江", number),
        by=houses.keeper,
    )
    spouse = foreign(
        houses.there, institution_id=houses.here.id, identity_number=number, by=houses.keeper
    )
    kept = houses.deposit(spouse, certificate_number="WC2025-0831")
    shown = visit(app, "gm-columbarium").get(f"/ashes/{kept.number}/move").text
    assert f'value="{right.unit_id}"' in shown


def collect_at(scene, case) -> None:
    """The family of this case takes its ashes home."""
    scene.ashes.collect(get_portion_of(case.id, "A"), identity_number=case.claimant.identity_number)


def test_the_papers_are_made_anew(scene):
    printer_off(scene.ashes.home)
    print_storage_receipt(number=scene.number, by=scene.ashes.keeper)
    scene.move()
    scene.renew()
    assert list_paper_numbers(scene.deposit)[-1] == f"{scene.number}-3"
    print_storage_receipt(number=scene.number, by=scene.ashes.keeper)
    assert list_print_jobs(scene.ashes.home.id, STORAGE_RECEIPT, f"{scene.number}-3")


def test_the_page_offers_niches_alone_and_says_what_is_missing(scene, keeper):
    place = f"/ashes/{scene.number}/move"
    assert place in keeper.get(f"/ashes/{scene.number}").text
    page = keeper.get(place).text
    assert str(scene.ashes.units[1].id) in page
    assert str(scene.ashes.units[0].id) not in page
    typed = {"unit_id": str(scene.ashes.units[1].id), "reason": "repair", "told": TOLD}
    for changed, field in (
        ({"unit_id": ""}, "unit_id"),
        ({"unit_id": "x"}, "unit_id"),
        ({"reason": ""}, "reason"),
        ({"told": " "}, "told"),
        ({"unit_id": str(scene.ashes.units[0].id)}, "unit_id"),
    ):
        answer = keeper.post(place, data=typed | changed)
        assert answer.status_code == 200
        assert f'id="{field}-error"' in answer.text, changed
    done = keeper.post(place, data=typed)
    assert done.status_code == 302
    assert "骨灰已换到新格位" in text_of(keeper.get(done.location))
    portion = text_of(keeper.get(f"/portions/{scene.ashes.portion().id}"))
    assert f"告知了哪位家属：{TOLD}" in portion


def test_the_family_may_ask_for_it_and_a_taken_niche_offers_the_nearest(scene, keeper):
    case, certificate = scene.ashes.another()
    other = Ashes(scene.ashes.home, scene.ashes.keeper, case, certificate, scene.ashes.units)
    other.deposit(unit=1)
    answer = keeper.post(
        f"/ashes/{scene.number}/move",
        data={"unit_id": str(scene.ashes.units[1].id), "reason": "family", "told": TOLD},
    ).text
    assert "刚刚被选走" in answer
    assert str(scene.ashes.units[2].id) in answer
    scene.move(2, reason=RelocateReason.FAMILY)
    assert list_events(scene.ashes.portion())[-1].note == "家属要求"


def test_past_every_operation_the_database_asks_whom_was_told(scene, cluster, database):
    way = (MoveKind.RELOCATE, PortionState.DEPOSITED, PortionState.DEPOSITED)
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as sql:
        with pytest.raises(psycopg.errors.CheckViolation, match="family_was_told"):
            write_event(sql, scene.ashes, *way)
        told = EVENT.replace("'[\"a\", \"b\"]', ''", "'[]', '维修'")
        write_event(sql, scene.ashes, *way, statement=told)
