"""骨灰寄存: one niche, one family; the plate; each refusal with its sentence on the page."""

import re
from datetime import date, time, timedelta

import psycopg
import pytest
from sqlalchemy import select

from billing.queries import list_charges
from cemetery.ashes.errors import PortionUnknown
from cemetery.errors import (
    AshesAlreadyDeposited,
    CertificateOfAnother,
    CertificateUnknown,
    CertificateVoided,
    NoFreeUnit,
    TermTooLong,
    UnitTaken,
)
from cemetery.keeping.papers import term_of
from cemetery.models import Unit
from cemetery.operations import LONGEST_TERM_MONTHS, deposit_ashes
from cemetery.queries import (
    list_free_units,
    list_rows,
    live_plate,
    lock_unit,
    nearest_free_units,
)
from cemetery.rights.errors import GuestTermTooLong
from cemetery.rights.rules import rules
from funeral.kinds import CrematorType
from funeral.operations import make_bill, reissue_certificate, void_certificate
from hardware.qr import is_token
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from tests import world
from tests.visitor import visit


def deposit(ashes, **changed):
    asked = {
        "certificate_number": ashes.certificate,
        "unit_id": ashes.units[0].id,
        "months": 12,
        "by": ashes.keeper,
    }
    return deposit_ashes(**(asked | changed))


def cremate_another(ashes):
    """On another cremator, since each takes one body at a time."""
    return world.cremate(ashes.home, world.open_case(ashes.home), CrematorType.COLLECTING)


def test_a_free_unit_becomes_taken(ashes):
    made = deposit(ashes)
    assert made.unit_id == ashes.units[0].id
    assert made.case_id == ashes.case.id
    assert [unit.number for unit in list_free_units(ashes.home.id, "福区")] == [2, 3, 4]
    assert [(row.free, row.total) for row in list_rows(ashes.home.id)] == [(3, 4)]


def test_who_is_registered_elsewhere_stays_for_a_while_only(ashes):
    case = world.open_case(ashes.home, household_registration="330681")
    certificate = world.cremate(ashes.home, case, CrematorType.COLLECTING)
    most = rules().guest_rule(clock.today()).months
    with pytest.raises(GuestTermTooLong, match=str(most)) as refused:
        deposit(ashes, certificate_number=certificate, months=most + 1)
    assert refused.value.field == "months"
    assert len(list_free_units(ashes.home.id, "福区")) == 4
    assert deposit(ashes, certificate_number=certificate, months=most).unit.taken == 1


def test_a_deposit_has_a_number_a_term_and_a_plate_that_works(ashes):
    made = deposit(ashes, months=3)
    assert re.fullmatch(r"JYG\d\d-00001", made.number)
    assert made.since == clock.today()
    assert made.until == clock.add_months(clock.today(), 3)
    assert is_token(live_plate(made).token)


def test_the_published_price_is_charged_and_nothing_else(ashes):
    deposit(ashes, months=13)
    charge = list_charges(ashes.case.id)[-1]
    assert charge.item.code == "ash_deposit"
    assert charge.line().gross_fen == 2 * 180_00


def test_where_no_price_is_published_nothing_is_charged(ashes):
    before_the_list = date(2025, 9, 14)
    with clock.frozen(clock.at(before_the_list, time(12))):
        deposit(ashes)
    assert "ash_deposit" not in {charge.item.code for charge in list_charges(ashes.case.id)}


def test_a_deposit_is_one_entry_of_the_journal(ashes):
    made = deposit(ashes)
    entry = db.session.scalars(
        select(JournalEntry).filter_by(operation="cemetery.deposit_ashes")
    ).one()
    assert entry.by == str(ashes.keeper)
    assert entry.institution_id == ashes.home.id
    assert f"ash_deposits/{made.id}" in {change["record"] for change in entry.changes}


def test_sending_the_form_twice_deposits_once(ashes):
    first = deposit(ashes, idempotency_key="one")
    assert deposit(ashes, idempotency_key="one").id == first.id


