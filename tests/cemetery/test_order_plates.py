"""订制铭牌: one plate for each niche without one; nothing is reissued silently or made in part."""

import re

import psycopg
import pytest
from sqlalchemy import func, select

from cemetery.errors import NothingToPlate, PlateSizeUnknown, TooManyPlates
from cemetery.kinds import PlateBatchState
from cemetery.models import Plate, PlateBatch
from cemetery.operations import batches as operations
from cemetery.queries import batches, get_plate
from hardware.errors import GlyphMissing, TextTooLong
from hardware.qr import is_token
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from tests import world
from tests.cemetery.wall import add_wall
from tests.visitor import visit


def plates_of(batch):
    return list(
        db.session.scalars(select(Plate).filter_by(batch_id=batch.id).order_by(Plate.position))
    )


def test_every_unit_of_the_zone_gets_a_plate_that_works_at_once(wall):
    batch = wall.order()
    plates = plates_of(batch)
    assert [str(plate.unit) for plate in plates][:6] == [
        *(f"松1排{number}号" for number in range(1, 6)),
        "松2排1号",
    ]
    assert all(is_token(plate.token) for plate in plates)
    assert get_plate(plates[0].token).unit_id == plates[0].unit_id
    assert (batch.state, batch.done, batch.total) == (PlateBatchState.WAITING, 0, 10)
    assert re.fullmatch(r"JYP\d\d-00001", batch.number)


def test_rows_narrow_it_and_only_niches_without_a_plate_are_taken(wall):
    assert wall.order(rows=[2]).total == 5
    second = wall.order()
    assert {plate.unit.row for plate in plates_of(second)} == {1}
    with pytest.raises(NothingToPlate):
        wall.order()


def test_an_empty_zone_means_the_whole_site(wall):
    assert wall.order(zone="").total == 10


def test_a_reissue_must_be_asked_for_and_stops_the_old_plates(wall):
    first = wall.order()
    second = wall.order(reissue=True)
    assert (second.total, second.replaced) == (10, 10)
    assert all(plate.revoked_at for plate in plates_of(first))
    assert not any(plate.revoked_at for plate in plates_of(second))


def test_a_unit_out_of_use_gets_none(wall, cluster, database):
    with psycopg.connect(cluster.conninfo(database, "owner")) as sql:
        sql.execute(
            "UPDATE units SET in_use = false, out_of_use_reason = '漏水'"
            " WHERE row = 1 AND number = 1"
        )
    assert wall.order().total == 9


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"size_mm": 35}, PlateSizeUnknown),
        ({"zone": "柏"}, NothingToPlate),
        ({"rows": [99]}, NothingToPlate),
        ({"first_line": "𪚥堂"}, GlyphMissing),
        ({"first_line": "嘉鱼县殡仪馆公益性骨灰堂" * 3}, TextTooLong),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is(wall, changed, refusal):
    with pytest.raises(refusal):
        wall.order(**changed)
    assert db.session.scalar(select(func.count(Plate.id))) == 0
    assert db.session.scalar(select(func.count(PlateBatch.id))) == 0


def test_a_zone_with_a_character_no_font_has_is_refused_by_its_name(wall):
    other = add_wall(wall.home, wall.keeper, zone="𪚥")
    with pytest.raises(GlyphMissing, match=r"𪚥.*U\+2A6A5"):
        other.order(zone="𪚥")


def test_more_than_a_batch_holds_is_refused(wall, monkeypatch):
    monkeypatch.setattr(operations, "MOST", 9)
    with pytest.raises(TooManyPlates, match="10"):
        wall.order()


def test_the_same_form_sent_twice_makes_one_batch(wall):
    assert wall.order(idempotency_key="k").id == wall.order(idempotency_key="k").id


def test_the_journal_shows_that_there_are_tokens_but_not_which(wall):
    batch = wall.order()
    entry = db.session.scalar(select(JournalEntry).filter_by(operation="cemetery.order_plates"))
    assert not any(plate.token in str(entry.changes) for plate in plates_of(batch))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plates SET unit_id = (SELECT min(unit_id::text)::uuid FROM plates)",
        "UPDATE plates SET unit_id = NULL",
    ],
)
def test_the_database_holds_it_too(wall, cluster, database, statement):
    wall.order(rows=[1])
    with (
        psycopg.connect(cluster.conninfo(database, "owner")) as sql,
        pytest.raises(psycopg.errors.IntegrityError),
    ):
        sql.execute(statement)


# ---- The page


def form(wall, **typed):
    asked = {"place": f"{wall.site_id}|松", "rows": "", "size_mm": "40", "first_line": "安息堂"}
    return asked | typed


def test_the_page_orders_and_leads_to_the_batch(wall, wall_client):
    assert "松堂 松（10 格，10 格没有铭牌）" in wall_client.get("/plates/order").text
    answer = wall_client.post("/plates/order", data=form(wall, rows="1-2"))
    assert answer.status_code == 302
    page = wall_client.get(answer.location).text
    assert "已订制 10 块铭牌" in page
    assert "等待绘制" in page
    assert "http-equiv" in page
    assert "10 格，0 格没有铭牌" in wall_client.get("/plates/order").text
    listed = wall_client.get("/plates?sort=total&direction=asc").text
    assert "松堂 松 1、2排" in listed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rows": "甲"}, "排请写成数字"),
        ({"rows": "3-1"}, "排请写成数字"),
        ({"rows": "1-9999"}, "排请写成数字"),
        ({"rows": "7"}, str(NothingToPlate.message)),
        ({"first_line": "𪚥"}, "在字库中没有"),
        ({"place": "elsewhere|松"}, "Not a valid choice"),
        ({"size_mm": "35"}, "Not a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(wall, wall_client, typed, sentence):
    answer = wall_client.post("/plates/order", data=form(wall, **typed))
    assert answer.status_code == 200
    assert db.session.scalar(select(func.count(PlateBatch.id))) == 0
    if "Not a" not in sentence:
        assert sentence in answer.text


def test_rows_are_read_as_a_chinese_keyboard_types_them(wall, wall_client):
    wall_client.post("/plates/order", data=form(wall, rows="1—1，2"))
    assert db.session.scalars(select(PlateBatch)).one().rows == [1, 2]


def test_a_keeper_elsewhere_neither_sees_nor_orders(app, wall):
    batch = wall.order(rows=[1])
    world.make_home("QH", "421222")
    client = visit(app, "qh-desk")
    assert client.get(f"/plates/{batch.id}").status_code == 404
    assert "还没有订制过铭牌" in client.get("/plates").text
    client.post("/plates/order", data=form(wall))
    assert db.session.scalar(select(func.count(PlateBatch.id))) == 1


def test_operators_do_not_open_the_pages(app, wall):
    client = visit(app, "jy-operator")
    assert client.get("/plates").status_code == 403
    assert client.get("/plates/order").status_code == 403


def test_a_site_of_another_home_is_not_found_by_an_operation_in_scope(wall):
    with pytest.raises(NotFound):
        batches.get_site(wall.home.id)
