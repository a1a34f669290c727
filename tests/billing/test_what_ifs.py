"""测算: past bills under a draft, resumable to the fen, in bounded memory, inside one county."""

import csv
import io
import json
import tracemalloc
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from billing.assessment import assess
from billing.cli import billing as commands
from billing.errors import PeriodWrong
from billing.lines import Facts, Line
from billing.models import Bill, CreditNote, CreditNoteLine, WhatIf
from billing.operations import (
    advance_what_if,
    cancel_what_if,
    fail_what_if,
    save_policy_draft,
    start_policy_draft,
    start_what_if,
)
from billing.policy_drafts import read_draft
from billing.queries import what_ifs
from billing.queries.what_ifs import Span, replay_all
from billing.what_if import BilledLine, Case, Prices, Totals, as_if_in_force, jobs
from billing.what_if.states import WhatIfState
from kernel import clock
from kernel.cli import run_worker
from kernel.db import db, new_id, transaction
from kernel.errors import NotFound
from kernel.people.actors import SETUP
from tests import world
from tests.many_bills import lay_down_bills
from tests.visitor import visit

SOURCE = (world.POLICIES / "jiayu-2025.yaml").read_text(encoding="utf-8")
JIAYU = read_draft(SOURCE, "")
# Storage free for 24 hours instead of 72, the dearer furnace loses the waiver, halls are free, and
# it begins next year.
DRAFT = (
    SOURCE.replace("version: 1", "version: 2", 1)
    .replace("from: 2025-09-15", f"from: {clock.today().year + 1}-01-01")
    .replace("quantity: 72", "quantity: 24")
    .replace("value: pay_difference", "value: forfeit")
    .replace("  ash_deposit:\n", "  hall_small:\n    limit: free\n  ash_deposit:\n")
)
COUNT, SMALL_CHUNK = 230, 40


@dataclass(frozen=True)
class Past:
    """Bills of days gone by, laid down at any home."""

    conninfo: str
    first: datetime

    def lay_down(self, institution, count, days=60, first=None):
        first = first or self.first
        lay_down_bills(self.conninfo, institution, JIAYU, count=count, first=first, days=days)


@pytest.fixture
def past(cluster, database, home):
    return Past(cluster.conninfo(database, "owner"), clock.now() - timedelta(days=80))


@pytest.fixture
def bills(home, past):
    past.lay_down(home.institution, COUNT)


@pytest.fixture
def officer(home):
    return world.make_office()


@pytest.fixture
def draft(officer):
    draft = start_policy_draft(code="jiayu-2025", version=1, by=officer.actor())
    return save_policy_draft(
        draft_id=draft.id, revision=1, source=DRAFT, note="", by=officer.actor()
    )


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(what_ifs, "CHUNK", SMALL_CHUNK)


def ask(draft, officer):
    first = clock.today() - timedelta(days=85)
    return start_what_if(
        draft_id=draft.id, period_from=first, period_to=clock.today(), by=officer.actor()
    )


def run(what_if):
    jobs.run_what_if(str(what_if.id))
    db.session.refresh(what_if)
    return what_if


def recount(source):
    """By another road: every bill loaded whole, assessed by hand, added up in plain dicts."""
    policy = replace(read_draft(source, ""), valid_from=clock.today() - timedelta(days=9999))
    sums = {"item": {}, "class": {}, "month": {}}
    for bill in db.session.scalars(select(Bill)):
        facts = Facts.from_json(bill.assessment["facts"])
        lines = [Line.from_json(line) for line in bill.assessment["charged"]]
        then = assess(policy, facts, lines)
        class_key, month_key = facts.waiver_class.value, f"{clock.day_of(bill.made_at):%Y-%m}"
        pairs = [("class", class_key, bill.waived_fen, then.waived_fen)]
        pairs.append(("month", month_key, bill.waived_fen, then.waived_fen))
        pairs += [
            ("item", now.item_code, now.waived_fen, later.waived_fen)
            for now, later in zip(bill.lines, then.lines, strict=True)
        ]
        for kind, key, now_fen, then_fen in pairs:
            cases, before, after = sums[kind].get(key, (0, 0, 0))
            sums[kind][key] = (cases + 1, before + now_fen, after + then_fen)
    return sums


