"""One family's bill and everything that can happen to its money, for test_payment_machine.py."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select, text

from billing import jobs, online, operations
from billing.classes import WaiverClass
from billing.errors import NothingToGiveBack
from billing.kinds import PaymentMethod, PaymentState, RefundState
from billing.lines import Facts
from billing.models import Payment, Refund
from billing.queries import payments as asked
from billing.queries.bills import get_bill
from billing.rails import ProviderRefused, ProviderUnreachable
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from kernel.jobs import registry
from tests import world
from tests.emulators.providers import Providers

ONLINE = [PaymentMethod.WECHAT, PaymentMethod.ALIPAY, PaymentMethod.STRIPE]
# What may go wrong with one order, each as often as it stands here; an empty one is peace.
BAD_LUCK = [
    *({}, {}, {"duplicate": True}, {"late": True}, {"lost": True}, {"reordered": True}),
    *({"forged": True}, {"amount_off": 7}, {"refund_late": True}, {"refund_failed": True}),
    *({"crash_before_answer": 1}, {"down": 1}, {"duplicate": True, "refund_late": True}),
]
WAITING_JOBS = text(
    "SELECT id, task_name, args FROM procrastinate_jobs "
    "WHERE id > :last AND task_name IN ('billing.close_order', 'billing.send_refund') ORDER BY id"
)
AFTER_EVERY_EXPIRY = timedelta(hours=2)
CRASHES_IN = 12  # one of so many calls


class Luck(random.Random):
    """The same chances in each run; `crash` while it is bad."""

    bad = True

    def crash(self) -> None:
        if self.bad and self.randrange(CRASHES_IN) == 0:
            raise Crash


class Crash(Exception):
    """Our process died here; what was not committed is gone."""


# What a page or the worker outlives: said to the clerk, or tried again later.
OUTLIVED = (Refusal, ProviderRefused, ProviderUnreachable, Crash)


@dataclass
class Till:
    """`done` counts what happened, so that a quiet run is seen."""

    home: world.Home
    providers: Providers
    chance: Luck
    done: Counter[str] = field(default_factory=Counter)
    last_job: int = 0

    def bill(self, *fen: int) -> None:
        """A new family with so much on its bill; nothing of it is waived."""
        self.chance.bad = True
        self.case_id, self.bill_number = new_bill(self.home, fen)
        self.last_job = db.session.scalar(
            text("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        )

    def step(self) -> None:
        name = self.chance.choice(STEPS)
        try:
            getattr(self, name)()
        except OUTLIVED as said:
            self.done[f"{name}: {type(said).__name__}"] += 1
            db.session.rollback()
        else:
            self.done[name] += 1

    # ------------------------------------------------------------------ what people and machines do

    def start(self) -> None:
        method = self.chance.choice(ONLINE)
        payment = operations.start_payment(
            bill_number=self.bill_number, method=method, amount_fen=self._part(), by=self.home.clerk
        )
        luck = self.chance.choice(BAD_LUCK)
        if luck:
            self.providers.switch(payment.order_number, **luck)
        self._open(payment)

    def open_again(self) -> None:
        for payment in self._payments(PaymentState.PENDING):
            self._open(payment)

    def family_pays(self) -> None:
        for payment in self._payments(PaymentState.PENDING)[:1]:
            self.providers.pay(payment.method, payment.order_number)

    def family_pays_too_late(self) -> None:
        for payment in self._payments(PaymentState.CLOSED)[:1]:
            self.providers.pay(payment.method, payment.order_number, late=True)

    def look(self) -> None:
        for payment in self._payments(PaymentState.PENDING):
            online.look_at(payment, self.home.clerk)

    def give_up(self) -> None:
        for payment in self._payments(PaymentState.PENDING)[:1]:
            online.give_up(payment, self.home.clerk)

    def close_unasked(self) -> None:
        for payment in self._payments(PaymentState.PENDING)[:1]:
            operations.close_payment(order_number=payment.order_number, by=self.home.clerk)

    def cash(self) -> None:
        part = self._part()
        operations.take_cash(
            bill_number=self.bill_number,
            tendered_fen=500_000,
            amount_fen=part,
            by=self.home.clerk,
        )

    def credit_a_line(self) -> None:
        operations.credit_bill(
            bill_number=self.bill_number,
            positions=[self.chance.choice([1, 2, 3])],
            reason="没有用到",
            by=self.home.clerk,
        )

    def credit_all(self) -> None:
        operations.credit_bill(
            bill_number=self.bill_number, positions=None, reason="登记有误", by=self.home.clerk
        )

    def work(self) -> None:
        """The worker runs what waits, in order; what fails it tries again the next time."""
        for number, name, arguments in db.session.execute(
            WAITING_JOBS, {"last": self.last_job}
        ).all():
            db.session.rollback()
            registry[name](**arguments)
            self.last_job = number

    def reconcile(self) -> None:
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            jobs.reconcile_payments()
            jobs.reconcile_refunds()

    # ------------------------------------------------------------------ and when all is over

    def settle(self) -> None:
        """All luck turns, what is under way arrives, all times run out, people do their part."""
        self.chance.bad = False
        self.providers.clear()
        self.providers.flush()
        self._quietly(self.work, self.reconcile, self.work, self.reconcile)
        self.providers.clock(AFTER_EVERY_EXPIRY.total_seconds())
        with clock.frozen(clock.now() + AFTER_EVERY_EXPIRY):
            self._quietly(
                *(jobs.reconcile_payments, jobs.reconcile_closed, self.work),
                *(jobs.reconcile_refunds, self._people_give_back, jobs.reconcile_refunds),
            )
        self.providers.clock(0)

    def _people_give_back(self) -> None:
        for refund in self.refunds():
            if refund.state == RefundState.FAILED:
                with suppress(NothingToGiveBack):
                    operations.refund_by_hand(number=refund.number, by=self.home.clerk)
        for refund in self.refunds():
            by_hand = refund.by_hand or not PaymentMethod(refund.payment.method).is_online
            if refund.state == RefundState.ASKED and by_hand:
                operations.pay_out_refund(
                    number=refund.number, reference="回单1", by=self.home.clerk
                )

    def _quietly(self, *acts) -> None:
        for act in acts:
            try:
                act()
            except OUTLIVED:
                db.session.rollback()
                act()

    # ------------------------------------------------------------------ reading

    def refunds(self) -> list[Refund]:
        db.session.rollback()
        return list(
            db.session.scalars(select(Refund).join(Payment).filter_by(case_id=self.case_id))
        )

    def payments(self) -> list[Payment]:
        db.session.rollback()
        return asked.list_payments(self.case_id)

    def _payments(self, state: PaymentState) -> list[Payment]:
        found = [p for p in self.payments() if p.state == state]
        self.chance.shuffle(found)
        return found

    def _open(self, payment: Payment) -> None:
        online.open_order(payment, self.home.clerk, return_url="http://127.0.0.1:1/")

    def _part(self) -> int | None:
        return self.chance.choice([None, None, None, 100_00, 1])


STEPS = [
    *("start", "start", "start", "family_pays", "family_pays", "family_pays", "look", "look"),
    *("give_up", "close_unasked", "cash", "credit_a_line", "work", "work", "reconcile"),
    *("open_again", "family_pays_too_late"),
]


def new_bill(home: world.Home, fen: tuple[int, ...]) -> tuple[object, str]:
    """Of three trips of a person from elsewhere, so that every fen is due."""
    case = world.open_case(home, household_registration="110101")
    for price in fen:
        operations.record_charge(
            institution_id=home.id,
            case_id=case.id,
            item_code="transfer",
            quantity=Decimal(12),
            chosen_price_fen=price,
            fact="嘉鱼县人民医院 12 公里",
            occurred_on=clock.today(),
            by=home.clerk,
        )
    facts = Facts("110101", WaiverClass.RESIDENT, case.deceased.died_on, clock.today())
    bill = operations.issue_bill(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        payer_name="张小三",
        facts=facts,
        identity_index=case.deceased.identity_index,
        by=home.clerk,
    )
    return case.id, get_bill(bill.number).number
