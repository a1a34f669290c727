"""财政结算: what a payer owes up to the end of a period, once, and never changed."""

import threading
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from billing.classes import Payer
from billing.errors import (
    NothingToSettle,
    PaidByHome,
    PaidDayWrong,
    PeriodNotOver,
    PeriodSettled,
    PeriodUnknown,
    ReferenceMissing,
    SettlementPaid,
)
from billing.models import SettlementEntry
from billing.operations import credit_bill, freeze_settlement, record_settlement_paid
from billing.periods import list_periods, parse_period
from billing.queries import get_settlement, list_settled, list_settlements, list_waiting
from billing.statement import digest_of
from kernel import clock
from kernel.db import db
from tests import world
from tests.billing.tills import make_due
from tests.funeral import desk
from tests.visitor import visit

OCTOBER = datetime(2026, 10, 20, 2, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 20, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 2, tzinfo=UTC)
JANUARY = datetime(2027, 1, 4, 2, tzinfo=UTC)
WAIVED_FEN = 1100_00


@pytest.fixture
def bill(home):
    with clock.frozen(OCTOBER):
        return make_due(home, deceased_name="张小明")


def freeze(home, at=DECEMBER, **changed):
    asked = {
        "institution_id": home.id,
        "payer": Payer.COUNTY_FINANCE,
        "period": "2026-11",
        "by": home.clerk,
    }
    with clock.frozen(at):
        return freeze_settlement(**(asked | changed))


def test_a_month_or_a_quarter_is_a_period():
    assert parse_period("2026-02").last == date(2026, 2, 28)
    quarter = parse_period("2026-Q4")
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (quarter.code, quarter.label) == ("2026-Q4", "2026年第4季度")
    assert parse_period("2026-12").end == datetime(2026, 12, 31, 16, tzinfo=UTC)
    for odd in ("", "2026-13", "2026-Q5", "0001-01", "２０２６-01", "2026-1"):
        assert parse_period(odd) is None
    with clock.frozen(JANUARY):
        assert [one.code for one in list_periods()][:4] == [
            "2026-Q4",
            "2026-12",
            "2026-11",
            "2026-10",
        ]


def test_it_takes_all_that_was_entered_before_the_period_ended(home, bill):
    settlement = freeze(home)
    assert settlement.number == "JYJ26-00001"
    assert (settlement.total_fen, settlement.cases) == (WAIVED_FEN, 1)
    lines = list_settled(settlement.id)
    assert {line.item_code for line in lines} > {"transfer", "cremation_collecting"}
    assert digest_of(settlement.payer, lines) == settlement.digest
    assert list_waiting(home.id, world.JIAYU) == []


def test_what_comes_later_waits_for_the_next(home, bill):
    with clock.frozen(DECEMBER):
        make_due(home)
    assert freeze(home).total_fen == WAIVED_FEN
    assert list_waiting(home.id, world.JIAYU)[0].fen == WAIVED_FEN
    assert freeze(home, at=JANUARY, period="2026-12").total_fen == WAIVED_FEN


def test_a_correction_goes_into_the_next_batch_by_itself(home, bill):
    freeze(home, at=NOVEMBER, period="2026-10")
    with clock.frozen(NOVEMBER):
        credit_bill(bill_number=bill.number, positions=None, reason="登记有误", by=home.clerk)
        make_due(home)
    settlement = freeze(home)
    assert settlement.total_fen == 0
    assert {line.credit_note for line in list_settled(settlement.id)} == {None, "JYR26-00001"}


def test_corrections_alone_may_weigh_more(home, bill):
    freeze(home, at=NOVEMBER, period="2026-10")
    with clock.frozen(NOVEMBER):
        credit_bill(bill_number=bill.number, positions=None, reason="登记有误", by=home.clerk)
    assert freeze(home).total_fen == -WAIVED_FEN


def test_a_period_must_be_over_and_known(home, bill):
    with pytest.raises(PeriodNotOver, match="2026年第4季度还没有结束"):
        freeze(home, period="2026-Q4")
    with pytest.raises(PeriodUnknown):
        freeze(home, period="2026-99")
    with pytest.raises(PaidByHome):
        freeze(home, payer=Payer.INSTITUTION)


def test_an_empty_batch_is_refused(home, bill):
    with pytest.raises(NothingToSettle):
        freeze(home, payer=Payer.PROVINCE_FINANCE)
    with pytest.raises(NothingToSettle):
        freeze(home, period="2026-09")


def test_periods_only_go_forward(home, bill):
    freeze(home)
    for period in ("2026-11", "2026-10", "2026-Q4"):
        with pytest.raises(PeriodSettled, match="已经结算到2026年11月30日"):
            freeze(home, at=JANUARY, period=period)


