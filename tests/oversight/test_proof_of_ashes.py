"""An officer's scan leads to the whole chain of the ashes: laid to rest, scattered, sent on."""

import psycopg
import pytest
from sqlalchemy import event

from cemetery.ashes.operations import receive_foreign_ashes
from cemetery.operations import replace_unit_plate
from cemetery.queries import list_free_units, live_plate
from cemetery.rights.kinds import Ground
from kernel.db import db
from kernel.people.actors import Role
from kernel.scope import seeing
from kernel.sealing import signing_key
from oversight.queries import list_journal_of
from tests import world
from tests.ashes import scene as of_ashes
from tests.booking.family import text_of
from tests.conftest import KEYS
from tests.hardware.test_read_code import scan
from tests.keeping import scene as of_keeping
from tests.rights import scene as of_rights
from tests.rights.test_renewals import days_after_the_end
from tests.rights.test_right_over_a_unit import lay
from tests.visitor import visit
from tests.voyages import scene as of_voyages
from tests.voyages.test_carry_out_voyage import board, carry_out, depart


@pytest.fixture
def officer(app, context):
    world.make_office()
    return visit(app, "mz-officer")


def address(officer, code):
    return scan(officer, code).acts["查看证据链"].replace("&amp;", "&")


def chain(officer, code):
    """All pages of it, as text."""
    href, said = address(officer, code), ""
    for page in range(1, 9):
        answer = text_of(officer.get(f"{href}&page={page}"))
        said += answer
        if "下一页" not in answer:
            break
    return said


def chain_of(officer, portion):
    return text_of(officer.get(f"/oversight/proof?record=ash_portions/{portion.id}"))


def in_order(said, *steps):
    places = [said.find(step) for step in steps]
    return -1 not in places and places == sorted(places)


def seal():
    world.seal_all(signing_key(KEYS["journal_key"]))


def test_an_interment_with_its_right_its_terms_and_its_plate(officer):
    scene = of_rights.make_scene()
    unit = scene.double[0]
    plate = replace_unit_plate(unit_id=unit, by=scene.keeper).token
    right = scene.grant(unit, years=1)
    waiting = chain(officer, plate)
    assert in_order(waiting, "更换位置铭牌", "办理使用权"), waiting
    lay(scene, unit)
    with days_after_the_end(right, 1):
        scene.renew(right)
        late = visit(officer.application, "mz-officer")
        of_plate = chain(late, plate)
        assert in_order(of_plate, "更换位置铭牌", "骨灰安葬", "续期"), of_plate
        for code in (right.number, scene.certificate):
            said = chain(late, code)
            assert in_order(said, "登记案件", "骨灰安葬", "续期"), said
            assert "出具火化证明" in said
        assert scene.case.deceased.name not in of_plate


def test_a_scattering_with_its_voyage(officer):
    scene = of_voyages.make_scene()
    with of_voyages.clock.frozen(of_voyages.BEFORE):
        registration = scene.register("A")
    board(scene, f"{scene.case} A")
    depart(scene)
    carry_out(scene)
    said = chain(officer, registration.number)
    steps = ("骨灰分份", "安排海葬撒散航次", "登记海葬撒散", "骨灰交接上船", "登记骨灰撒散")
    assert in_order(said, *steps), said


def test_ashes_sent_on_are_followed_within_the_region_and_no_farther(app, officer):
    scene = of_ashes.make_scene()
    home = world.make_home("QH", world.JIAYU)
    world.make_units(home.id)
    receiver = world.make_staff("QH-columbarium", Role.COLUMBARIUM, home.id).actor()
    scene.move()
    scene.send(to=home.id)
    scene.acknowledge(by=receiver)
    unit = list_free_units(home.id, "福区")[0]
    scene.inter(unit_id=unit.id, by=receiver)
    plate = replace_unit_plate(unit_id=unit.id, by=receiver).token
    steps = ("登记案件", "骨灰交接保管", "骨灰移交", "确认接收骨灰", "骨灰安葬")
    for code in (scene.certificate, plate):
        said = chain(officer, code)
        assert in_order(said, *steps), said
    world.make_office("TM", "421222")
    href = address(officer, scene.certificate)
    assert "没有记录。" in text_of(visit(app, "tm-officer").get(href))


