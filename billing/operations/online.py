"""Payments over a provider: begun, followed, ended. What the provider answers is the truth."""

from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert

from billing import jobs
from billing.accounts import hold_account, lock_open_sum
from billing.errors import NothingPaid
from billing.giving_back import ask_back, give_back_surplus
from billing.kinds import PaymentMethod, PaymentState
from billing.models import Payment, PaymentEvent
from billing.queries import bills, payments
from billing.rails import Action, Hint, MoneyState, Status
from billing.receipting import issue_receipt
from billing.sentences import N_, amount
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Stripe keeps a page open for no less than half an hour; a family may read and ask in that time.
PAY_WITHIN = timedelta(minutes=40)
CURRENCY = "CNY"
LATE = N_("付款关闭以后才到账，按规定原路退回。")
TOO_MUCH = N_("付款时账单已经红冲，多付的部分原路退回。")


@operation(_("发起网上付款"))
def start_payment(
    *,
    bill_number: str,
    method: PaymentMethod,
    by: Actor,
    amount_fen: int | None = None,
    payer_name: str = "",
    idempotency_key: str | None = None,
) -> Payment:
    """A sum reserved for one who pays over a provider now; the order itself is opened after this.

    Raises the refusals of lock_open_sum.
    """
    bill = bills.get_bill(bill_number)
    account, amount_fen = lock_open_sum(bill, amount_fen)
    if amount_fen == 0:
        raise NothingPaid
    now = clock.now()
    payment = Payment(
        institution_id=account.institution_id,
        case_id=account.case_id,
        bill=bill,
        order_number=new_id().hex.upper(),
        method=method,
        state=PaymentState.PENDING,
        amount_fen=amount_fen,
        payer_name=payer_name.strip() or bill.payer_name,
        refunded_fen=0,
        started_at=now,
        expires_at=now + PAY_WITHIN,
        taken_by=str(by),
    )
    db.session.add(payment)
    return payment


@operation(_("登记付款方式"))
def note_action(*, order_number: str, action: Action, by: Actor) -> Payment:
    """What the family follows or scans, as the provider answered."""
    payment = payments.lock_order(order_number)
    payment.action_kind, payment.action_text = action.kind, action.text
    payment.provider_ref = payment.provider_ref or action.provider_ref
    return payment


@operation(_("核对网上付款"))
def settle_payment(
    *, order_number: str, status: Status, by: Actor, event: tuple[str, Hint] | None = None
) -> Payment:
    """Whatever the provider answered, as far forward as it goes; told twice, it happens once.

    `event`: (rail, hint) of the notification that made us ask. It is written with its effect, so
    a notification is either unknown or done.
    """
    payment = payments.get_order(order_number)
    account = hold_account(payment.case_id)
    payment = payments.lock_order(order_number)
    if event and not _is_new(*event):
        return payment
    if status.state is MoneyState.PAID:
        if _take(payment, status, by):
            # Lines may have been taken back while the family was paying for them.
            give_back_surplus(account, str(_(TOO_MUCH)), by)
    elif _is_over(payment, status):
        payment.state, payment.ended_at = PaymentState.CLOSED, clock.now()
    return payment


@operation(_("关闭网上付款"))
def close_payment(*, order_number: str, by: Actor) -> Payment:
    """The family pays another way. What arrives all the same goes back by itself."""
    payment = payments.lock_order(order_number)
    if payment.state == PaymentState.PENDING:
        payment.state, payment.ended_at = PaymentState.CLOSED, clock.now()
        jobs.enqueue_closing(payment.order_number)
    return payment


@operation(_("收到付款通知"))
def note_event(*, rail: str, hint: Hint, by: Actor) -> None:
    """A genuine notification about no order of ours: kept, so that it is not asked about again."""
    _is_new(rail, hint)


def _is_new(rail: str, hint: Hint) -> bool:
    taken = db.session.connection().execute(
        insert(PaymentEvent)
        .values(
            id=new_id(),
            rail=rail,
            event_id=hint.event_id,
            order_number=hint.order_number,
            received_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(PaymentEvent.id)
    )
    return taken.first() is not None


def _take(payment: Payment, status: Status, by: Actor) -> bool:
    """Whether it is ours now. Amount, currency and order must agree, else a person looks."""
    if payment.state in {PaymentState.PAID, PaymentState.PAID_LATE}:
        return False
    payment.trouble = _disagreement(payment, status)
    if payment.trouble:
        return False
    payment.provider_ref = status.provider_ref or payment.provider_ref
    payment.taken_at = status.paid_at or clock.now()
    if payment.state == PaymentState.CLOSED:
        payment.state = PaymentState.PAID_LATE
        db.session.flush()
        ask_back(payment, payment.amount_fen, str(_(LATE)), by)
        return False
    payment.state = PaymentState.PAID
    issue_receipt(payment, by)
    return True


def _disagreement(payment: Payment, status: Status) -> str | None:
    if status.order_number is not None and status.order_number != payment.order_number:
        return str(_("支付机构答复的是另一个订单，请联系支付机构核对。"))
    if (status.currency or CURRENCY).upper() != CURRENCY:
        return str(_("到账的不是人民币，请联系支付机构核对。"))
    if status.amount_fen != payment.amount_fen:
        facts = {"came": amount(status.amount_fen or 0), "asked": amount(payment.amount_fen)}
        return str(_("到账%(came)s元，应为%(asked)s元，请联系支付机构核对。")) % facts
    return None


def _is_over(payment: Payment, status: Status) -> bool:
    if payment.state != PaymentState.PENDING:
        return False
    if status.state in {MoneyState.CLOSED, MoneyState.FAILED}:
        return True
    expired = payment.expires_at is not None and payment.expires_at < clock.now()
    return status.state is MoneyState.UNKNOWN_ORDER and expired
