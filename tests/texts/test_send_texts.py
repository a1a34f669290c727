"""A text is a row of the change that causes it, goes out once, and ends as the phone says."""

from datetime import timedelta
from time import monotonic, sleep

import pytest
from sqlalchemy import select, text

from cemetery.visits.operations import cancel_visit, close_slots
from cemetery.visits.texting import text_cancelled
from kernel import clock
from kernel.db import db, transaction
from kernel.journal import JournalEntry
from kernel.texts.errors import TextTold, TextUnderWay, TextUnsendable
from kernel.texts.gateway import Said, use_gateway
from kernel.texts.jobs import forget_old_texts, give_up_texts
from kernel.texts.kinds import TextState
from kernel.texts.operations import (
    allow_texts,
    decline_texts,
    forget_texts,
    lay_down_text_terms,
    send_text_again,
    tell_by_telephone,
)
from kernel.texts.results import ASK_AFTER, Result, record
from kernel.texts.sending import send_texts
from tests.texts.phones import call_and_book, of_ours, states, texts
from tests.visits.scene import BEFORE, at

PHONE = "13800138000"


def later(**span):
    return clock.frozen(clock.now() + timedelta(**span))


def test_it_is_sent_after_the_commit_under_the_approved_signature(scene, sms):
    lay_down_text_terms(
        institution_id=scene.home.id, sends=True, signature="嘉鱼民政", by=scene.clerk
    )
    booking = call_and_book(scene, phone=PHONE)
    assert states() == ["waiting"]
    assert send_texts()
    [taken] = of_ours(sms)
    assert (taken["phone"], taken["template"]) == (PHONE, "visit_booked")
    assert taken["text"].startswith("【嘉鱼民政】")
    assert booking.code in taken["text"]
    [sent] = texts()
    assert (sent.state, sent.receipt) == ("sent", taken["receipt"])
    assert not send_texts()


def test_what_is_undone_leaves_no_text(scene, sms):
    booking = call_and_book(scene)
    with pytest.raises(RuntimeError), clock.frozen(BEFORE):
        _cancel_and_fail(booking.code, scene.clerk)
    assert states() == ["waiting"]


def _cancel_and_fail(code, by):
    with transaction():
        cancel_visit(code=code, by=by)
        raise RuntimeError


def test_the_phone_lies_encrypted_and_is_masked_on_lists(scene, sms):
    call_and_book(scene, phone=PHONE)
    raw = db.session.execute(text("SELECT phone, facts FROM texts")).one()
    assert PHONE not in str(raw)
    assert texts()[0].shown_phone == "138****8000"


def test_an_answer_that_got_lost_is_no_second_text(scene, sms):
    sms.switch(drop=2, late=3600)
    call_and_book(scene)
    for expected in ("waiting", "waiting", "sent"):
        with clock.frozen(texts()[0].next_at):
            assert send_texts()
        assert states() == [expected]
    [taken] = of_ours(sms)
    assert taken["asked"] == 3


def test_a_gateway_that_is_down_is_asked_again_later_and_later(scene, sms):
    sms.switch(down=True)
    call_and_book(scene)
    waits = []
    for _turn in range(4):
        [waiting] = texts()
        with clock.frozen(waiting.next_at):
            assert send_texts()
            waits.append((texts()[0].next_at - clock.now()).total_seconds())
    assert waits == [2, 4, 8, 16]
    sms.switch()
    with later(minutes=5):
        send_texts()
    assert states() == ["sent"]


def test_a_refused_number_fails_and_says_why(scene, sms):
    sms.switch(refuse="8000")
    call_and_book(scene, phone=PHONE)
    send_texts()
    [failed] = texts()
    assert (failed.state, failed.why) == ("undelivered", "空号")
    assert of_ours(sms) == []


def test_without_reports_the_gateway_is_asked(scene, sms):
    sms.switch(silent=True)
    call_and_book(scene)
    send_texts()
    assert not send_texts()
    until = monotonic() + 10
    while of_ours(sms)[0]["state"] != "delivered":
        assert monotonic() < until
        sleep(0.02)
    with clock.frozen(clock.now() + ASK_AFTER):
        send_texts()
    assert states() == ["delivered"]


def test_what_nobody_reports_is_given_up_after_three_days_and_may_still_come(scene, sms):
    sms.switch(silent=True, late=3600)
    call_and_book(scene)
    send_texts()
    with later(days=3, minutes=1):
        assert send_texts(), "asked once more, and told no news"
        assert give_up_texts() == 1
    [given_up] = texts()
    assert (given_up.state, given_up.why) == ("given_up", "三天没有送达回执")
    record([Result(given_up.id, given_up.attempt, Said(TextState.DELIVERED))])
    assert states() == ["delivered"]


def test_what_would_tell_nothing_any_more_is_not_sent(scene, sms):
    call_and_book(scene)
    with clock.frozen(at(12)):
        assert not send_texts()
        assert give_up_texts() == 1
    assert texts()[0].why == "没有及时发出"


