"""Pay, notify, notify twice, late or never, give back, crash: in the end both ledgers agree.

The providers are a process of its own that speaks the real wire; its notifications arrive at our
real endpoint while we do something else. PAYMENT_SEQUENCES=1000 makes it a long run, PAYMENT_SEED
another one.
"""

import os
import sys
import threading
from collections import Counter

import pytest
from werkzeug.serving import make_server

from billing.kinds import PaymentState, RefundState
from billing.online import RAILS
from billing.operations import online as operations_online
from billing.queries import find_receipt, standing_of
from kernel.db import db
from tests import world
from tests.concurrency.till_scene import Luck, Till

SEQUENCES = int(os.environ.get("PAYMENT_SEQUENCES", "15"))
SEED = int(os.environ.get("PAYMENT_SEED", "20261129"))
STEPS = 14
KILLED_IN = 40  # one of so many sequences begins with a provider that was killed


class Crashing:
    """A rail whose answer we do not live to see, now and then."""

    def __init__(self, rail, chance):
        self._rail, self._chance, self.name = rail, chance, rail.name
        self.parse_notification, self.acknowledgement = (
            rail.parse_notification,
            rail.acknowledgement,
        )

    def __getattr__(self, name):
        def call(*arguments):
            answer = getattr(self._rail, name)(*arguments)
            self._chance.crash()
            return answer

        return call


@pytest.fixture
def served(app, providers, monkeypatch):
    """Our endpoint at an address the providers reach, and rails that lead to them."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setitem(app.config, "PUBLIC_URL", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def till(app, context, served, providers, monkeypatch):
    chance = Luck(SEED)
    rails = {name: Crashing(rail, chance) for name, rail in providers.rails().items()}
    monkeypatch.setitem(app.extensions, RAILS, rails)
    issue = operations_online.issue_receipt

    def issue_or_die(*arguments):
        chance.crash()
        return issue(*arguments)

    monkeypatch.setattr(operations_online, "issue_receipt", issue_or_die)
    home = world.make_home()
    world.publish_tariff(home.id)
    return Till(home, providers, chance)


def test_whatever_happens_both_ledgers_agree_in_the_end(till, capsys):
    for _turn in range(SEQUENCES):
        if till.chance.randrange(KILLED_IN) == 0:
            till.providers.kill()
            till.providers.start()
        till.bill(420_00, 350_00, 300_00)
        for _step in range(STEPS):
            till.step()
        till.settle()
        judge(till)
    with capsys.disabled():
        sys.stderr.write(f"\n{SEQUENCES} sequences: {dict(till.done.most_common())}\n")
    assert till.done["family_pays"] > SEQUENCES
    assert any(name.endswith("Crash") for name in till.done)


def judge(till: Till) -> None:
    """By what the provider says it holds, and by sums of our rows."""
    ledger = till.providers.ledger()
    seen: Counter[str] = Counter()
    for payment in till.payments():
        came = payment.amount_fen if payment.taken_at else 0
        back = sum(
            refund.amount_fen
            for refund in till.refunds()
            if refund.payment_id == payment.id and refund.state == RefundState.DONE
        )
        entry = ledger.get(f"{payment.method}:{payment.order_number}")
        where = (payment.method, payment.order_number, payment.state, payment.trouble)
        if payment.method != "cash":
            by_hand = sum(
                refund.amount_fen
                for refund in till.refunds()
                if refund.payment_id == payment.id
                and refund.by_hand
                and refund.state == RefundState.DONE
            )
            held = (entry["paid_fen"], entry["refunded_fen"]) if entry else (0, 0)
            assert (came, back - by_hand) == held, where
        assert back == payment.refunded_fen, where
        assert payment.state != PaymentState.PENDING, where
        if payment.state == PaymentState.PAID_LATE:
            assert back == payment.amount_fen, where
        assert (find_receipt(payment.id) is not None) == (payment.state == PaymentState.PAID), where
        seen[payment.state] += 1
    standing = standing_of(till.case_id)
    given_back = [(r.amount_fen, r.state, r.by_hand, r.reason) for r in till.refunds()]
    assert (standing.pending_fen, standing.surplus_fen) == (0, 0), given_back
    assert standing.paid_fen <= standing.owed_fen
    db.session.rollback()
    till.done.update({f"ended {state}": count for state, count in seen.items()})
