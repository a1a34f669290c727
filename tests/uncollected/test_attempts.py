"""Calling, writing, announcing: each is recorded, and each refusal is a sentence."""

from datetime import timedelta

import pytest

from cemetery.ashes.errors import KeptElsewhere
from cemetery.ashes.uncollected.errors import (
    AnnouncementPlaceMissing,
    AnnouncementToCome,
    AnnouncementTooEarly,
    AnnouncementTooShort,
    ContactsMissing,
    ContactTimeWrong,
    NotUncollected,
    WhomMissing,
)
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay, Step
from cemetery.ashes.uncollected.queries.attempts import list_announcements, list_contacts
from kernel import clock
from kernel.errors import NotFound
from kernel.people.actors import Role
from tests import world
from tests.uncollected.scene import ANNOUNCED, ANNOUNCEMENT, PHONE


def test_a_contact_says_how_whom_when_what_came_of_it_and_by_whom(waited):
    with waited.after(PHONE):
        waited.contact(result=ContactResult.WILL_COME, note="下月初来取", whom=" 张小三 ")
    (contact,) = list_contacts(waited.ashes.portion())
    assert (contact.how, contact.whom) == (ContactWay.PHONE, "张小三")
    assert (contact.outcome, contact.note) == (ContactResult.WILL_COME, "下月初来取")
    assert contact.recorded_by == str(waited.keeper)


def test_a_contact_needs_a_person_and_a_time_within_the_waiting(waited):
    with waited.after(PHONE):
        with pytest.raises(WhomMissing):
            waited.contact(whom=" ")
        for wrong in (clock.now() + timedelta(minutes=1), clock.now() - timedelta(days=PHONE + 1)):
            with pytest.raises(ContactTimeWrong):
                waited.contact(happened_at=wrong)
    assert list_contacts(waited.ashes.portion()) == []


def test_nothing_is_recorded_about_ashes_that_do_not_wait(waited):
    waited.ashes.inter()
    with pytest.raises(NotUncollected):
        waited.contact()
    with pytest.raises(NotUncollected):
        waited.announce()


def test_an_announcement_comes_after_telephone_and_letter(waited):
    with waited.after(ANNOUNCEMENT):
        with pytest.raises(ContactsMissing) as refused:
            waited.announce()
        assert "电话、书信" in str(refused.value)
        waited.contact()
        with pytest.raises(ContactsMissing) as refused:
            waited.announce()
        assert str(refused.value).endswith("书信。")


def test_an_announcement_has_a_place_a_first_day_and_hangs_long_enough(waited):
    with waited.after(ANNOUNCEMENT - 1):
        waited.contact()
        waited.contact(ContactWay.LETTER)
        with pytest.raises(AnnouncementTooEarly) as refused:
            waited.announce()
        assert (waited.since + timedelta(days=ANNOUNCEMENT)).isoformat() in str(refused.value)
    with waited.after(ANNOUNCEMENT):
        with pytest.raises(AnnouncementPlaceMissing):
            waited.announce(place="")
        with pytest.raises(AnnouncementToCome):
            waited.announce(since=clock.today() + timedelta(days=1))
        with pytest.raises(AnnouncementTooShort):
            waited.announce(days=ANNOUNCED - 1)
        assert list_announcements(waited.ashes.portion()) == []
        waited.announce()
        assert waited.step is Step.ANNOUNCEMENT


def test_the_later_announcement_counts(waited):
    waited.tell_and_announce()
    with waited.after(ANNOUNCEMENT + 30):
        waited.announce()
    with waited.after(ANNOUNCEMENT + ANNOUNCED + 1):
        assert waited.step is Step.ANNOUNCEMENT
    with waited.after(ANNOUNCEMENT + 30 + ANNOUNCED + 1):
        assert waited.step is Step.REST


def test_another_home_records_nothing_here(waited):
    other = world.make_home("QH", "421221")
    stranger = world.make_staff("QH-keeper", Role.COLUMBARIUM, other.id).actor()
    with waited.after(PHONE), pytest.raises((KeptElsewhere, NotFound)):
        waited.contact(by=stranger)
