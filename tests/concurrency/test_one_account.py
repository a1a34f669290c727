"""A bill is taken back while a right that stands on it is ended: nothing is billed twice."""

from threading import Event, Thread

from billing.operations import credit_bill
from billing.queries import list_open_charges
from cemetery.rights.errors import CreditFirst
from cemetery.rights.kinds import RightState
from cemetery.rights.operations import end_right, endings
from kernel.db import db
from tests.funeral.test_furnace_schedule import WAITS
from tests.rights.scene import bill, make_scene


def test_a_right_that_is_ended_sees_its_charges_and_lines_as_of_one_moment(
    app, context, monkeypatch
):
    scene = make_scene()
    right = scene.grant()
    number, made = right.number, bill(scene).number
    db.session.rollback()
    real, done = endings.list_lines_of_facts, Event()

    def credit():
        with app.app_context():
            credit_bill(bill_number=made, positions=None, reason="错收", by=scene.home.clerk)
        done.set()

    crediting = Thread(target=credit)

    def look_while_another_credits(*asked):
        crediting.start()
        while not done.wait(0.05) and not db.session.scalar(WAITS):
            pass
        return real(*asked)

    monkeypatch.setattr(endings, "list_lines_of_facts", look_while_another_credits)
    try:
        ended = end_right(number=number, reason="办错", by=scene.keeper)
    except CreditFirst:
        ended = None
    crediting.join()
    db.session.rollback()
    left = [each for each in list_open_charges(scene.case.id) if each.fact_kind == "right"]
    assert (ended is None) == bool(left), "charges are there where the right is, and only there"
    db.session.refresh(right)
    assert (right.state == RightState.GRANTED) == bool(left)