def told(totals):
    return {
        kind: {key: (s.cases, s.now_fen, s.then_fen) for key, s in totals.listed(kind)}
        for kind in totals.by
    }


def test_the_figures_are_those_of_a_recount_and_the_tables_agree(bills, draft, officer):
    what_if = run(ask(draft, officer))
    assert (what_if.state, what_if.done, what_if.total) == (WhatIfState.DONE, COUNT, COUNT)
    totals = Totals.from_json(what_if.totals)
    assert told(totals) == recount(DRAFT)
    assert totals.whole.now_fen != totals.whole.then_fen
    for kind in totals.by:
        assert sum(s.now_fen for _k, s in totals.listed(kind)) == totals.whole.now_fen
        assert sum(s.then_fen for _k, s in totals.listed(kind)) == totals.whole.then_fen
    for kind in ("class", "month"):
        assert sum(s.cases for _k, s in totals.listed(kind)) == totals.whole.cases == COUNT


def test_under_the_policy_they_were_made_with_nothing_differs(bills, officer):
    draft = start_policy_draft(code="jiayu-2025", version=1, by=officer.actor())
    totals = Totals.from_json(run(ask(draft, officer)).totals)
    assert totals.whole.now_fen == totals.whole.then_fen > 0
    assert totals.failed == 0


def test_killed_in_the_middle_it_goes_on_and_ends_at_the_same_figures(
    bills, draft, officer, small_chunks, monkeypatch
):
    whole = run(ask(draft, officer))
    killed = ask(draft, officer)
    real, turns = Totals.add_all, iter(range(1, 100))

    def die_in_the_third_chunk(self, *args):
        seen = real(self, *args)
        if next(turns) == 3:
            raise SystemExit  # as a kill: nothing of this chunk is kept
        return seen

    monkeypatch.setattr(Totals, "add_all", die_in_the_third_chunk)
    with pytest.raises(SystemExit):
        run(killed)
    db.session.rollback()
    db.session.refresh(killed)
    assert (killed.state, killed.done) == (WhatIfState.RUNNING, 2 * SMALL_CHUNK)
    run(killed)
    assert killed.state == WhatIfState.DONE
    assert (killed.done, killed.totals) == (whole.done, whole.totals)


def test_the_worker_runs_it_after_the_commit_that_asked(app, bills, draft, officer):
    what_if = ask(draft, officer)
    run_worker(app, wait=False)
    db.session.refresh(what_if)
    assert what_if.state == WhatIfState.DONE


def test_stopped_it_keeps_what_was_counted_and_never_goes_on(bills, draft, officer, small_chunks):
    what_if = ask(draft, officer)
    for _turn in range(3):
        advance_what_if(what_if_id=what_if.id, by=SETUP)
    cancel_what_if(what_if_id=what_if.id, by=officer.actor())
    run(what_if)
    assert (what_if.state, what_if.done) == (WhatIfState.CANCELLED, 2 * SMALL_CHUNK)


def test_a_mistake_of_ours_ends_it_with_a_word(bills, draft, officer, monkeypatch):
    monkeypatch.setattr(what_ifs, "read_prices", lambda *_: 1 / 0)
    what_if = run(ask(draft, officer))
    assert (what_if.state, what_if.trouble) == (WhatIfState.FAILED, "ZeroDivisionError")
    fail_what_if(what_if_id=what_if.id, trouble="again", by=SETUP)
    assert what_if.trouble == "ZeroDivisionError"


def test_bills_made_later_change_nothing(past, bills, draft, officer):
    what_if = ask(draft, officer)
    later = world.make_home("ZZ")
    past.lay_down(later.institution, 5, days=1, first=clock.now() + timedelta(minutes=1))
    assert run(what_if).done == COUNT