def test_a_taken_unit_is_refused(ashes):
    deposit(ashes)
    with pytest.raises(UnitTaken):
        deposit(ashes, certificate_number=cremate_another(ashes))


def test_a_unit_out_of_use_is_refused(ashes, cluster, database):
    take_out_of_use(cluster, database, ashes.units[0])
    with pytest.raises(UnitTaken):
        deposit(ashes)


def test_where_no_unit_is_left_the_refusal_says_so(ashes):
    ashes.divide(3)
    for unit, portion in zip(ashes.units, "ABCD", strict=True):
        deposit(ashes, unit_id=unit.id, portion=portion)
    with pytest.raises(NoFreeUnit):
        deposit(ashes, certificate_number=cremate_another(ashes))


def test_the_same_ashes_are_not_deposited_twice(ashes):
    deposit(ashes)
    with pytest.raises(AshesAlreadyDeposited):
        deposit(ashes, unit_id=ashes.units[1].id)


def test_parts_of_the_ashes_may_rest_apart(ashes):
    with pytest.raises(PortionUnknown):
        deposit(ashes, portion="B")
    ashes.divide(1)
    deposit(ashes)
    assert deposit(ashes, unit_id=ashes.units[1].id, portion="B").portion == "B"


def test_a_certificate_nobody_issued_is_refused(ashes):
    with pytest.raises(CertificateUnknown):
        deposit(ashes, certificate_number="JYH26-99999")


def test_a_voided_certificate_opens_no_unit(ashes):
    void_certificate(number=ashes.certificate, reason="打印错位", by=ashes.home.clerk)
    with pytest.raises(CertificateVoided):
        deposit(ashes)


def test_a_reissued_certificate_does_not_deposit_the_same_ashes_again(ashes):
    ashes.divide(1)
    deposit(ashes)
    new = reissue_certificate(
        number=ashes.certificate, reason="遗失", collected_by="张小三", by=ashes.home.clerk
    )
    with pytest.raises(AshesAlreadyDeposited):
        deposit(ashes, certificate_number=new.number, unit_id=ashes.units[1].id)
    second = deposit(ashes, certificate_number=new.number, unit_id=ashes.units[1].id, portion="B")
    assert second.case_id == ashes.case.id


def test_a_certificate_of_another_case_is_refused(ashes):
    with pytest.raises(CertificateOfAnother):
        deposit(ashes, certificate_number=cremate_another(ashes), case_number=ashes.case.number)


@pytest.mark.parametrize("months", [0, -1, LONGEST_TERM_MONTHS + 1])
def test_a_term_must_be_within_twenty_years(ashes, months):
    with pytest.raises(TermTooLong):
        deposit(ashes, months=months)


def test_after_the_bill_a_deposit_waits_for_a_further_one(ashes):
    make_bill(number=ashes.case.number, by=ashes.home.clerk)
    made = deposit(ashes)
    further = make_bill(number=ashes.case.number, by=ashes.home.clerk)
    assert further.is_further
    assert [line.gross_fen for line in further.lines] == [term_of(made).fee_fen]


def test_a_unit_nobody_made_is_not_found(ashes):
    with pytest.raises(NotFound):
        deposit(ashes, unit_id=ashes.case.id)


def test_the_nearest_niches_are_beside_the_wanted_one(ashes):
    assert [unit.number for unit in nearest_free_units(ashes.units[1])] == [1, 3, 4]


def test_a_lock_shows_the_unit_as_it_is_now_not_as_the_page_read_it(ashes, cluster, database):
    unit = ashes.units[0]
    assert unit.in_use
    take_out_of_use(cluster, database, unit)
    without = db.session.scalars(select(Unit).filter_by(id=unit.id).with_for_update()).one()
    assert without.in_use, "a plain lock keeps what was read before: so populate_existing matters"
    assert not lock_unit(unit.id).in_use


