"""Between our rows and a provider: asks first, then writes what it answered. No transaction here.

Pages, notifications and jobs all come through here, so there is one way for money to be true.
"""

from flask import current_app, url_for

from billing import operations
from billing.errors import MethodNotOffered
from billing.kinds import PaymentMethod, PaymentState, RefundState
from billing.models import Payment, Refund
from billing.queries import payments
from billing.rails import (
    UNKNOWN_REFUND,
    Action,
    ActionKind,
    Hint,
    Order,
    ProviderRefused,
    ProviderUnreachable,
    Rail,
    RefundStatus,
)
from billing.rails import RefundState as SentState
from kernel import clock
from kernel.i18n import _
from kernel.people.actors import Actor

RAILS = "rails"


def rails() -> dict[str, Rail]:
    """By name; empty where the office has no contract with any provider."""
    wired: dict[str, Rail] = current_app.extensions[RAILS]
    return wired


def offered() -> list[PaymentMethod]:
    return [method for method in PaymentMethod if method in rails()]


def rail_of(method: str) -> Rail:
    rail = rails().get(method)
    if rail is None:
        raise MethodNotOffered
    return rail


def open_order(
    payment: Payment,
    by: Actor,
    *,
    return_url: str,
    payment_code: str | None = None,
    client_ip: str | None = None,
    mobile: bool = False,
) -> Payment:
    """Asks the provider for what the family follows or scans. May be repeated: one order stays.

    Raises ProviderUnreachable, ProviderRefused; the payment then still waits, and can be closed.
    """
    rail = rail_of(payment.method)
    order = Order(
        order_number=payment.order_number,
        amount_fen=payment.amount_fen,
        title=str(_("殡仪服务费 %(number)s")) % {"number": payment.bill or ""},
        expires_at=payment.expires_at or clock.now(),
        notify_url=_address("billing.receive_notification", rail=rail.name),
        return_url=return_url,
        payment_code=payment_code,
        client_ip=client_ip,
        mobile=mobile,
    )
    action: Action = rail.start(order)
    payment = operations.note_action(order_number=payment.order_number, action=action, by=by)
    if action.kind is ActionKind.NONE:
        return look_at(payment, by)
    return payment


def look_at(payment: Payment, by: Actor, event: tuple[str, Hint] | None = None) -> Payment:
    """Asks how it stands and writes that down; closes it at the provider when its time is over.

    Raises ProviderUnreachable.
    """
    rail = rail_of(payment.method)
    number, ref = payment.order_number, payment.provider_ref
    status = rail.status(number, ref)
    payment = operations.settle_payment(order_number=number, status=status, by=by, event=event)
    over = payment.expires_at is not None and payment.expires_at < clock.now()
    if payment.state == PaymentState.PENDING and over and not payment.trouble:
        _close_there(rail, payment)
        status = rail.status(number, ref)
        payment = operations.settle_payment(order_number=number, status=status, by=by)
    return payment


def give_up(payment: Payment, by: Actor) -> Payment:
    """The family pays another way. If it has paid meanwhile, that counts.

    Raises ProviderUnreachable: then it is not known, and nothing else should be taken.
    """
    payment = look_at(payment, by)
    if payment.state == PaymentState.PENDING:
        payment = operations.close_payment(order_number=payment.order_number, by=by)
    return payment


def close(payment: Payment, by: Actor) -> None:
    """At the provider, after we closed it; whatever was paid in between is seen at once."""
    rail = rail_of(payment.method)
    _close_there(rail, payment)
    look_at(payment, by)


def send_back(refund: Refund, by: Actor) -> Refund:
    """Asked again with the same number until it is answered. Raises ProviderUnreachable."""
    payment = refund.payment
    rail = rail_of(payment.method)
    try:
        status = _known_refund(rail, refund)
        if status is None and refund.state != RefundState.ASKED:
            return refund
        status = status or rail.refund(
            payment.order_number,
            payment.provider_ref,
            payment.amount_fen,
            refund.amount_fen,
            refund.number,
            refund.reason,
        )
    except ProviderRefused as refused:
        status = RefundStatus(SentState.FAILED, refund.amount_fen, None, refused.sentence)
    return operations.settle_refund(number=refund.number, status=status, by=by)


def receive(rail: Rail, hint: Hint, by: Actor) -> None:
    """A genuine notification: look at what it speaks of. Raises ProviderUnreachable."""
    payment = payments.find_order(hint.order_number) if hint.order_number else None
    if payment is None or payment.method != rail.name:
        operations.note_event(rail=rail.name, hint=hint, by=by)
    elif hint.refund_number and payments.find_refund(hint.refund_number):
        send_back(payments.get_refund(hint.refund_number), by)
        operations.note_event(rail=rail.name, hint=hint, by=by)
    else:
        look_at(payment, by, (rail.name, hint))


def _known_refund(rail: Rail, refund: Refund) -> RefundStatus | None:
    payment = refund.payment
    try:
        return rail.refund_status(payment.order_number, payment.provider_ref, refund.number)
    except ProviderRefused as refused:
        if refused.code == UNKNOWN_REFUND:
            return None
        # A question that was refused says nothing about the money.
        raise ProviderUnreachable(f"refund {refund.number}: {refused.code}") from refused


def _close_there(rail: Rail, payment: Payment) -> None:
    try:
        rail.close(payment.order_number, payment.provider_ref)
    except ProviderRefused:
        # Paid meanwhile, closed already or never opened: the next question tells.
        return


def _address(endpoint: str, **values: str) -> str:
    """As the provider reaches us from outside; jobs have no request to take it from."""
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]):
        return url_for(endpoint, **values, _external=True)