@pytest.mark.parametrize(
    ("heard", "ends"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["delivered", "delivered", "undelivered"], "delivered"),
        (["undelivered", "undelivered", "sent"], "undelivered"),
        (["undelivered", "delivered"], "delivered"),
    ],
)
def test_however_answers_and_reports_come_a_text_only_moves_on(scene, sms, heard, ends):
    call_and_book(scene)
    [waiting] = texts()
    for state in heard:
        record([Result(waiting.id, waiting.attempt, Said(TextState(state)))])
    assert states() == [ends]


def test_at_night_only_what_is_awaited_or_would_come_too_late(scene, sms):
    """That the morning's slot is closed is told at ten in the evening, of the afternoon's not."""
    with clock.frozen(at(22) - timedelta(days=1)):
        early, late = call_and_book(scene, slot=0), call_and_book(scene, slot=2)
        send_texts()
        close_slots(
            site_id=scene.site_id,
            day=early.slot.day,
            slot_ids=[early.slot_id, late.slot_id],
            reason="大风",
            by=scene.clerk,
        )
        send_texts()
        assert held_back() == {early.id: False, late.id: True}
    for moment, is_held in ((at(7, 59), True), (at(8), False)):
        with clock.frozen(moment):
            send_texts()
        assert held_back() == {early.id: False, late.id: is_held}


def held_back():
    """Of the closings, by booking."""
    closings = [text for text in texts() if text.wording == "visit_closed"]
    return {text.about_id: text.state == "waiting" for text in closings}


def test_the_same_phone_is_not_told_the_same_twice_for_one_cause(scene, sms):
    booking = call_and_book(scene)
    with transaction():
        text_cancelled(booking)
        text_cancelled(booking)
    assert [each.wording for each in texts()] == ["visit_booked", "visit_cancelled"]


@pytest.mark.parametrize("why", ["no_gateway", "switched_off", "not_mobile", "declined"])
def test_what_is_not_to_be_sent_is_a_row_that_says_so(app, scene, sms, why):
    if why == "no_gateway":
        use_gateway(app, None)
    if why == "switched_off":
        lay_down_text_terms(
            institution_id=scene.home.id, sends=False, signature="馆", by=scene.clerk
        )
    if why == "declined":
        decline_texts(institution_id=scene.home.id, phone=PHONE, by=scene.clerk)
    call_and_book(scene, phone="0715-6301234" if why == "not_mobile" else PHONE)
    use_gateway(app, sms.gateway())
    assert not send_texts()
    [unsent] = texts()
    assert (unsent.state, unsent.reason) == ("unsent", why)


def test_a_family_may_want_texts_again(scene, sms):
    decline = decline_texts(institution_id=scene.home.id, phone=PHONE, by=scene.clerk)
    allow_texts(decline_id=decline.id, by=scene.clerk)
    call_and_book(scene, phone=PHONE)
    assert states() == ["waiting"]


def test_sent_anew_it_has_another_number_and_an_old_report_no_longer_fails_it(scene, sms):
    call_and_book(scene)
    [first] = texts()
    with pytest.raises(TextUnderWay):
        send_text_again(text_id=first.id, by=scene.clerk)
    record([Result(first.id, 1, Said(TextState.FAILED, reason="关机"))])
    send_text_again(text_id=first.id, by=scene.clerk)
    record([Result(first.id, 1, Said(TextState.FAILED, reason="关机"))])
    assert states() == ["waiting"]
    send_texts()
    assert [taken["id"] for taken in of_ours(sms)] == [f"{first.id.hex}-2"]


def test_whom_somebody_called_gets_no_text_any_more(app, scene, sms):
    call_and_book(scene)
    [text_] = texts()
    record([Result(text_.id, 1, Said(TextState.FAILED))])
    tell_by_telephone(text_id=text_.id, by=scene.clerk)
    with pytest.raises(TextTold):
        send_text_again(text_id=text_.id, by=scene.clerk)
    use_gateway(app, None)
    call_and_book(scene, slot=1)
    with pytest.raises(TextUnsendable):
        send_text_again(text_id=texts()[1].id, by=scene.clerk)


def test_what_is_of_persons_goes_as_soon_as_the_visits_own(scene, sms):
    booking = call_and_book(scene, phone=PHONE)
    record([Result(texts()[0].id, 1, Said(TextState.DELIVERED))])
    kept = timedelta(days=90)
    assert forget_texts(day=booking.slot.day + kept - timedelta(days=1), by=scene.clerk) == 0
    with clock.frozen(at(3) + kept):
        assert forget_old_texts() == 1
    [forgotten] = texts()
    assert (forgotten.phone, forgotten.facts, forgotten.sentence) == (None, None, "")


def test_results_fill_no_journal_and_what_people_do_is_in_it(scene, sms):
    call_and_book(scene)
    [sent] = texts()
    send_texts()
    record([Result(sent.id, 1, Said(TextState.FAILED))])
    tell_by_telephone(text_id=sent.id, by=scene.clerk)
    names = select(JournalEntry.operation).order_by(JournalEntry.id.desc()).limit(2)
    assert list(db.session.scalars(names)) == ["kernel.tell_by_telephone", "cemetery.book_visit"]
