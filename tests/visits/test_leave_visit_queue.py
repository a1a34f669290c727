"""A family gives its place in the queue up."""

import pytest
from sqlalchemy import select

from cemetery.visits.errors import AnsweredAlready
from cemetery.visits.models import VisitRequest
from cemetery.visits.operations import leave_visit_queue
from kernel import clock
from kernel.db import db
from tests.visits.rush import after, allocate, come, stands
from tests.visits.scene import FAMILY, a_party


def leave(token):
    with clock.frozen(after(5)):
        return leave_visit_queue(token=token, by=FAMILY)


def test_its_place_is_free_for_the_next_and_its_people_are_forgotten(scene):
    tokens = [come(scene, second, 5) for second in (1, 2)]
    leave(tokens[0])
    assert allocate(scene) == 1
    assert stands(*tokens) == ["left", "granted"]
    kept = db.session.scalars(select(VisitRequest).filter_by(token=tokens[0])).one()
    assert (kept.name, kept.identity_number, kept.phone, kept.companions) == (None,) * 4


def test_left_twice_is_left_once_and_the_family_may_come_again(scene):
    party = a_party()
    token = come(scene, 1, party=party)
    assert leave(token).answered_at == leave(token).answered_at
    assert come(scene, 6, party=party) != token


def test_who_was_answered_stays_with_it(scene):
    token = come(scene, 1)
    allocate(scene)
    with pytest.raises(AnsweredAlready):
        leave(token)
    assert stands(token) == ["granted"]
