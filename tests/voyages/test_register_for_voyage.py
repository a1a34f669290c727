"""登记海葬撒散, changing and withdrawing: places counted, one voyage a portion, bad input."""

from datetime import date, time

import psycopg
import pytest

from billing.operations import credit_bill
from billing.queries import list_charges, list_open_charges
from cemetery.errors import CertificateOfAnother, CertificateUnknown
from cemetery.voyages.errors import (
    ConsentMissing,
    ContactMissing,
    PlaceBilled,
    PortionOnAnotherVoyage,
    PortionsFull,
    PortionsUnread,
    RegistrationOver,
    RegistrationSettled,
    RelativesFull,
    RelativeTwice,
    RelativeUnread,
    RelativeWrong,
    SameVoyage,
    TooManyRelatives,
    VoyageNotOpen,
    VoyageReasonMissing,
)
from cemetery.voyages.kinds import PortionState
from cemetery.voyages.operations import (
    cancel_voyage,
    change_voyage,
    withdraw_from_voyage,
)
from cemetery.voyages.people import Relative, lines_of
from cemetery.voyages.queries import get_voyage, list_registrations_of_case
from funeral.queries.cases import get_case_by_id
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.people.phones import BadPhone
from tests import world
from tests.billing.bills import issue


def taken(number):
    db.session.expire_all()
    voyage = get_voyage(number)
    return voyage.taken_portions, voyage.taken_relatives


def test_portions_and_relatives_are_counted_apart(scene):
    registration = scene.register("a、B", relatives=3)
    assert taken(scene.voyage) == (2, 3)
    assert [each.letter for each in registration.portions] == ["A", "B"]
    assert "不能取回" in registration.consent


def test_one_portion_sails_once(scene):
    scene.register("A")
    other = scene.plan()
    for voyage in (scene.voyage, other.number):
        with pytest.raises(PortionOnAnotherVoyage):
            scene.register("A、B", voyage_number=voyage)
    assert taken(other.number) == (0, 0)
    scene.register("B", voyage_number=other.number)


def test_without_our_look_the_database_refuses_a_second_voyage(scene, monkeypatch):
    scene.register("A")
    monkeypatch.setattr("cemetery.voyages.queries.has_voyage", lambda *_: False)
    with pytest.raises(PortionOnAnotherVoyage):
        scene.register("A")


def test_a_full_voyage_says_which_places_are_missing(scene):
    scene.register("A、B", relatives=3)
    with pytest.raises(PortionsFull):
        scene.register("C、D", relatives=0)
    with pytest.raises(RelativesFull):
        scene.register("C", relatives=2)
    scene.register("C", relatives=1)
    assert taken(scene.voyage) == (3, 4)


