"""取号: numbers of a day follow each other without a gap, letter by letter."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.errors import (
    KindLabelMissing,
    LetterWrong,
    PriorityTooLong,
    ReferenceUnknown,
    TicketKindUnknown,
)
from booking.models import QueueTicket
from booking.operations import set_ticket_kind
from booking.queries import list_ticket_kinds
from hardware.models import PrintJob
from hardware.operations import add_printer
from kernel import clock
from kernel.db import db, transaction
from kernel.people.actors import SETUP
from tests import world
from tests.booking.drafts import booked
from tests.booking.windows import at_once, give_numbers, make_windows, take

pytestmark = pytest.mark.usefixtures("context")


def test_each_letter_counts_by_itself_and_each_day_from_one():
    home = make_windows()
    assert [take(home, letter).number for letter in "AABA"] == ["A001", "A002", "B001", "A003"]
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert take(home).number == "A001"


def test_two_homes_count_apart():
    one, other = make_windows("JY"), make_windows("DW")
    assert [take(home).number for home in (one, other, one)] == ["A001", "A001", "A002"]


def test_many_at_once_with_rollbacks_leave_no_gap(app):
    home = make_windows()

    def family(number: int) -> str:
        for turn in range(4):
            # Every third time the operation that took the number fails after all.
            with suppress(ZeroDivisionError), transaction():
                take(home)
                assert 1 / ((number + turn) % 3)
            db.session.remove()
        return "done"

    assert at_once(app, 8, family) == ["done"] * 8
    serials = sorted(db.session.scalars(select(QueueTicket.serial)))
    assert serials == list(range(1, len(serials) + 1))
    assert len(serials) > 10


def test_an_unknown_letter_gets_no_number():
    home = make_windows()
    for letter in ("C", "Z", "", "a", "AA", "治"):
        with pytest.raises(TicketKindUnknown):
            take(home, letter)


def test_what_is_not_offered_gets_no_number_and_can_be_offered_again():
    home = make_windows()
    set_ticket_kind(institution_id=home.id, letter="a", label="治丧", offered=False, by=SETUP)
    assert [(kind.letter, kind.label) for kind in list_ticket_kinds(home.id, offered=True)] == [
        ("B", "骨灰领取")
    ]
    with pytest.raises(TicketKindUnknown):
        take(home)
    set_ticket_kind(institution_id=home.id, letter="A", label="治丧办理", by=SETUP)
    assert take(home).number == "A001"


def test_a_kind_has_one_letter_and_a_short_name():
    home = make_windows()
    for letter in ("", "AB", "甲", "1"):
        with pytest.raises(LetterWrong):
            set_ticket_kind(institution_id=home.id, letter=letter, label="其他", by=SETUP)
    for label in (" ", "其" * 13):
        with pytest.raises(KindLabelMissing):
            set_ticket_kind(institution_id=home.id, letter="D", label=label, by=SETUP)


def test_a_ticket_knows_the_case_or_booking_it_is_about():
    home = world.make_home()
    give_numbers(home.id)
    world.publish_tariff(home.id)
    world.publish_waiver()
    case, booking = world.open_case(home), booked(home)
    assert take(home, reference=f" {case.number.lower()} ").case_id == case.id
    assert take(home, reference=booking.code.lower()).booking_id == booking.id


def test_a_reference_nobody_knows_or_of_another_home_is_refused():
    home, other = make_windows("DW"), world.make_home()
    for reference in ("JYA26-99999", world.open_case(other).number):
        with pytest.raises(ReferenceUnknown):
            take(home, reference=reference)


def test_a_reason_for_priority_is_short():
    with pytest.raises(PriorityTooLong):
        take(make_windows(), priority="高" * 41)


def test_the_number_is_printed_once_where_there_is_a_printer():
    home = make_windows()
    take(home)
    assert db.session.scalars(select(PrintJob)).all() == []
    add_printer(institution_id=home.id, name="大门", host="127.0.0.1", port=9, by=SETUP)
    ticket = take(home)
    [job] = db.session.scalars(select(PrintJob)).all()
    assert (job.document, job.title) == ("queue_ticket", "取号单")
    said = [row.get("text") or row.get("value") or row.get("token") for row in job.slip["rows"]]
    assert said[:2] == ["A002", "治丧办理"]
    assert "1 位" in said
    assert ticket.token in said
