"""起草、审核、公布减免政策: two persons, two editors, one day between versions."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from billing.classes import WaiverClass
from billing.errors import (
    BillsIssuedAlready,
    DraftChanged,
    DraftNotSubmitted,
    DraftPublished,
    DraftSubmitted,
    PolicyBeginsTooEarly,
    PolicyError,
    PolicyVersionTaken,
    ReturnReasonMissing,
    WriterReviews,
)
from billing.lines import Facts
from billing.models import Bill, PolicyDraft, WaiverPolicy
from billing.operations import (
    publish_policy_draft,
    return_policy_draft,
    save_policy_draft,
    start_policy_draft,
    submit_policy_draft,
)
from billing.policy_drafts import LONGEST, compare, read_draft
from billing.queries import find_policy
from billing.queries.bills import get_bill
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.people.actors import Role
from tests import world
from tests.billing.test_make_bill import bill_of, cremated
from tests.visitor import visit

SOURCE = (world.POLICIES / "jiayu-2025.yaml").read_text(encoding="utf-8")
NEXT_YEAR = date(clock.today().year + 1, 1, 1)


def second_version(valid_from=NEXT_YEAR):
    """Storage free for 96 hours instead of 72."""
    return (
        SOURCE.replace("version: 1", "version: 2", 1)
        .replace("from: 2025-09-15", f"from: {valid_from.isoformat()}")
        .replace("quantity: 72", "quantity: 96")
    )


@pytest.fixture
def officer(home):
    return world.make_office()


@pytest.fixture
def other(officer):
    """The second officer of the same office."""
    return world.make_staff("mz-second", Role.OFFICER, officer.institution_id)


@pytest.fixture
def draft(officer):
    return start_policy_draft(code="jiayu-2025", version=1, by=officer.actor())


def save(draft, officer, source, revision=None):
    return save_policy_draft(
        draft_id=draft.id,
        revision=draft.revision if revision is None else revision,
        source=source,
        note="冷藏免费时间延长到96小时",
        by=officer.actor(),
    )


def submitted(draft, officer, source):
    save(draft, officer, source)
    return submit_policy_draft(draft_id=draft.id, by=officer.actor())


def versions():
    query = select(WaiverPolicy).order_by(WaiverPolicy.version)
    return list(db.session.scalars(query))


def test_a_new_version_begins_with_the_old_text_and_the_next_number(draft):
    assert draft.version == 2
    assert [(line.sign, line.text) for line in compare(SOURCE, draft.source) if line.sign] == [
        ("−", "version: 1"),
        ("+", "version: 2"),
    ]


def test_a_new_policy_begins_with_a_text_that_can_be_read(officer):
    draft = start_policy_draft(by=officer.actor())
    policy = read_draft(draft.source, world.JIAYU)
    assert (policy.region, policy.version) == (world.JIAYU, 1)


def test_a_second_person_publishes_and_the_old_version_ends_the_day_before(draft, officer, other):
    submitted(draft, officer, second_version())
    publish_policy_draft(draft_id=draft.id, by=other.actor())
    old, new = versions()
    assert (old.version, old.last_day) == (1, NEXT_YEAR - timedelta(days=1))
    assert (new.version, new.first_day, new.last_day) == (2, NEXT_YEAR, None)
    assert old.source == SOURCE
    assert draft.published_id == new.id


def test_the_cut_stands_in_the_journal(draft, officer, other):
    submitted(draft, officer, second_version())
    publish_policy_draft(draft_id=draft.id, by=other.actor())
    entries = db.session.scalars(
        select(JournalEntry).filter_by(operation="billing.publish_policy_draft")
    )
    cuts = [change for entry in entries for change in entry.changes if "valid" in change]
    [(before, after)] = [change["valid"] for change in cuts]
    assert NEXT_YEAR.isoformat() not in before
    assert NEXT_YEAR.isoformat() in after


def test_each_day_has_the_version_of_its_day(home, draft, officer, other):
    """The old text still says it has no end; its row says when it ended."""
    submitted(draft, officer, second_version())
    publish_policy_draft(draft_id=draft.id, by=other.actor())

    def version_on(day):
        facts = bill_facts(cremated_on=day)
        return find_policy(home.id, facts).version

    assert version_on(NEXT_YEAR - timedelta(days=1)) == 1
    assert version_on(NEXT_YEAR) == 2


def bill_facts(cremated_on):
    return Facts(world.JIAYU, WaiverClass.RESIDENT, cremated_on, cremated_on, cremated_on)


def test_who_wrote_in_a_draft_does_not_publish_it(draft, officer, other):
    save(draft, officer, second_version())
    save(draft, other, second_version())
    submit_policy_draft(draft_id=draft.id, by=officer.actor())
    for writer in (officer, other):
        with pytest.raises(WriterReviews):
            publish_policy_draft(draft_id=draft.id, by=writer.actor())
    assert len(versions()) == 1


def test_the_database_too_wants_a_second_person(draft, officer, other):
    submitted(draft, officer, second_version())
    publish_policy_draft(draft_id=draft.id, by=other.actor())
    by_hand = text("UPDATE policy_drafts SET reviewed_by = :by")
    with pytest.raises(DBAPIError, match="second_person"):
        db.session.execute(by_hand, {"by": str(officer.actor())})


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(draft, officer, other):
    save(draft, officer, second_version(), revision=1)
    with pytest.raises(DraftChanged, match="MZ-officer"):
        save(draft, other, SOURCE, revision=1)
    db.session.refresh(draft)
    assert draft.source == second_version()


def test_of_two_editors_at_the_same_moment_one_is_told(app, draft, officer, other):
    draft_id, actors = draft.id, (officer.actor(), other.actor())
    db.session.rollback()
    told, start = [], threading.Barrier(2)

    def write(by):
        with app.app_context():
            start.wait()
            try:
                save_policy_draft(draft_id=draft_id, revision=1, source=str(by), note="", by=by)
            except DraftChanged as refusal:
                told.append(refusal)

    threads = [threading.Thread(target=write, args=(by,)) for by in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    kept = db.session.get(PolicyDraft, draft_id)
    assert (kept.revision, len(kept.source) > 0) == (2, True)


def test_a_text_with_a_mistake_is_kept_but_not_submitted(draft, officer):
    wrong = second_version().replace("limit: free_quantity", "limit: for_nothing")
    save(draft, officer, wrong)
    assert draft.source == wrong
    with pytest.raises(PolicyError, match="第29行"):
        submit_policy_draft(draft_id=draft.id, by=officer.actor())


def test_a_version_that_begins_with_the_old_one_is_refused(draft, officer):
    save(draft, officer, second_version(date(2025, 9, 15)))
    with pytest.raises(PolicyBeginsTooEarly):
        submit_policy_draft(draft_id=draft.id, by=officer.actor())


def test_a_number_that_is_published_already_is_refused(draft, officer):
    save(draft, officer, second_version().replace("version: 2", "version: 1", 1))
    with pytest.raises(PolicyVersionTaken):
        submit_policy_draft(draft_id=draft.id, by=officer.actor())


def test_bills_that_exist_are_counted_and_need_a_reason(home, draft, officer, other):
    number = bill_of(home, cremated(home))
    before = get_bill(number.number if isinstance(number, Bill) else number).assessment
    submitted(draft, officer, second_version(clock.today() - timedelta(days=7)))
    with pytest.raises(BillsIssuedAlready, match="已有1张账单按原政策出具"):
        publish_policy_draft(draft_id=draft.id, by=other.actor())
    publish_policy_draft(draft_id=draft.id, early_reason="县政府文件追溯执行", by=other.actor())
    assert draft.early_reason == "县政府文件追溯执行"
    [bill] = db.session.scalars(select(Bill))
    assert bill.assessment == before


def test_a_returned_draft_says_why_and_can_be_written_again(draft, officer, other):
    submitted(draft, officer, second_version())
    with pytest.raises(DraftSubmitted):
        save(draft, officer, SOURCE)
    with pytest.raises(ReturnReasonMissing):
        return_policy_draft(draft_id=draft.id, reason=" ", by=other.actor())
    return_policy_draft(draft_id=draft.id, reason="请写明文号", by=other.actor())
    assert draft.returned_reason == "请写明文号"
    save(draft, officer, second_version())
    with pytest.raises(DraftNotSubmitted):
        publish_policy_draft(draft_id=draft.id, by=other.actor())


def test_a_published_draft_is_closed(draft, officer, other):
    submitted(draft, officer, second_version())
    publish_policy_draft(draft_id=draft.id, by=other.actor())
    with pytest.raises(DraftPublished):
        save(draft, officer, SOURCE)
    with pytest.raises(DraftPublished):
        publish_policy_draft(draft_id=draft.id, by=other.actor())


@pytest.mark.parametrize(
    "change",
    ["source = 'x'", "version = 9", "valid = daterange('2020-01-01', NULL)", "valid = 'empty'"],
)
def test_the_database_keeps_a_published_policy_as_it_is(home, change):
    with pytest.raises(DBAPIError, match="kept as it is"):
        db.session.execute(text(f"UPDATE waiver_policies SET {change}"))  # noqa: S608


def test_the_office_of_another_county_sees_and_touches_nothing(draft):
    stranger = world.make_office("CB", "421281")
    with pytest.raises(NotFound):
        save(draft, stranger, SOURCE)
    with pytest.raises(NotFound):
        start_policy_draft(code="jiayu-2025", version=1, by=stranger.actor())


def test_an_office_writes_for_its_own_region_only(officer):
    with pytest.raises(PolicyError, match="湖北省咸宁市嘉鱼县范围内"):
        start_policy_draft(region_code="421281", by=officer.actor())


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (SOURCE.replace("code: jiayu-2025", "code: a/b"), "code只能"),
        (SOURCE.replace("version: 1", "version: 0", 1), "版本从1开始"),
        (SOURCE.replace("  by: {setting", "  to: 9999-12-31\n  by: {setting"), "年份"),
        (SOURCE + "notes: &a [1]\nmore: [*a, *a]\n", "引用"),
        ("a: &a\n  b: *a\n", "引用"),
        ("[" * 3000, "层次"),
        ("#" * (LONGEST + 1), "太长"),
        ("", "空"),
        ("a: \x07", "YAML"),
    ],
)
def test_what_no_county_would_write_is_refused_with_its_reason(source, why):
    with pytest.raises(PolicyError, match=why):
        read_draft(source, world.JIAYU)


def test_the_pages_lead_from_the_old_version_to_the_published_new_one(app, officer, other):
    writer, reviewer = visit(app, "mz-officer"), visit(app, "mz-second")
    assert "jiayu-2025" in writer.get("/policies/jiayu-2025/1").text
    started = writer.post("/policies/drafts/new", data={"code": "jiayu-2025", "version": "1"})
    address = started.location
    form = {"revision": "1", "source": second_version(), "note": "延长", "waiver_class": "resident"}
    sent = writer.post(f"{address}/submit", data=form, follow_redirects=True)
    assert "另一位监管人员" in sent.text
    page = reviewer.get(address).text
    assert "审核通过并公布" in page
    assert "第1版到" in page
    published = reviewer.post(f"{address}/publish", data={}, follow_redirects=True)
    assert "政策已公布" in published.text
    assert "因新的一版生效而提前截止" in writer.get("/policies/jiayu-2025/1").text
    listed = writer.get("/policies").text
    assert "MZ-officer、mz-second" in listed


def test_a_mistake_is_shown_beside_its_line_and_the_text_is_kept(app, draft):
    writer = visit(app, "mz-officer")
    wrong = second_version().replace("limit: free_quantity", "limit: for_nothing")
    form = {"revision": "1", "source": wrong, "waiver_class": "resident", "check": "y"}
    page = writer.post(f"/policies/drafts/{draft.id}", data=form).text
    assert '<li class="is-faulty">29</li>' in page
    assert "limit: for_nothing" in page
    assert "第29行" in page
    submit = writer.post(f"/policies/drafts/{draft.id}/submit", data=form)
    assert "limit: for_nothing" in submit.text
    assert 'name="revision" type="hidden" value="2"' in submit.text


def test_the_check_while_typing_answers_the_line_or_the_meaning(app, officer):
    writer = visit(app, "mz-officer")
    wrong = writer.post("/policies/drafts/check", data={"source": SOURCE.replace("1\n", "x\n", 1)})
    assert wrong.json["line"] == 3
    right = writer.post("/policies/drafts/check", data={"source": SOURCE}).json
    assert right["line"] is None
    assert "前72小时免费" in right["html"]


def test_a_page_saved_late_keeps_the_text_and_shows_what_differs(app, draft, officer, other):
    save(draft, officer, second_version())
    late = visit(app, "mz-second")
    form = {"revision": "1", "source": SOURCE, "note": "我的", "waiver_class": "resident"}
    page = late.post(f"/policies/drafts/{draft.id}", data=form).text
    assert "您写的内容还在下面" in page
    assert "别人保存的和您写的有什么不同" in page
    assert "quantity: 72" in page
    assert (
        late.post(f"/policies/drafts/{draft.id}", data=form | {"revision": "2"}).status_code == 302
    )


def test_a_sample_case_is_tried_at_published_prices(app, draft):
    """510 for the trip, 90 hours at 10 of which 72 are free, the flat furnace, ashes for a year."""
    writer = visit(app, "mz-officer")
    form = {
        "revision": "1",
        "source": SOURCE,
        "waiver_class": "resident",
        "km": "30",
        "hours": "90",
        "registered_here": "y",
        "try": "y",
    }
    page = writer.post(f"/policies/drafts/{draft.id}", data=form).text
    assert "2,090.00" in page
    assert "1,730.00" in page
    dearer = writer.post(f"/policies/drafts/{draft.id}", data=form | {"dearer": "y"}).text
    assert "差价自付" in dearer


def test_other_roles_and_other_counties_do_not_open_the_pages(app, home, draft):
    world.make_office("CB", "421281")
    assert visit(app, "jy-desk").get("/policies").status_code == 403
    stranger = visit(app, "cb-officer")
    for path in (f"/policies/drafts/{draft.id}", "/policies/jiayu-2025/1"):
        assert stranger.get(path).status_code == 404
    assert "jiayu" not in stranger.get("/policies").text
