"""The end of a term is told, step by step, and changes nothing by itself."""

from datetime import timedelta

import pytest

from billing.queries import list_charges
from cemetery.rights.errors import ContactUnsaid, FeesChanged, ReceiptMissing, RenewalTooEarly
from cemetery.rights.jobs import make_right_notices
from cemetery.rights.kinds import Reached, Way
from cemetery.rights.operations import make_notices, record_contact, succeed_holder
from cemetery.rights.queries import list_open_notices, list_renewals
from cemetery.rights.queries.renewals import missing_searches
from funeral.operations import make_bill
from kernel import clock
from tests.rights.scene import a_holder, an_elder
from tests.rights.test_grant_right import for_somebody


def days_after_the_end(right, days):
    return clock.frozen(clock.at(right.until, clock.local(clock.now()).time()) + timedelta(days))


def contact(scene, right, way, reached, words="张示秀，说月底来"):
    return record_contact(
        number=right.number, way=way, reached=reached, words=words, by=scene.keeper
    )


def test_each_step_of_the_ladder_is_made_once_on_its_day(scene):
    right = scene.grant(years=2)
    steps = []
    for days in (-91, -90, -89, -30, 0, 1, 180, 365, 400):
        with days_after_the_end(right, days):
            made = make_right_notices()
            steps += [notice.days for notice in list_open_notices(right)] if made else []
            assert list_renewals().total <= 1, "an older step gives way to the next"
    assert steps == [-90, -30, 0, 180, 365]


def test_who_was_told_nothing_for_years_is_told_the_last_step_only(scene):
    right = scene.grant(years=1)
    with days_after_the_end(right, 500):
        assert make_notices(day=clock.today(), by=scene.keeper) == 1
        assert [notice.days for notice in list_open_notices(right)] == [365]


def test_a_contact_does_the_notice_and_says_what_came_of_it(scene):
    right = scene.grant(years=1)
    with days_after_the_end(right, 0):
        make_right_notices()
        with pytest.raises(ContactUnsaid):
            contact(scene, right, Way.PHONE, Reached.REACHED, words=" ")
        contact(scene, right, Way.PHONE, Reached.NOT_REACHED)
        assert list_open_notices(right) == []
        assert right.contacts[0].reached == Reached.NOT_REACHED


def test_a_returned_letter_begins_the_search_and_an_answer_ends_it(scene):
    right = scene.grant(years=1)
    with days_after_the_end(right, 181):
        contact(scene, right, Way.LETTER, Reached.SENT_BACK)
        assert right.unreachable_since == clock.today()
        assert missing_searches(right) == [Way.NEIGHBOURS, Way.COMMITTEE, Way.ANNOUNCEMENT]
        contact(scene, right, Way.NEIGHBOURS, Reached.NOT_REACHED)
        contact(scene, right, Way.COMMITTEE, Reached.WAITING)
        contact(scene, right, Way.ANNOUNCEMENT, Reached.WAITING, "县政府网站，三十日")
        assert missing_searches(right) == []
        assert right.is_living, "even then nothing ends"
        contact(scene, right, Way.PHONE, Reached.REACHED)
        assert right.unreachable_since is None


def test_a_visit_in_vain_begins_the_search_and_ends_nothing(scene):
    right = scene.grant(years=1)
    with days_after_the_end(right, 366):
        make_right_notices()
        contact(scene, right, Way.PHONE, Reached.NOT_REACHED)
        assert right.unreachable_since is None
        contact(scene, right, Way.VISIT, Reached.NOT_REACHED, "门锁着，邻居说搬走了")
        assert right.unreachable_since == clock.today()
        assert right.is_living


def test_a_family_that_comes_by_itself_is_lost_no_longer(scene):
    right = scene.grant(years=1)
    for came in (
        lambda: scene.renew(right),
        lambda: succeed_holder(
            number=right.number, holder=a_holder(), proof="死亡证明 42122", by=scene.keeper
        ),
    ):
        with days_after_the_end(right, 1):
            contact(scene, right, Way.LETTER, Reached.SENT_BACK)
            assert right.unreachable_since == clock.today()
            came()
            assert right.unreachable_since is None


def test_a_step_of_which_every_way_failed_begins_it_too(scene):
    right = scene.grant(years=1)
    with days_after_the_end(right, 1):
        make_right_notices()
        contact(scene, right, Way.SMS, Reached.NOT_REACHED, "号码停机")
        assert right.unreachable_since is None
        contact(scene, right, Way.PHONE, Reached.NOT_REACHED, "号码停机")
        assert right.unreachable_since == clock.today()


def test_before_the_end_a_missed_call_begins_nothing(scene):
    right = scene.grant(years=1)
    with days_after_the_end(right, -89):
        make_right_notices()
        contact(scene, right, Way.SMS, Reached.NOT_REACHED)
        contact(scene, right, Way.PHONE, Reached.NOT_REACHED)
        assert right.unreachable_since is None


def test_a_new_term_begins_where_the_old_one_ended_and_is_charged(scene):
    right = scene.grant(years=1)
    before, end = len(list_charges(scene.case.id)), right.until
    with days_after_the_end(right, 40):
        scene.renew(right, years=10)
    assert (right.terms[1].since, right.until) == (end, clock.add_months(end, 120))
    assert len(list_charges(scene.case.id)) == before + 2
    assert list_renewals().total == 0


def test_after_the_bill_a_renewal_waits_for_a_further_one(scene):
    right = scene.grant(years=1)
    assert scene.certificate
    make_bill(number=scene.case.number, by=scene.home.clerk)
    with days_after_the_end(right, -10):
        with pytest.raises(FeesChanged):
            scene.renew(right, agreed="another")
        scene.renew(right)
        further = make_bill(number=scene.case.number, by=scene.home.clerk)
    assert right.terms[-1].receipt is None
    assert [line.gross_fen for line in further.lines] == [900_00, 200_00]


def test_without_a_case_a_renewal_names_the_tills_receipt(scene):
    right = for_somebody(scene, an_elder(), years=1)
    with days_after_the_end(right, -10):
        with pytest.raises(ReceiptMissing):
            scene.renew(right)
        scene.renew(right, receipt="0012345678")
    assert right.terms[-1].receipt == "0012345678"


def test_a_term_is_not_renewed_years_before_its_end(scene):
    right = scene.grant(years=5)
    with pytest.raises(RenewalTooEarly):
        scene.renew(right)