def credit(bill, lines):
    with transaction():
        note = CreditNote(
            institution_id=bill.institution_id,
            number=f"R-{bill.number}",
            bill_id=bill.id,
            reason="试",
            gross_fen=sum(line.gross_fen for line in lines),
            waived_fen=sum(line.waived_fen for line in lines),
            due_fen=sum(line.due_fen for line in lines),
            made_at=clock.now(),
            made_by="test",
        )
        db.session.add(note)
        db.session.flush()
        for line in lines:
            db.session.add(
                CreditNoteLine(
                    id=new_id(),
                    institution_id=bill.institution_id,
                    credit_note_id=note.id,
                    bill_line_id=line.id,
                )
            )


def test_bills_and_lines_that_were_taken_back_are_left_out(bills, draft, officer):
    one, two = db.session.scalars(select(Bill).order_by(Bill.number).limit(2))
    credit(one, one.lines)
    credit(two, two.lines[:1])
    kept = two.waived_fen - two.lines[0].waived_fen
    others = sum(bill.waived_fen for bill in db.session.scalars(select(Bill))) - one.waived_fen
    totals = Totals.from_json(run(ask(draft, officer)).totals)
    assert (totals.taken_back, totals.whole.cases) == (1, COUNT - 1)
    assert totals.whole.now_fen == others - two.waived_fen + kept
    assert totals.by["item"]["transfer"].cases == COUNT - 2


def test_a_case_that_cannot_be_worked_out_is_counted_and_named(bills, officer):
    """The new standard item was never published, so the dearer halls cannot be set against it."""
    draft = start_policy_draft(code="jiayu-2025", version=1, by=officer.actor())
    source = draft.source.replace(
        "  ash_deposit:\n",
        "  hall_plain:\n    limit: free\n"
        "  hall_small:\n    limit: upgrade\n    standard: hall_plain\n"
        "    difference: pay_difference\n  ash_deposit:\n",
    )
    save_policy_draft(draft_id=draft.id, revision=1, source=source, note="", by=officer.actor())
    totals = Totals.from_json(run(ask(draft, officer)).totals)
    assert totals.failed > 50
    assert totals.failed + totals.whole.cases == COUNT
    assert len(totals.failures) == 50
    assert "hall_plain" in totals.failures[0][1]


def test_a_standard_price_nobody_stored_is_that_of_the_day(home, bills, officer):
    """Small halls set against the medium one at 50 an hour: all of their charge is waived."""
    draft = start_policy_draft(code="jiayu-2025", version=1, by=officer.actor())
    source = draft.source.replace(
        "  ash_deposit:\n",
        "  hall_medium:\n    limit: free\n"
        "  hall_small:\n    limit: upgrade\n    standard: hall_medium\n"
        "    difference: pay_difference\n  ash_deposit:\n",
    )
    save_policy_draft(draft_id=draft.id, revision=1, source=source, note="", by=officer.actor())
    totals = Totals.from_json(run(ask(draft, officer)).totals)
    assert totals.failed == 0
    assert totals.by["item"]["hall_small"].then_fen > totals.by["item"]["hall_small"].now_fen == 0


def test_memory_does_not_grow_with_the_number_of_cases(home, past, small_chunks):
    past.lay_down(home.institution, 2_000)
    policy = as_if_in_force(read_draft(DRAFT, ""))

    def peak(days):
        first = clock.day_of(past.first)
        span = Span.of(world.JIAYU, first, first + timedelta(days=days), clock.now())
        tracemalloc.start()
        for done, _totals in replay_all(policy, span):
            seen = done
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return seen, found

    peak(9)
    few, least = peak(9)
    many, most = peak(80)
    assert (few, many) == (pytest.approx(300, abs=35), 2_000)
    # A case kept would cost kilobytes.
    assert most - least < (many - few) * 300


def test_a_period_that_runs_backwards_is_refused(draft, officer):
    today = clock.today()
    with pytest.raises(PeriodWrong):
        start_what_if(
            draft_id=draft.id,
            period_from=today,
            period_to=today - timedelta(days=1),
            by=officer.actor(),
        )


