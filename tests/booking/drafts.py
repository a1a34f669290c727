"""Drafts with every answer given, made without a page."""

import uuid

from booking.answers import Answers
from booking.kinds import Channel
from booking.operations import confirm_booking, save_answers, start_draft
from kernel import clock
from kernel.db import new_id
from kernel.people.actors import family
from tests import world


def draft_of(home: world.Home, **changed) -> uuid.UUID:
    """Of a family with a telephone of its own, for tomorrow at nine unless told otherwise."""
    starts_at = changed.pop("starts_at", world.tomorrow_at(9))
    channel = changed.pop("channel", Channel.WEB)
    draft = start_draft(
        institution_id=home.id, token=new_id().hex, channel=channel, by=family("test")
    )
    told = {
        "claimant_name": "张小三",
        "relation": "child",
        "phone": world.phone(),
        "deceased_name": "张三",
        "identity_kind": "infant",
        "sex": "1",
        "died_on": clock.today().isoformat(),
        "household_registration": world.JIAYU,
        "waiver_class": "resident",
        "pick_up_from": "",
        "hall_class": "small",
        "cremator_type": "flat",
    }
    if starts_at:
        told |= {"day": clock.day_of(starts_at).isoformat(), "starts_at": starts_at.isoformat()}
    save_answers(draft_id=draft.id, answers=Answers(**(told | changed)), by=family("test"))
    return draft.id


def booked(home: world.Home, by=None, **changed):
    draft_id = draft_of(home, **changed)
    return confirm_booking(draft_id=draft_id, by=by or family(str(draft_id)))
