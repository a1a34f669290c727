"""祭扫凭证: the signed pass on paper, another one after each change."""

import pytest

from cemetery.visits.errors import VisitCancelled
from cemetery.visits.operations import cancel_visit, change_visit, print_visit_pass
from cemetery.visits.passes import pass_of, read_pass
from cemetery.visits.queries.bookings import get_visit
from cemetery.visits.queries.entries import void_passes
from cemetery.visits.queries.slots import list_slots
from hardware.errors import AlreadyPrinted
from hardware.operations import add_printer
from hardware.queries import list_print_jobs
from hardware.slips import Code
from kernel.people.actors import SETUP
from tests.visits.scene import QINGMING, book


@pytest.fixture
def booking(scene):
    add_printer(institution_id=scene.home.id, name="前台", host="127.0.0.1", port=9100, by=SETUP)
    return book(scene)


def test_the_code_on_the_paper_is_the_pass_a_gate_can_judge(scene, booking):
    print_visit_pass(code=booking.code, by=scene.clerk)
    (job,) = list_print_jobs(scene.home.id, "visit_pass", f"{booking.code}-{booking.serial}")
    (code,) = [row for row in job.paper().rows if isinstance(row, Code)]
    assert read_pass(code.payload) == pass_of(booking)
    assert code.token == booking.code


def test_the_same_pass_again_is_a_reprint(scene, booking):
    print_visit_pass(code=booking.code, by=scene.clerk)
    with pytest.raises(AlreadyPrinted):
        print_visit_pass(code=booking.code, by=scene.clerk)


def test_a_cancelled_visit_has_no_pass(scene, booking):
    cancel_visit(code=booking.code, reason="", by=scene.clerk)
    with pytest.raises(VisitCancelled):
        print_visit_pass(code=booking.code, by=scene.clerk)


def test_after_a_change_there_is_another_pass_and_the_old_paper_is_void(scene, booking):
    print_visit_pass(code=booking.code, by=scene.clerk)
    (old,) = list_print_jobs(scene.home.id, "visit_pass", f"{booking.code}-1")
    slots = list_slots(scene.site, QINGMING)
    change_visit(code=booking.code, day=QINGMING, slot_id=slots[1].id, by=scene.clerk)
    print_visit_pass(code=booking.code, by=scene.clerk)
    (new,) = list_print_jobs(scene.home.id, "visit_pass", f"{booking.code}-2")
    old_code, new_code = (
        next(row.payload for row in job.paper().rows if isinstance(row, Code)) for job in (old, new)
    )
    assert read_pass(new_code) == pass_of(get_visit(booking.code))
    void = read_pass(old_code)
    assert (void.code, void.serial) in void_passes(scene.site_id, QINGMING)
