"""Long after a visit nobody finds in the database who came; how many came stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cemetery.visits.errors import WrongVisitDigits
from cemetery.visits.jobs import forget_old_visits
from cemetery.visits.models import SweepPhoto
from cemetery.visits.operations import (
    add_sweep_photo,
    decline_sweep,
    finish_sweep,
    forget_visits,
)
from cemetery.visits.queries.bookings import get_visit, get_visit_of_family
from cemetery.visits.queries.slots import get_slot
from cemetery.visits.queries.sweeps import get_sweep, list_photos
from kernel import clock
from kernel.db import db
from tests.visitor import visit
from tests.visits.scene import QINGMING, TERMS, at, book
from tests.visits.test_sweeps import a_photo, ask

KEPT = timedelta(days=TERMS.kept_days)


def test_names_and_numbers_go_and_the_counts_stay(scene):
    first, second = book(scene, 3, number_plates=("鄂L12345",)), book(scene, 2)
    with clock.frozen(at(4) + KEPT):
        assert forget_old_visits() == 0
    with clock.frozen(at(4) + KEPT + timedelta(days=1)):
        assert forget_old_visits() == 2
        assert forget_old_visits() == 0
    db.session.expire_all()
    for booking in (first, second):
        gone = get_visit(booking.code)
        assert (gone.name, gone.identity_number, gone.phone) == ("", "", "")
        assert (gone.companions, gone.number_plates) == ([], [])
    assert get_slot(scene.site_id, scene.slot_ids[0]).taken == 5


@pytest.mark.parametrize("digits", ["", " ", "8000"])
def test_what_was_forgotten_opens_to_nobody(scene, digits):
    booking = book(scene)
    forget_visits(site_id=scene.site_id, before=QINGMING + KEPT, by=scene.clerk)
    db.session.expire_all()
    with pytest.raises(WrongVisitDigits):
        get_visit_of_family(booking.code, digits)


def test_sweeping_is_forgotten_only_once_it_is_settled(scene):
    settled, waiting = ask(scene), ask(scene)
    decline_sweep(code=settled.code, reason="山路结冰", by=scene.clerk)
    assert forget_visits(site_id=scene.site_id, before=QINGMING + KEPT, by=scene.clerk) == 1
    db.session.expire_all()
    assert get_sweep(settled.code).words == ""
    assert get_sweep(waiting.code).words == "我们都好"


def test_pictures_go_with_the_names_and_their_number_stays(scene):
    done, waiting = ask(scene), ask(scene)
    for sweep in (done, done, waiting):
        add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    finish_sweep(code=done.code, by=scene.clerk)
    for many in (1, 0):
        assert forget_visits(site_id=scene.site_id, before=QINGMING + KEPT, by=scene.clerk) == many
    db.session.expire_all()
    gone = get_sweep(done.code)
    assert (gone.photos_erased, list_photos(gone)) == (2, [])
    assert len(list_photos(get_sweep(waiting.code))) == 1
    assert db.session.scalar(select(func.count()).select_from(SweepPhoto)) == 1


def test_pictures_left_by_an_earlier_forgetting_go_too(scene):
    sweep = ask(scene)
    add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    decline_sweep(code=sweep.code, reason="山路结冰", by=scene.clerk)
    connection = db.session.connection()
    connection.exec_driver_sql("UPDATE sweeps SET forgotten_at = now()")
    db.session.commit()
    assert forget_visits(site_id=scene.site_id, before=QINGMING + KEPT, by=scene.clerk) == 1
    db.session.expire_all()
    assert get_sweep(sweep.code).photos_erased == 1


def test_the_desk_reads_how_many_pictures_there_were(app, scene):
    sweep = ask(scene)
    add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    finish_sweep(code=sweep.code, by=scene.clerk)
    forget_visits(site_id=scene.site_id, before=QINGMING + KEPT, by=scene.clerk)
    page = visit(app, "JY-desk").get(f"/visits/sweeps/{sweep.code}").text
    assert "现场照片 1 张，已随家属信息在保存期满后删除。" in page
    assert "sweep-photo" not in page