def test_another_county_is_neither_seen_nor_counted(app, past, bills, draft, officer):
    past.lay_down(world.make_home("CB", "421281").institution, 30)
    what_if = run(ask(draft, officer))
    assert what_if.done == COUNT
    stranger = world.make_office("CBMZ", "421281")
    with pytest.raises(NotFound):
        cancel_what_if(what_if_id=what_if.id, by=stranger.actor())
    visitor = visit(app, "cbmz-officer")
    for page in ("", "/cases", "/cases.csv", "/figures.xlsx", "/changes"):
        assert visitor.get(f"/policies/what-ifs/{what_if.id}{page}").status_code == 404


def test_every_number_leads_to_its_cases_and_both_can_be_taken_away(app, bills, draft, officer):
    what_if = run(ask(draft, officer))
    totals = Totals.from_json(what_if.totals)
    visitor = visit(app, "mz-officer")
    page = visitor.get(f"/policies/what-ifs/{what_if.id}").text
    assert "遗体存放" in page
    for kind in totals.by:
        for key, sums in totals.listed(kind):
            listed = visitor.get(f"/policies/what-ifs/{what_if.id}/cases", query_string={kind: key})
            assert f"共 {sums.cases} 条" in listed.text, (kind, key)
    unknown = visitor.get(f"/policies/what-ifs/{what_if.id}/cases?month=2026-99")
    assert unknown.status_code == 404
    file = visitor.get(f"/policies/what-ifs/{what_if.id}/cases.csv", buffered=True).text
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert len(rows) == COUNT
    fen = sum(round(float(row["草稿减免（元）"]) * 100) for row in rows)
    assert fen == totals.whole.then_fen
    book = visitor.get(f"/policies/what-ifs/{what_if.id}/figures.xlsx").data
    assert "xl/worksheets/sheet3.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()


def test_the_pages_start_watch_and_stop_a_what_if(app, bills, draft, officer):
    visitor = visit(app, "mz-officer")
    month = f"{clock.today():%Y-%m}"
    form = {"period_from": month, "period_to": month}
    sent = visitor.post(f"/policies/drafts/{draft.id}/what-if", data=form)
    page = visitor.get(sent.location).text
    assert "等待测算" in page
    assert "what-if.js" in page
    stopped = visitor.post(f"{sent.location}/cancel", data={}, follow_redirects=True).text
    assert "测算已停止" in stopped
    backwards = {"period_from": month, "period_to": f"{clock.today().year - 1}-01"}
    refused = visitor.post(f"/policies/drafts/{draft.id}/what-if", data=backwards).text
    assert "结束的月份" in refused


def test_the_command_line_gives_the_same_figures_and_keeps_nothing(
    app, bills, draft, officer, tmp_path
):
    what_if = run(ask(draft, officer))
    file = tmp_path / "draft.yaml"
    file.write_text(DRAFT, encoding="utf-8")
    first, last = clock.today() - timedelta(days=85), clock.today()
    asked = ["what-if", "--policy", str(file), "--region", world.JIAYU, "--json"]
    asked += ["--from", f"{first:%Y-%m}", "--to", f"{last:%Y-%m}"]
    ran = app.test_cli_runner().invoke(commands, asked)
    report = json.loads(ran.stdout)
    whole = Totals.from_json(what_if.totals).whole
    assert report["waived_under_draft"] == f"{whole.then_fen / 100:.2f}"
    assert report["cases"] == COUNT
    assert f"{COUNT} / {COUNT}" in ran.stderr
    assert len(list(db.session.scalars(select(WhatIf)))) == 1
    again = app.test_cli_runner().invoke(commands, asked[:5] + asked[6:])
    assert "按对象类别" in again.stdout
    wrong = app.test_cli_runner().invoke(commands, [*asked[:-1], "2026"])
    assert wrong.exit_code == 2


def test_a_bill_without_its_facts_is_counted_as_not_readable():
    totals = Totals()
    line = BilledLine("storage", "遗体存放", 1, None)
    case = Case(new_id(), "B", "C", new_id(), clock.today(), None, (line,))
    totals.add_all(JIAYU, [case], Prices({}))
    assert (totals.failed, totals.whole.cases) == (1, 0)
