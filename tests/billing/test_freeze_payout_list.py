"""发放名单: everything approved, once; paid, or failed and tried again; never twice."""

import threading
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from billing.errors import (
    AccountWrong,
    AllNoted,
    NoFailedTransfer,
    NotDecidedHere,
    NothingToPayOut,
    PaidOnWrong,
    ReasonMissing,
    ResultNoted,
    RewardDecided,
    TransferReferenceMissing,
)
from billing.operations import (
    correct_payee,
    download_payout_list,
    freeze_payout_list,
    record_payout_failed,
    record_payout_paid,
)
from billing.queries.payouts import get_payout_list
from billing.rewards import Burial, Recipient
from billing.rewards.payout_sheet import payout_sheets, sum_by_payer
from billing.rewards.requests import BankAccount
from billing.sheets import write_workbook
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from tests.billing import rewards

NEW = BankAccount("张小三", "工商银行东阳支行", "6212261208001234567")


def pay(county, payout_list, **changed):
    asked = {"number": payout_list.number, "paid_on": clock.today(), "reference": "拨2026-7"}
    return record_payout_paid(**(asked | changed), by=county.officer)


def fail(county, entry, reason="户名与账号不符"):
    return record_payout_failed(entry_id=entry.id, reason=reason, by=county.officer)


def test_a_list_holds_all_that_is_approved_and_its_sum(context):
    county = rewards.make_county()
    rewards.approved(county)
    rewards.approved(county, burial=Burial.TREE)
    rewards.apply(county)
    frozen = freeze_payout_list(by=county.officer)
    assert rewards.sums(frozen) == [
        *[("family", 6000_00, 0), ("family", 3000_00, 0)],
        ("operator", 2000_00, 0),
    ]
    assert frozen.total_fen == 11_000_00
    assert {payer.value: fen for payer, fen in sum_by_payer(frozen.entries).items()} == {
        "county_finance": 11_000_00
    }
    assert frozen.number.startswith("MDYF")


def test_nothing_is_listed_twice_and_an_empty_list_is_refused(context):
    county = rewards.make_county()
    with pytest.raises(NothingToPayOut):
        freeze_payout_list(by=county.officer)
    rewards.approved(county)
    freeze_payout_list(by=county.officer)
    with pytest.raises(NothingToPayOut):
        freeze_payout_list(by=county.second)


def test_another_county_is_not_paid_by_this_one(context):
    county, other = rewards.make_county(), rewards.make_county("jinan-2018", "JN")
    rewards.approved(other)
    with pytest.raises(NothingToPayOut):
        freeze_payout_list(by=county.officer)


def test_two_lists_at_once_become_one(app: Flask, context):
    county = rewards.make_county()
    rewards.approved(county)
    officers, begin, said = (county.officer, county.second), threading.Barrier(2), []

    def freeze(by) -> None:
        with app.app_context():
            begin.wait()
            try:
                freeze_payout_list(by=by)
                said.append("listed")
            except NothingToPayOut:
                said.append("empty")

    threads = [threading.Thread(target=freeze, args=(by,)) for by in officers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said) == ["empty", "listed"]


def test_a_list_is_paid_once_on_a_possible_day_with_a_reference(context):
    county = rewards.make_county()
    rewards.approved(county)
    frozen = freeze_payout_list(by=county.officer)
    with pytest.raises(TransferReferenceMissing):
        pay(county, frozen, reference=" ")
    for days in (-1, 1):
        with pytest.raises(PaidOnWrong):
            pay(county, frozen, paid_on=clock.today() + timedelta(days=days))
    pay(county, frozen)
    [entry] = get_payout_list(frozen.number).entries
    assert (entry.results[0].outcome, entry.results[0].reference) == ("paid", "拨2026-7")
    with pytest.raises(AllNoted):
        pay(county, frozen)


def test_what_failed_goes_into_the_next_list_with_another_account(context):
    county = rewards.make_county()
    application = rewards.approved(county, burial=Burial.FLOWER)
    first = freeze_payout_list(by=county.officer)
    family = first.entries[0]
    with pytest.raises(ReasonMissing):
        fail(county, family, " ")
    fail(county, family)
    with pytest.raises(ResultNoted):
        fail(county, family)
    pay(county, first)
    assert [len(e.results) for e in get_payout_list(first.number).entries] == [1, 1]
    asked = {"number": application.number, "by": county.clerk}
    with pytest.raises(NoFailedTransfer):
        correct_payee(**asked, recipient=Recipient.OPERATOR, account=NEW)
    with pytest.raises(AccountWrong):
        correct_payee(
            **asked, recipient=Recipient.FAMILY, account=BankAccount("张小三", "工行", "1")
        )
    correct_payee(**asked, recipient=Recipient.FAMILY, account=NEW)
    [again] = freeze_payout_list(by=county.second).entries
    assert (again.recipient, again.fen, again.account) == ("family", 3000_00, NEW.number)
    assert again.replaces_id == family.id
    assert family.account == rewards.ACCOUNT
    with pytest.raises(NoFailedTransfer):
        correct_payee(**asked, recipient=Recipient.FAMILY, account=NEW)


def test_money_the_bank_sends_back_later_is_paid_again(context):
    county = rewards.make_county()
    rewards.approved(county)
    first = freeze_payout_list(by=county.officer)
    pay(county, first)
    fail(county, first.entries[0], "账户已销户，退回")
    [again] = freeze_payout_list(by=county.officer).entries
    assert again.replaces_id == first.entries[0].id
    with pytest.raises(NothingToPayOut):
        freeze_payout_list(by=county.officer)


def test_only_approved_applications_have_an_account_to_correct(context):
    county = rewards.make_county()
    application = rewards.apply(county)
    with pytest.raises(RewardDecided):
        correct_payee(
            number=application.number, recipient=Recipient.FAMILY, account=NEW, by=county.clerk
        )


def test_the_desk_neither_lists_nor_pays(context):
    county = rewards.make_county()
    with pytest.raises(NotDecidedHere):
        freeze_payout_list(by=county.clerk)


def test_the_workbook_has_the_whole_account_and_taking_it_is_in_the_journal(context):
    county = rewards.make_county()
    rewards.approved(county, deceased_name="=1+1")
    frozen = freeze_payout_list(by=county.officer)
    taken = download_payout_list(number=frozen.number, by=county.second)
    file = BytesIO(write_workbook(payout_sheets(taken, "名单")))
    strings = texts_of(file)
    assert rewards.ACCOUNT in strings
    assert "<t>=1+1</t>" in strings
    last = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert (last.operation, last.by) == ("billing.download_payout_list", str(county.second))


def texts_of(file: BytesIO) -> str:
    """The texts of a workbook, as its own file of shared strings holds them."""
    with zipfile.ZipFile(file) as packed:
        return packed.read("xl/sharedStrings.xml").decode()
