"""Receipt numbers have no gap, whatever is undone beside them."""

import random
import threading
import uuid

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing.kinds import PaymentMethod
from billing.models import Receipt
from billing.operations import take_deposit
from billing.queries import recount
from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.postgres import Cluster
from tests import world

THREADS = 50
SEED = 20261124


class PowerCut(Exception):
    pass


@operation("收款时断电")
def take_and_lose(
    *, case: tuple[uuid.UUID, uuid.UUID, str], method: PaymentMethod, fails: bool, by: Actor
) -> Receipt:
    institution_id, case_id, number = case
    receipt = take_deposit(
        institution_id=institution_id,
        case_id=case_id,
        case_number=number,
        method=method,
        amount_fen=100_00,
        payer_name="张小三",
        reference="0001",
        by=by,
    )
    if fails:
        raise PowerCut
    return receipt


def test_fifty_threads_leave_no_gap_after_random_rollbacks(app: Flask, home):
    cases = [(home.id, case.id, case.number) for case in (world.open_case(home) for _ in range(50))]
    second = world.make_staff("jy-second-desk", "desk", home.id).actor()
    chance = random.Random(SEED)  # noqa: S311 — the same every run
    fates = [chance.random() < 0.4 for _ in cases]
    begin, given = threading.Barrier(THREADS), []

    def till(turn: int) -> None:
        with app.app_context():
            begin.wait()
            try:
                receipt = take_and_lose(
                    case=cases[turn],
                    method=PaymentMethod.CASH if turn % 2 else PaymentMethod.POS,
                    fails=fates[turn],
                    by=home.clerk if turn % 3 else second,
                )
                given.append(receipt.number)
            except PowerCut:
                pass

    tills = [threading.Thread(target=till, args=(turn,)) for turn in range(THREADS)]
    for one in tills:
        one.start()
    for one in tills:
        one.join()
    issued = THREADS - sum(fates)
    assert 0 < issued < THREADS
    assert sorted(given) == [world.numbered("JYS", serial) for serial in range(1, issued + 1)]
    counted = recount(home.institution, clock.today().year)
    assert (counted.count, counted.last, counted.missing) == (issued, issued, ())


def test_each_home_counts_its_own(home):
    other = world.make_home("TC")
    for one in (home, other, home):
        case = world.open_case(one)
        take_and_lose(
            case=(one.id, case.id, case.number),
            method=PaymentMethod.POS,
            fails=False,
            by=one.clerk,
        )
    year = clock.today().year
    assert recount(home.institution, year).last == 2
    assert recount(other.institution, year).last == 1
    assert recount(other.institution, year - 1).count == 0


def test_a_gap_would_be_named(cluster: Cluster, database: str, home):
    """The database refuses to make one; past its triggers, the recount sees it."""
    case = world.open_case(home)
    for _turn in range(2):
        other = world.open_case(home)
        take_and_lose(
            case=(home.id, other.id, other.number),
            method=PaymentMethod.POS,
            fails=False,
            by=home.clerk,
        )
    take_and_lose(
        case=(home.id, case.id, case.number), method=PaymentMethod.POS, fails=False, by=home.clerk
    )
    rename = "UPDATE receipts SET number = 'XX' WHERE number LIKE 'JYS__-00002'"
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.connection().execute(text(rename))
    with psycopg.connect(cluster.conninfo(database, "owner")) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(rename)
    counted = recount(home.institution, clock.today().year)
    assert (counted.count, counted.last, counted.missing) == (2, 3, (2,))