def test_foreign_ashes_have_a_chain_by_the_plate_before_them(officer):
    scene = of_ashes.make_scene()
    portion = of_ashes.foreign(scene)
    plate = replace_unit_plate(unit_id=scene.units[0].id, by=scene.keeper).token
    assert "接收外地骨灰" not in chain(officer, plate)
    scene.inter(portion, certificate_number="WC2025-0831")
    assert in_order(chain(officer, plate), "接收外地骨灰", "更换位置铭牌", "骨灰安葬")


def with_one_more(**person):
    """A right to a niche for two that also names this person, and who keeps it."""
    scene = of_rights.make_scene()
    right = scene.grant(scene.double[0], years=1)
    return scene, scene.add(right, **person) if person else right


def receive(scene, **changed):
    """Foreign ashes that wait with the keeper."""
    asked = {"issuer": "武昌殡仪馆", "certificate_number": "WC2025-0831", "by": scene.keeper}
    asked |= {"cremated_on": of_rights.clock.today(), "deceased_name": "李示江"}
    asked |= {"institution_id": scene.home.id, "brought_by": "李小江", "place": "骨灰整理间"}
    return receive_foreign_ashes(**(asked | changed))


def test_foreign_ashes_lead_to_the_right_that_names_them_and_back(officer):
    scene, right = with_one_more()
    portion = receive(scene)
    paper = {"case_number": "WC2025-0831", "ground_paper": "WC2025-0831"}
    scene.add(right, **paper, ground=Ground.CREMATION, living=None)
    for said in (chain(officer, right.number), chain_of(officer, portion)):
        assert in_order(said, "办理使用权", "接收外地骨灰", "登记可安放的人"), said


def test_who_was_named_while_living_leads_to_the_ashes_and_back_wherever_they_wait(officer):
    elder = of_rights.an_elder()
    scene, right = with_one_more(living=elder)
    portion = receive(scene, deceased_name=elder.name, identity_number=elder.identity_number)
    for said in (chain(officer, right.number), chain_of(officer, portion)):
        assert in_order(said, "办理使用权", "登记可安放的人", "接收外地骨灰"), said


def test_however_many_records_are_asked_for_in_one_list(context, database):
    scene = of_ashes.make_scene()
    records = [f"ash_events/{number}" for number in range(1500)]
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[3]))
    with seeing(None):
        page = list_journal_of([*records, f"cases/{scene.case.id}"])
    assert "funeral.record_paper" in {entry.operation for entry in page.items}
    assert max(map(len, asked)) < 10
    assert list_journal_of([]).total == 0


def test_a_deposit_its_further_term_and_its_move(officer):
    scene = of_keeping.make_scene()
    scene.renew()
    scene.move()
    for code in (scene.number, live_plate(scene.deposit).token, scene.ashes.certificate):
        said = chain(officer, code)
        assert in_order(said, "骨灰寄存续期", "更换铭牌", "骨灰换格位"), said


def test_what_left_a_unit_stays_in_the_chain_of_the_unit(officer):
    scene = of_ashes.make_scene()
    plate = replace_unit_plate(unit_id=scene.units[0].id, by=scene.keeper).token
    scene.inter()
    scene.disinter()
    assert in_order(chain(officer, plate), "骨灰安葬", "骨灰起出")
    scene.collect()
    assert "骨灰领取" not in chain(officer, plate), "where they went from there is their own chain"


def test_a_changed_entry_of_an_interment_is_pointed_out(officer, cluster, database):
    scene = of_ashes.make_scene()
    plate = replace_unit_plate(unit_id=scene.units[0].id, by=scene.keeper).token
    scene.inter()
    assert "等待封存" in chain(officer, plate)
    seal()
    assert "不一致" not in chain(officer, plate)
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE journal SET happened_at = happened_at - interval '1 day'"
            " WHERE operation LIKE '%.inter_ashes'"
        )
    db.session.rollback()
    assert "这一页有 1 条与封存时不一致，请立即核查。" in chain(officer, plate)


@pytest.mark.parametrize("record", ["units/x", "units/", "rights/01", "plates", "", "x/y/z"])
def test_a_record_nobody_knows_has_no_chain(officer, record):
    answer = officer.get("/oversight/proof", query_string={"record": record})
    assert answer.status_code == 200
    assert "没有记录。" in text_of(answer)
