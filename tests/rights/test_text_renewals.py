"""A step of the ladder sends its text; a text that came is an attempt and never an answer."""

from datetime import timedelta

import pytest

from cemetery.rights.jobs import make_right_notices
from cemetery.rights.kinds import Reached, Way
from cemetery.rights.notices import renewal_sentence
from cemetery.rights.operations import note_notice_delivered, record_contact
from cemetery.rights.queries import list_open_notices
from kernel import clock
from kernel.db import db
from kernel.texts.gateway import Said
from kernel.texts.kinds import TextState
from kernel.texts.results import Result, record
from tests.rights.scene import a_holder
from tests.texts.phones import texts


@pytest.fixture(autouse=True)
def connected(sms):
    """A gateway is there."""


def on_the_day(right, days):
    return clock.frozen(clock.at(right.until + timedelta(days), clock.local(clock.now()).time()))


def hear(state):
    [text] = texts()
    for _twice in range(2):
        record([Result(text.id, text.attempt, Said(state))])
    db.session.expire_all()


@pytest.mark.parametrize("days", [-90, 0, 1])
def test_the_text_is_the_sentence_that_the_desk_reads_out(scene, days):
    right = scene.grant(years=1)
    with on_the_day(right, days):
        make_right_notices()
        [text] = texts()
        assert text.phone == right.holder.phone
        # Where the home has no telephone of its own, the county's hotline is named.
        assert text.sentence.replace("有不明白的，请致电96444。", "") == renewal_sentence(right)


def test_where_the_ladder_asks_for_a_text_alone_one_that_came_does_the_notice(scene):
    right = scene.grant(years=1)
    with on_the_day(right, -90):
        make_right_notices()
        hear(TextState.DELIVERED)
        assert list_open_notices(right) == []
        [contact] = right.contacts
    assert (contact.way, contact.reached) == (Way.SMS, Reached.WAITING)


def test_where_somebody_is_to_call_a_text_that_came_is_an_attempt(scene):
    right = scene.grant(years=1)
    with on_the_day(right, -30):
        make_right_notices()
        hear(TextState.DELIVERED)
        [notice] = list_open_notices(right)
    assert [contact.reached for contact in right.contacts] == [Reached.WAITING]
    note_notice_delivered(notice_id=notice.id, by=scene.keeper)
    assert notice.done_at is None


def test_a_text_that_failed_leaves_the_notice_to_staff(scene):
    right = scene.grant(years=1)
    with on_the_day(right, -90):
        make_right_notices()
        hear(TextState.FAILED)
        assert len(list_open_notices(right)) == 1
        assert right.contacts == []
        record_contact(
            number=right.number,
            way=Way.PHONE,
            reached=Reached.REACHED,
            words="月底来",
            by=scene.keeper,
        )
    assert texts()[0].told_at, "who was called needs no text any more"


@pytest.mark.parametrize("days", [180, 365])
def test_steps_of_letters_and_visits_send_none(scene, days):
    with on_the_day(scene.grant(years=1), days):
        make_right_notices()
    assert texts() == []


def test_a_landline_gets_none_and_its_notice_waits_for_a_call(scene, keeper):
    right = scene.grant(years=1, holder=a_holder(phone="07156301234"))
    with on_the_day(right, -90):
        make_right_notices()
        [text] = texts()
        assert text.why == "不是手机号码"
        assert len(list_open_notices(right)) == 1
    assert "没有发送" in keeper.get("/rights/renewals").text
    assert f"/texts/{text.id}" in keeper.get(f"/rights/{right.number}").text