def test_the_counters_cannot_be_written_past_their_bounds(scene, cluster, database):
    with (
        psycopg.connect(cluster.conninfo(database, "owner")) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute("UPDATE voyages SET taken_relatives = relatives + 1")


def test_after_the_last_day_nobody_registers(scene):
    with clock.frozen(clock.at(date(2027, 3, 21), time(9))), pytest.raises(RegistrationOver):
        scene.register()


BAD = [
    ({"portions": "1"}, PortionsUnread),
    ({"portions": "A、A"}, PortionsUnread),
    ({"portions": ""}, PortionsUnread),
    ({"contact": " "}, ContactMissing),
    ({"phone": "12"}, BadPhone),
    ({"agreed_by": " "}, ConsentMissing),
    ({"relatives": (Relative("王示梅", ""),)}, RelativeUnread),
    ({"relatives": (Relative("王示梅", "421221199003040011"),)}, RelativeWrong),
    ({"certificate_number": "JYH26-99999"}, CertificateUnknown),
    ({"case_number": "JYA26-99999"}, NotFound),
    ({"voyage_number": "nothing"}, NotFound),
]


def test_bad_input_is_refused_and_takes_nothing(scene):
    for changed, refusal in BAD:
        with pytest.raises(refusal):
            scene.register(**changed)
    assert taken(scene.voyage) == (0, 0)


def test_a_relative_twice_and_too_many_are_refused(scene):
    number = world.identity_number()
    with pytest.raises(RelativeTwice):
        scene.register(relatives=(Relative("王示梅", number), Relative("王示海", number)))
    with pytest.raises(TooManyRelatives):
        scene.register(relatives=4)


def test_the_certificate_must_be_of_this_case(scene):
    other = world.open_case(scene.home)
    with pytest.raises(CertificateOfAnother):
        scene.register(case_number=other.number)


def test_lines_are_read_as_staff_type_them():
    written = "王示梅 421221\n\n  李示明　县民政局 \n张示清"
    assert lines_of(written) == [("王示梅", "421221"), ("李示明", "县民政局"), ("张示清", "")]


def test_changing_the_voyage_moves_the_places(scene):
    registration = scene.register("A、B", relatives=2)
    other = scene.plan()
    with pytest.raises(SameVoyage):
        change_voyage(number=registration.number, voyage_number=scene.voyage, by=scene.clerk)
    change_voyage(number=registration.number, voyage_number=other.number, by=scene.clerk)
    assert (taken(scene.voyage), taken(other.number)) == ((0, 0), (2, 2))
    small = scene.plan(portions=1)
    with pytest.raises(PortionsFull):
        change_voyage(number=registration.number, voyage_number=small.number, by=scene.clerk)
    assert (taken(other.number), taken(small.number)) == ((2, 2), (0, 0))


def test_from_a_cancelled_voyage_a_family_changes_to_another(scene):
    registration, other = scene.register(), scene.plan()
    cancel_voyage(number=scene.voyage, reason="大风", by=scene.clerk)
    change_voyage(number=registration.number, voyage_number=other.number, by=scene.clerk)
    assert taken(other.number) == (1, 1)
    with pytest.raises(VoyageNotOpen):
        change_voyage(number=registration.number, voyage_number=scene.voyage, by=scene.clerk)


def test_withdrawing_gives_places_and_portions_back(scene):
    registration = scene.register(relatives=2)
    with pytest.raises(VoyageReasonMissing):
        withdraw_from_voyage(number=registration.number, reason="", by=scene.clerk)
    withdraw_from_voyage(number=registration.number, reason="改为树葬", by=scene.clerk)
    assert taken(scene.voyage) == (0, 0)
    assert registration.portions[0].state == PortionState.WITHDRAWN
    with pytest.raises(RegistrationSettled):
        withdraw_from_voyage(number=registration.number, reason="再次", by=scene.clerk)
    scene.register()


def test_where_a_price_is_listed_each_portion_is_charged_and_given_back(scene):
    world.publish_tariff(scene.home.id)
    paid = scene.plan(item_code="hall_small")
    registration = scene.register("A、B", voyage_number=paid.number)
    own = [each for each in list_charges(registration.case_id) if each.fact_id == registration.id]
    assert [each.quantity for each in own] == [2]
    withdraw_from_voyage(number=registration.number, reason="改为树葬", by=scene.clerk)
    assert all(each.fact_id != registration.id for each in list_charges(registration.case_id))


def test_what_was_billed_for_the_old_voyage_is_taken_back_before_a_dearer_one(scene):
    world.publish_tariff(scene.home.id)
    paid, dearer = scene.plan(item_code="hall_small"), scene.plan(item_code="cremation_flat")
    case_id = scene.register("A、B", voyage_number=paid.number).case_id
    [registration] = list_registrations_of_case(case_id)
    bill = issue(scene.home, get_case_by_id(case_id))
    with pytest.raises(PlaceBilled):
        change_voyage(number=registration.number, voyage_number=dearer.number, by=scene.clerk)
    credit_bill(bill_number=bill.number, positions=None, reason="改航次", by=scene.home.clerk)
    change_voyage(number=registration.number, voyage_number=dearer.number, by=scene.clerk)
    assert [each.item.code for each in list_open_charges(case_id)] == ["cremation_flat"]


def test_sent_twice_it_is_registered_once_and_the_journal_names_nobody(scene):
    first = scene.register(relatives=(), idempotency_key="one")
    again = scene.register(relatives=(), idempotency_key="one")
    assert first.id == again.id
    entries = db.session.query(JournalEntry).filter_by(operation="cemetery.register_for_voyage")
    assert entries.count() == 1
    assert "13800138000" not in str(entries.one().changes)
