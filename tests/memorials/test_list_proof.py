"""An officer's scan of a plate leads to its proof chain: every step, checked against its seal."""

import psycopg
import pytest

from cemetery.operations import replace_plate
from kernel.db import db
from kernel.sealing import signing_key
from tests import world
from tests.booking.family import text_of
from tests.conftest import KEYS
from tests.hardware.test_read_code import scan
from tests.visitor import visit


@pytest.fixture(scope="module")
def office(begun):
    world.make_office()
    world.make_office("TM", "421222")


@pytest.fixture
def officer(app, scene, office):
    return visit(app, "mz-officer")


def chain(officer, code):
    href = scan(officer, code).acts["查看证据链"].replace("&amp;", "&")
    return officer.get(href)


def test_a_plate_shows_its_whole_way_and_each_step_as_sealed(scene, officer):
    old = scene.plate
    replace_plate(number=scene.deposit.number, by=scene.keeper)
    waiting = text_of(chain(officer, old))
    for step in ("登记案件", "出具火化证明", "骨灰寄存", "更换铭牌", "开设纪念页"):
        assert step in waiting, step
    assert "等待封存" in waiting
    assert "张三" not in waiting
    world.seal_all(signing_key(KEYS["journal_key"]))
    sealed = chain(officer, old)
    assert "等待封存" not in text_of(sealed).replace("等待封存 0 条", "")
    assert sealed.text.count("一致</span>") == sealed.text.count('<td class="code">')
    assert old not in sealed.text


def test_it_is_for_officers_and_of_their_region(scene, keeper, officer, app):
    assert keeper.get("/oversight/proof?record=plates/x").status_code == 403
    beyond = visit(app, "tm-officer")
    path = f"/oversight/proof?record=ash_deposits/{scene.deposit.id}&case={scene.case.number}"
    assert "骨灰寄存" in text_of(officer.get(path))
    assert "没有记录。" in text_of(beyond.get(path))


def test_an_entry_that_was_changed_is_pointed_out(scene, officer, cluster, database):
    world.seal_all(signing_key(KEYS["journal_key"]))
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE journal SET by = 'job:nobody' WHERE operation = 'cemetery.deposit_ashes'"
        )
    db.session.rollback()
    page = text_of(chain(officer, scene.plate))
    assert "这一页有 1 条与封存时不一致，请立即核查。" in page