def take_out_of_use(cluster, database, unit):
    """As a colleague elsewhere would, in a connection of their own."""
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        connection.execute(
            "UPDATE units SET in_use = false, out_of_use_reason = '渗水' WHERE id = %s", [unit.id]
        )


# ---- The page


def form(ashes, **changed):
    asked = {
        "certificate_number": ashes.certificate,
        "unit_id": str(ashes.units[0].id),
        "months": "12",
    }
    return asked | changed


def test_the_page_steps_from_zone_to_row_to_unit_and_says_the_price(ashes, keeper_client):
    page = keeper_client.get(f"/cases/{ashes.case.number}/ashes").text
    assert "空 4 个" in page
    assert f'value="{ashes.certificate}"' in page
    assert "12 个月 180 元" in page
    assert all(f'value="{unit.id}"' in page for unit in ashes.units)


def test_a_unit_pointed_at_on_the_wall_is_the_one_chosen(ashes, keeper_client):
    wanted = ashes.units[2]
    page = keeper_client.get(f"/cases/{ashes.case.number}/ashes?unit={wanted.id}").text
    assert re.search(rf'value="{wanted.id}"\s+checked', page)


def test_a_deposit_leads_to_its_own_page_with_the_code(ashes, keeper_client):
    answer = keeper_client.post(f"/cases/{ashes.case.number}/ashes", data=form(ashes))
    assert answer.status_code == 302
    page = keeper_client.get(answer.location).text
    assert "骨灰已寄存" in page
    assert "<svg" in page
    assert "福区1排1号" in page


def test_a_unit_taken_meanwhile_offers_the_nearest_and_loses_nothing(ashes, keeper_client):
    deposit(ashes, unit_id=ashes.units[1].id, certificate_number=cremate_another(ashes))
    typed = form(ashes, unit_id=str(ashes.units[1].id), months="7")
    page = keeper_client.post(f"/cases/{ashes.case.number}/ashes", data=typed).text
    assert str(UnitTaken.message) in page
    assert 'value="7"' in page
    offered = re.findall(r'type="radio" value="([^"]+)"', page)
    assert offered == [str(ashes.units[at].id) for at in (0, 2, 3)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"unit_id": ""}, "请选择一个位置。"),
        ({"unit_id": "elsewhere"}, "请选择一个位置。"),
        ({"months": "0"}, "1 到 240 个月"),
        ({"months": "一年"}, "请用数字填写"),
        ({"months": ""}, "请填写寄存多少个月"),
        ({"certificate_number": "JYH26-99999"}, str(CertificateUnknown.message)),
        ({"certificate_number": ""}, "请填写火化证明编号"),
    ],
)
def test_bad_input_gets_a_sentence(ashes, keeper_client, typed, sentence):
    answer = keeper_client.post(f"/cases/{ashes.case.number}/ashes", data=form(ashes, **typed))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert len(list_free_units(ashes.home.id, "福区")) == 4


def test_a_full_columbarium_is_said_before_anybody_types(ashes, keeper_client):
    ashes.divide(3)
    for unit, portion in zip(ashes.units, "ABCD", strict=True):
        deposit(ashes, unit_id=unit.id, portion=portion)
    assert "这一排已没有空位" in keeper_client.get(f"/cases/{ashes.case.number}/ashes").text


def test_operators_do_not_open_the_page(app, ashes):
    client = visit(app, "jy-operator")
    assert client.get(f"/cases/{ashes.case.number}/ashes").status_code == 403


def test_a_keeper_elsewhere_does_not_find_the_case(app, ashes):
    world.make_home("QH", "421222")
    client = visit(app, "qh-desk")
    assert client.get(f"/cases/{ashes.case.number}/ashes").status_code == 404


def test_a_term_that_ran_out_is_shown(ashes, keeper_client):
    with clock.frozen(clock.now() - timedelta(days=60)):
        number = deposit(ashes, months=1).number
    assert "已到期" in keeper_client.get(f"/ashes/{number}").text
    assert "已到期" in keeper_client.get("/ashes").text
