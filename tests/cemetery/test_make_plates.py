"""Drawing a batch: every plate once, read back, resumable; then sheets, drawings and a manifest."""

import hashlib
import os

import psycopg
import pytest
from sqlalchemy import select

from cemetery import plate_files
from cemetery.kinds import PlateBatchState, PlateFileKind
from cemetery.models import Plate, PlateArtwork
from cemetery.operations import (
    cancel_plate_batch,
    draw_plates,
    fail_plate_batch,
    release_plates,
    replace_unit_plate,
    revoke_plate,
)
from cemetery.plate_files import PlateFiles
from cemetery.queries import batches
from hardware import artwork
from hardware.artwork import read_plate
from hardware.qr import plate_url, short_code
from kernel.cli import run_worker
from kernel.db import db, transaction
from kernel.people.actors import SETUP
from tests.cemetery.wall import ADDRESS, add_wall, drawings_of, file_of, manifest_of, run

# PLATES=1000 for the long run of the acceptance.
PLATES = int(os.environ.get("PLATES", "40"))
SMALL_CHUNK = 3


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", SMALL_CHUNK)


def tokens_of(batch):
    query = select(Plate.token).filter_by(batch_id=batch.id).order_by(Plate.position)
    return list(db.session.scalars(query))


def test_all_plates_are_read_back_from_the_files_that_are_taken_away(wall):
    big = add_wall(wall.home, wall.keeper, rows=PLATES // 5, zone="柏")
    batch = big.make(zone="柏", first_line="公益性骨灰堂")
    assert (batch.state, batch.done, batch.total) == (PlateBatchState.DONE, PLATES, PLATES)
    drawings, tokens = drawings_of(batch), tokens_of(batch)
    rows = manifest_of(batch)
    assert len(drawings) == len(rows) == PLATES
    for row, token in zip(rows, tokens, strict=True):
        _position, _unit, code, url, name, checksum = row
        assert url == plate_url(ADDRESS, token)
        assert code == short_code(token)
        assert read_plate(drawings[name]) == url
        assert hashlib.sha256(drawings[name]).hexdigest() == checksum
    assert file_of(batch, PlateFileKind.SHEETS).startswith(b"%PDF")


def test_the_worker_makes_them_after_the_order(app, wall):
    batch = wall.order(rows=[1])
    run_worker(app, wait=False)
    db.session.refresh(batch)
    assert batch.state == PlateBatchState.DONE


def draw_and_die(batch):
    """As a kill: nothing of this chunk is kept."""
    with transaction():
        draw_plates(batch_id=batch.id, by=SETUP)
        raise SystemExit


@pytest.mark.parametrize("kept", range(4))
def test_killed_in_any_chunk_it_goes_on_without_drawing_twice_or_changing_a_token(
    wall, small_chunks, kept
):
    batch = wall.order()
    tokens = tokens_of(batch)
    for _chunk in range(kept):
        draw_plates(batch_id=batch.id, by=SETUP)
    with pytest.raises(SystemExit):
        draw_and_die(batch)
    before = dict(db.session.execute(select(PlateArtwork.plate_id, PlateArtwork.drawn_at)).all())
    assert len(before) == min(10, kept * SMALL_CHUNK)
    run(batch)
    after = dict(db.session.execute(select(PlateArtwork.plate_id, PlateArtwork.drawn_at)).all())
    assert len(after) == batch.done == 10
    assert before.items() <= after.items()
    assert tokens_of(batch) == tokens
    assert batch.state == PlateBatchState.DONE


def test_killed_before_the_files_are_kept_it_makes_them_again(wall, monkeypatch):
    batch = wall.order()
    with monkeypatch.context() as dying:
        dying.setattr(plate_files, "sheets_pdf", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            run(batch)
    db.session.rollback()
    assert (batch.state, batch.done) == (PlateBatchState.RUNNING, 10)
    assert run(batch).state == PlateBatchState.DONE


def test_done_it_is_not_done_again(wall):
    batch = wall.make()
    first = {file.kind: file.sha256 for file in batches.list_files(batch.id)}
    run(batch)
    assert {file.kind: file.sha256 for file in batches.list_files(batch.id)} == first


def test_a_drawing_that_does_not_read_back_is_never_released(wall, monkeypatch):
    monkeypatch.setattr(artwork, "contours", lambda _rows: [[(0, 0), (9, 0), (9, 9), (0, 9)]])
    batch = wall.make()
    assert batch.state == PlateBatchState.FAILED
    assert "没有读回" in batch.trouble
    assert batches.list_files(batch.id) == []


def test_a_drawing_changed_after_it_was_drawn_is_found_at_the_last_gate(wall, cluster, database):
    batch = wall.order()
    draw_plates(batch_id=batch.id, by=SETUP)
    with psycopg.connect(cluster.conninfo(database, "owner")) as sql:
        sql.execute("UPDATE plate_artworks SET svg = svg || ' '")
    assert run(batch).state == PlateBatchState.FAILED


def test_a_mistake_of_ours_ends_it_with_a_word(wall, monkeypatch):
    monkeypatch.setattr(batches, "list_undrawn", lambda *_: 1 / 0)
    batch = wall.make()
    assert (batch.state, batch.trouble) == (PlateBatchState.FAILED, "ZeroDivisionError")
    fail_plate_batch(batch_id=batch.id, trouble="again", by=SETUP)
    assert batch.trouble == "ZeroDivisionError"


def test_a_plate_stopped_while_drawing_is_in_no_file(wall, small_chunks):
    batch = wall.order()
    draw_plates(batch_id=batch.id, by=SETUP)
    plates = batches.lock_working_plates(batch.id)
    plates.sort(key=lambda plate: plate.position)
    revoke_plate(plate_id=plates[0].id, by=wall.keeper)  # drawn already
    replace_unit_plate(unit_id=plates[9].unit_id, by=wall.keeper)  # not drawn yet
    run(batch)
    assert (batch.state, batch.done, batch.total) == (PlateBatchState.DONE, 8, 8)
    assert [row[0] for row in manifest_of(batch)] == [str(n) for n in range(2, 10)]


def test_files_made_before_a_plate_was_stopped_are_not_kept(wall):
    batch = wall.order()
    draw_plates(batch_id=batch.id, by=SETUP)
    stale = PlateFiles({PlateFileKind.MANIFEST: b"x"}, read_back=10)
    revoke_plate(plate_id=batches.lock_working_plates(batch.id)[0].id, by=wall.keeper)
    assert release_plates(batch_id=batch.id, files=stale, by=SETUP).state == "running"
    assert batches.list_files(batch.id) == []


def test_a_batch_withdrawn_while_drawing_makes_no_files(wall):
    batch = wall.order()
    draw_plates(batch_id=batch.id, by=SETUP)
    cancel_plate_batch(batch_id=batch.id, by=wall.keeper)
    assert run(batch).state == PlateBatchState.CANCELLED
    assert batches.list_files(batch.id) == []


def test_a_batch_all_of_whose_plates_were_stopped_ends_withdrawn(wall):
    batch = wall.order()
    wall.order(reissue=True)
    assert run(batch).state == PlateBatchState.CANCELLED
    assert batches.list_files(batch.id) == []


# ---- The files


def test_the_manifest_opens_in_a_spreadsheet_and_calculates_nothing(wall):
    odd = add_wall(wall.home, wall.keeper, zone="=松+松/")
    batch = odd.make(zone="=松+松/")
    content = file_of(batch, PlateFileKind.MANIFEST)
    assert content.startswith(b"\xef\xbb\xbf")
    first = manifest_of(batch)[0]
    assert first[1] == "'=松+松/1排1号"
    assert first[4] == "0001-=松+松_1排1号.svg"


def test_ten_rare_names_are_ordered_drawn_and_named(wall):
    zone = "䶮㛃𠮷𬭎〇喆堃犇翀旻"
    batch = add_wall(wall.home, wall.keeper, rows=1, zone=zone).make(zone=zone, size_mm=50)
    assert batch.state == PlateBatchState.DONE
    assert manifest_of(batch)[0][1] == f"{zone}1排1号"


def test_the_page_tells_the_progress_and_gives_the_files(wall, wall_client):
    batch = wall.order()
    draw_plates(batch_id=batch.id, by=SETUP)
    page = wall_client.get(f"/plates/{batch.id}").text
    assert 'max="10" value="10"' in page
    assert "正在拼版" in page
    assert wall_client.get(f"/plates/{batch.id}/sheets").status_code == 404
    run(batch)
    page = wall_client.get(f"/plates/{batch.id}").text
    assert "全部读回 10/10" in page
    for file in batches.list_files(batch.id):
        answer = wall_client.get(f"/plates/{batch.id}/{file.kind}")
        assert hashlib.sha256(answer.data).hexdigest() == file.sha256
        assert file.sha256 in page
        assert batch.number in answer.headers["Content-Disposition"]
    assert wall_client.get(f"/plates/{batch.id}/nothing").status_code == 404
