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
    announce_ceremony,
    cancel_visit,
    change_visit,
    close_slots,
    record_entry,
    settle_conflict,
    sync_entry,
)
from cemetery.visits.passes import is_pass, pass_of, read_pass, write_pass
from cemetery.visits.queries.bookings import get_visit
from cemetery.visits.queries.entries import (
    closed_passes,
    count_slots,
    inside_by_code,
    list_conflicts,
)
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


def tell(scene, scanned, when, entry_id=None, *, direction=Direction.IN, persons=1, gate="东门"):
    return sync_entry(
        site_id=scene.site_id,
        entry_id=entry_id or uuid.uuid4(),
        scanned=scanned,
        direction=direction,
        persons=persons,
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


def test_out_without_a_number_is_whoever_of_them_is_inside(scene):
    few, others = written(book(scene, 4)), written(book(scene, 3))
    enter(scene, few, persons=2)
    enter(scene, others)
    assert enter(scene, few, Direction.OUT).persons == 2
    count = count_slots(scene.site_id, QINGMING)[0]
    assert (count.entered, count.left, count.inside) == (5, 2, 3)


def test_they_may_leave_one_by_one_but_no_more_than_are_inside(scene):
    booking = book(scene, 5)
    scanned = written(booking)
    enter(scene, scanned, persons=4)
    enter(scene, scanned, Direction.OUT, persons=1)
    with pytest.raises(TooManyAtGate) as refused:
        enter(scene, scanned, Direction.OUT, persons=4)
    assert "1 到 3 人" in str(refused.value)
    assert inside_by_code(scene.site_id, QINGMING) == {booking.code: 3}
    assert enter(scene, scanned, Direction.OUT).persons == 3
    with pytest.raises(PassUsed):
        enter(scene, scanned, Direction.OUT)
    assert inside_by_code(scene.site_id, QINGMING) == {booking.code: 0}
    assert count_slots(scene.site_id, QINGMING)[0].inside == 0


def test_a_family_told_out_twice_hides_no_other_family(scene):
    twice, others = written(book(scene, 3)), written(book(scene, 2))
    with clock.frozen(at(11)):
        tell(scene, twice, at(8), persons=3)
        tell(scene, others, at(8), persons=2)
        for gate in ("东门", "西门"):
            told = tell(scene, twice, at(9), direction=Direction.OUT, persons=3, gate=gate)
    assert told.conflict == "PassUsed"
    count = count_slots(scene.site_id, QINGMING)[0]
    assert (count.entered, count.left, count.inside) == (5, 6, 2)


def test_whoever_was_let_in_against_the_rules_can_go_out(scene):
    booking = book(scene, 3)
    scanned = written(booking)
    with clock.frozen(at(11)):
        assert tell(scene, scanned, at(10, 45), persons=2).conflict == "PassTooLate"
        assert inside_by_code(scene.site_id, QINGMING) == {booking.code: 2}
        with pytest.raises(PassUsed):
            enter(scene, scanned, when=at(10, 20))
        assert enter(scene, scanned, Direction.OUT, when=at(11)).persons == 2
    assert count_slots(scene.site_id, QINGMING)[0].inside == 0


def test_let_in_without_agreement_they_may_be_told_out_too(scene):
    scanned = written(book(scene, 3))
    with clock.frozen(at(11)):
        tell(scene, scanned, at(10, 45), persons=2)
        out = tell(scene, scanned, at(10, 50), direction=Direction.OUT, persons=2)
    assert (out.conflict, out.persons) == ("", 2)


def test_a_pass_let_in_on_the_wrong_day_still_holds_on_its_own(scene):
    scanned = written(book(scene))
    with clock.frozen(at(8, 0, date(2027, 4, 4))):
        assert tell(scene, scanned, at(8, 0, date(2027, 4, 4))).conflict == "PassOfAnotherDay"
    assert enter(scene, scanned).conflict == ""


def test_a_gate_knows_the_passes_of_closed_slots_whether_ceremonies_or_not(scene):
    ceremony = announce_ceremony(
        site_id=scene.site_id,
        title="集体公祭",
        place="广场",
        day=QINGMING,
        times=(time(8), time(10)),
        persons=20,
        cars=0,
        by=scene.clerk,
    )
    of_slot, of_ceremony = book(scene), book(scene, slot_id=ceremony.id)
    gone = book(scene)
    cancel_visit(code=gone.code, by=FAMILY)

    def close(slot_id):
        close_slots(
            site_id=scene.site_id, day=QINGMING, slot_ids=[slot_id], reason="雷雨", by=scene.clerk
        )
        return closed_passes(scene.site_id, QINGMING)

    assert closed_passes(scene.site_id, QINGMING) == []
    # They begin at the same minute, and only one of them is closed.
    assert close(ceremony.id) == [of_ceremony.code]
    assert close(scene.slot_ids[0]) == sorted([of_slot.code, of_ceremony.code])
    assert closed_passes(scene.site_id, date(2027, 4, 6)) == []


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
        assert inside_by_code(scene.site_id, QINGMING) == {booking.code: 1}


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