def test_two_at_once_make_one_batch(app: Flask, home, bill):
    home_id, begin, said = home.id, threading.Barrier(4), []

    def settle() -> None:
        with app.app_context():
            begin.wait()
            try:
                freeze_settlement(
                    institution_id=home_id,
                    payer=Payer.COUNTY_FINANCE,
                    period="2026-11",
                    by=home.clerk,
                )
                said.append("settled")
            except PeriodSettled:
                said.append("refused")

    with clock.frozen(DECEMBER):
        threads = [threading.Thread(target=settle) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sorted(said) == ["refused"] * 3 + ["settled"]
    assert db.session.scalar(select(func.count(SettlementEntry.id))) == 3


def test_the_database_keeps_batches_and_settles_an_entry_once(home, bill):
    freeze(home)
    again = (
        "INSERT INTO settlement_entries SELECT gen_random_uuid(), settlement_id, "
        "funding_entry_id, institution_id FROM settlement_entries"
    )
    for change in (
        "UPDATE settlements SET total_fen = 0",
        "DELETE FROM settlements",
        "DELETE FROM settlement_entries",
        again,
    ):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.connection().execute(text(change))


def test_the_money_that_came_is_recorded_once(home, bill):
    number = freeze(home).number
    asked = {"number": number, "reference": "回单 77", "by": home.clerk}
    with clock.frozen(JANUARY):
        for wrong in (date(2026, 12, 1), date(2027, 1, 5)):
            with pytest.raises(PaidDayWrong):
                record_settlement_paid(paid_on=wrong, **asked)
        with pytest.raises(ReferenceMissing):
            record_settlement_paid(paid_on=date(2026, 12, 30), **(asked | {"reference": " "}))
        record_settlement_paid(paid_on=date(2026, 12, 30), **asked)
        with pytest.raises(SettlementPaid):
            record_settlement_paid(paid_on=date(2026, 12, 30), **asked)
    assert get_settlement(number).paid.reference == "回单 77"


@pytest.fixture
def administrator(app, home):
    world.make_staff("jy-head", "administrator", home.id)
    return visit(app, "jy-head")


def test_the_pages_lead_from_what_waits_to_what_was_paid(home, bill, administrator, clerk):
    with clock.frozen(DECEMBER):
        waiting = desk.read(clerk, "/settlements")
        assert "县级财政 JY殡仪馆 3 1,100.00" in waiting
        assert "出具结算单" not in waiting
        assert clerk.post("/settlements", data={}).status_code == 403
        asked = {"payer": "county_finance", "period": "2026-11"}
        path = "/settlements"
        page = administrator.post(path, data=asked | {"payer": "province_finance"})
        assert 'value="province_finance" selected' in page.text
        assert "这一期没有待结算的减免" in desk.words(page.text)
        assert administrator.post(path, data={"payer": "x", "period": "x"}).status_code == 200
        said = desk.send(administrator, path, **asked)
        assert "结算单 JYJ26-00001 已出具。" in said
        assert "校验值与出具时一致" in said
        paid = "/settlements/JYJ26-00001/paid"
        assert desk.beside(administrator, paid, "reference", paid_on=["2026", "12", "2"])
        done = desk.send(administrator, paid, paid_on=["2026", "12", "2"], reference="77")
        assert "拨付已登记。" in done
    assert clerk.get("/settlements/JYJ26-99999").status_code == 404


def test_the_statement_and_the_file_say_the_same(home, bill, administrator):
    settlement = freeze(home)
    statement = desk.read(administrator, f"/settlements/{settlement.number}/statement")
    for word in ("申请拨付 1,100 元", "财政部门（盖章）", settlement.digest):
        assert word in statement
    answer = administrator.get(f"/settlements/{settlement.number}/xlsx")
    written = xlsx_words(answer.data)
    for word in ("汇总", "明细", "张**", bill.number, bill.case_number, settlement.digest):
        assert word in written
    assert "张小明" not in written
    assert world.JIAYU not in written


def test_what_somebody_typed_is_never_a_formula_in_the_file(home, administrator):
    with clock.frozen(OCTOBER):
        make_due(home, deceased_name="=1+1")
    settlement = freeze(home)
    content = administrator.get(f"/settlements/{settlement.number}/xlsx").data
    with zipfile.ZipFile(BytesIO(content)) as book:
        pages = "".join(
            book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name
        )
    assert "<f>" not in pages


def test_officers_settle_for_the_homes_of_their_region_only(app, home, bill):
    world.make_office()
    other = world.make_home("TC")
    far = world.make_home("WD", region="152525")
    officer = visit(app, "mz-officer")
    with clock.frozen(DECEMBER):
        page = desk.read(officer, "/settlements")
        assert "请先在上面选一个机构。" in page
        asked = {"payer": "county_finance", "period": "2026-11"}
        refused = desk.send(officer, f"/settlements?home={other.institution.code}", **asked)
        assert "这一期没有待结算的减免" in refused
        assert far.institution.name not in page
        said = desk.send(officer, "/settlements?home=JY", **asked)
        assert "结算单 JYJ26-00001 已出具。" in said
    assert visit(app, "tc-desk").get("/settlements/JYJ26-00001").status_code == 404
    assert list_settlements().total == 1


def test_waivers_for_other_counties_are_told_apart(home):
    """A policy that asks for no registration; here the fact is only that it was elsewhere."""
    with clock.frozen(OCTOBER):
        make_due(home)
    [waiting] = list_waiting(home.id, "110101")
    assert waiting.other_fen == WAIVED_FEN
    assert list_waiting(home.id, world.JIAYU)[0].other_fen == 0


def xlsx_words(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "".join(
            book.read(name).decode() for name in ("xl/workbook.xml", "xl/sharedStrings.xml")
        )
