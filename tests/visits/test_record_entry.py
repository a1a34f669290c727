"""The gate: what lets in, what does not and why; and what gates without a network tell later."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from cemetery.visits.errors import (
    NotInside,
    PassForged,
    PassOfAnotherDay,
    PassOfAnotherSite,
    PassTooEarly,
    PassTooLate,
    PassUsed,
    PassVoid,
    SlotClosed,
    TooManyAtGate,
)
from cemetery.visits.gate import opening_hours
from cemetery.visits.kinds import Direction
from cemetery.visits.operations import (
    cancel_visit,
    change_visit,
    close_slots,
    record_entry,
    settle_conflict,
    sync_entry,
)
from cemetery.visits.passes import is_pass, pass_of, read_pass, write_pass
from cemetery.visits.queries.bookings import get_visit
from cemetery.visits.queries.entries import count_slots, list_conflicts, used_passes
from hardware.qr import ALPHABET, draw
from kernel import clock
from tests.visits.scene import FAMILY, QINGMING, TERMS, at, book, make_scene


def written(booking):
    return write_pass(pass_of(get_visit(booking.code)))


def enter(scene, scanned, direction=Direction.IN, when=None, **asked):
    with clock.frozen(when or at(8)):
        return record_entry(
            site_id=scene.site_id, scanned=scanned, direction=direction, by=scene.clerk, **asked
        )


def tell(scene, scanned, when, entry_id=None, *, direction=Direction.IN, gate="东门"):
    return sync_entry(
        site_id=scene.site_id,
        entry_id=entry_id or uuid.uuid4(),
        scanned=scanned,
        direction=direction,
        persons=1,
        happened_at=when,
        gate=gate,
        by=scene.clerk,
    )


def test_a_pass_says_what_was_booked_and_no_name(scene):
    booking = book(scene, 4, number_plates=("鄂L12345",))
    said = read_pass(written(booking))
    assert (said.site_id, said.day, said.begins, said.ends) == (scene.site_id, QINGMING, 480, 600)
    assert (said.code, said.serial, said.persons, said.cars) == (booking.code, 1, 4, 1)


def test_its_code_is_drawn_and_fits_a_slip(scene):
    # 384 dots of a 58 mm paper must give each module five.
    assert draw(written(book(scene))).size <= 73


def test_let_in_and_out_once_each(scene):
    scanned = written(book(scene, 3))
    enter(scene, scanned)
    with pytest.raises(PassUsed):
        enter(scene, scanned)
    enter(scene, scanned, Direction.OUT)
    with pytest.raises(PassUsed):
        enter(scene, scanned, Direction.OUT)
    count = count_slots(scene.site_id, QINGMING)[0]
    assert (count.booked, count.entered, count.left, count.inside) == (3, 3, 3, 0)


def test_fewer_may_come_but_not_more(scene):
    scanned = written(book(scene, 3))
    with pytest.raises(TooManyAtGate):
        enter(scene, scanned, persons=4)
    enter(scene, scanned, persons=2)
    assert count_slots(scene.site_id, QINGMING)[0].inside == 2


def test_whoever_lost_the_pass_says_the_code(scene):
    booking = book(scene)
    assert enter(scene, f" {booking.code[:4].lower()}-{booking.code[4:]}").persons == 1


def test_nobody_leaves_who_has_not_come(scene):
    with pytest.raises(NotInside):
        enter(scene, written(book(scene)), Direction.OUT)


@pytest.mark.parametrize(
    ("when", "refusal"),
    [
        (at(7, 29), PassTooEarly),
        (at(10, 31), PassTooLate),
        (at(8, 0, date(2027, 4, 6)), PassOfAnotherDay),
        (at(8, 0, date(2027, 4, 4)), PassOfAnotherDay),
    ],
)
def test_the_day_and_the_time_must_agree(scene, when, refusal):
    with pytest.raises(refusal):
        enter(scene, written(book(scene)), when=when)


def test_the_tolerance_is_the_terms(scene):
    enter(scene, written(book(scene)), when=at(7, 30))
    enter(scene, written(book(scene)), when=at(10, 30))


def test_the_tolerance_ends_with_the_day_and_says_so(scene):
    late = make_scene(replace(TERMS, slots=((time(22), time(23, 59)),)), code="DW")
    booking = book(late)
    _begins, until = opening_hours(get_visit(booking.code), TERMS)
    assert clock.say_time(until) == "晚上 11:59"
    enter(late, written(booking), when=until)
    with pytest.raises(PassOfAnotherDay):
        enter(late, written(book(late)), when=until + timedelta.resolution)


def test_a_pass_of_another_site_is_refused(scene):
    other = make_scene(code="DW")
    with pytest.raises(PassOfAnotherSite):
        enter(other, written(book(scene)))


def test_forged_passes_are_refused(scene):
    scanned = written(book(scene))
    for at_ in (2, 60, len(scanned) - 1):
        swapped = ALPHABET[(ALPHABET.index(scanned[at_]) + 1) % len(ALPHABET)]
        with pytest.raises(PassForged):
            enter(scene, scanned[:at_] + swapped + scanned[at_ + 1 :])
    for nonsense in ("V1", "V1" + "0" * 152, scanned[:-1], scanned + "0", "12345678", "", "码"):
        with pytest.raises(PassForged):
            enter(scene, nonsense)
    assert not is_pass("V1234567")


def test_a_cancelled_or_changed_visit_has_no_old_pass(scene):
    cancelled, changed = book(scene), book(scene)
    old = [written(cancelled), written(changed)]
    cancel_visit(code=cancelled.code, by=FAMILY)
    change_visit(code=changed.code, day=QINGMING, slot_id=scene.slot_ids[1], by=FAMILY)
    for scanned in old:
        with pytest.raises(PassVoid):
            enter(scene, scanned)
    enter(scene, written(changed), when=at(10))


def test_a_closed_slot_lets_nobody_in(scene):
    scanned = written(book(scene))
    close_slots(
        site_id=scene.site_id,
        day=QINGMING,
        slot_ids=[scene.slot_ids[0]],
        reason="雷雨",
        by=scene.clerk,
    )
    with pytest.raises(SlotClosed):
        enter(scene, scanned)


def test_a_gate_without_a_network_tells_later_when_it_was(scene):
    booking = book(scene)
    with clock.frozen(at(11)):
        entry = tell(scene, written(booking), at(8, 5))
        assert (entry.happened_at, entry.conflict, entry.offline) == (at(8, 5), "", True)
        assert used_passes(scene.site_id, QINGMING) == {booking.code: "in"}


def test_told_twice_it_happened_once(scene):
    scanned, entry_id = written(book(scene)), uuid.uuid4()
    with clock.frozen(at(11)):
        for _turn in range(2):
            assert tell(scene, scanned, at(8, 5), entry_id).conflict == ""
    assert count_slots(scene.site_id, QINGMING)[0].entered == 1


def test_what_two_gates_let_in_is_a_conflict_for_the_desk(scene):
    scanned = written(book(scene))
    with clock.frozen(at(11)):
        tell(scene, scanned, at(8, 5), gate="东门")
        second = tell(scene, scanned, at(8, 9), gate="西门")
    assert [entry.id for entry in list_conflicts(scene.site_id)] == [second.id]
    assert second.conflict == "PassUsed"
    settle_conflict(site_id=scene.site_id, entry_id=second.id, by=scene.clerk)
    assert list_conflicts(scene.site_id) == []


def test_a_pass_cancelled_before_the_gate_heard_of_it_is_a_conflict(scene):
    booking = book(scene)
    scanned = written(booking)
    cancel_visit(code=booking.code, by=FAMILY)
    with clock.frozen(at(11)):
        assert tell(scene, scanned, at(8, 5)).conflict == "PassVoid"


def test_a_gate_whose_clock_runs_ahead_tells_nothing_of_the_future(scene):
    with clock.frozen(at(9)):
        assert tell(scene, written(book(scene, slot=1)), at(9) + timedelta(days=3)).happened_at == (
            at(9)
        )


def test_a_gate_does_not_smuggle_in_what_we_never_signed(scene):
    other = make_scene(code="DW")
    with pytest.raises(PassForged):
        tell(scene, "V1" + "0" * 152, at(8))
    with pytest.raises(PassForged):
        tell(other, written(book(scene)), at(8))
