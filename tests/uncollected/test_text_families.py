"""Ashes that wait: one text when the call is due; it counts as no attempt."""

from cemetery.ashes.uncollected.jobs import text_waiting_families
from cemetery.ashes.uncollected.kinds import Step
from cemetery.ashes.uncollected.operations import text_families
from cemetery.ashes.uncollected.queries.attempts import list_ways_tried
from kernel.people.actors import SETUP
from tests.texts.phones import texts
from tests.uncollected.scene import LETTER, PHONE
from tests.visitor import visit


def test_the_family_is_sent_one_text_when_a_call_is_due(app, waited):
    with waited.after(PHONE - 1):
        assert text_waiting_families() == 0
    for days in (PHONE, PHONE + 1):
        with waited.after(days):
            assert text_families(by=SETUP) == 1
            assert waited.step is Step.PHONE
    [text] = texts()
    assert text.phone == waited.ashes.case.claimant.phone
    assert "仍由我们妥善保管" in text.sentence
    assert list_ways_tried(waited.ashes.portion(), waited.since) == set()
    page = visit(app, "jy-columbarium").get(f"/uncollected/{waited.ashes.portion().id}").text
    assert f"/texts/{text.id}" in page


def test_once_a_letter_is_due_no_text_is_sent(waited):
    with waited.after(LETTER):
        assert text_families(by=SETUP) == 0
    assert texts() == []
