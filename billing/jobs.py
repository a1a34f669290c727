"""The worker's side of online payments: asks the providers with no transaction open."""

import logging
from datetime import timedelta

from billing import online
from billing.errors import MethodNotOffered
from billing.queries import payments
from billing.rails import ProviderRefused, ProviderUnreachable
from kernel.db import db
from kernel.jobs import enqueue, job, minutely, nightly
from kernel.people import actors

log = logging.getLogger(__name__)
WORKER = actors.job("payments")
# A notification usually comes within seconds; after that we ask.
ASK_AFTER = timedelta(seconds=30)
# How long a closed order may still surprise us.
LOOK_BACK = timedelta(days=3)
# One of these about one payment does not keep the others from being asked about.
NOT_ANSWERED = (ProviderUnreachable, ProviderRefused, MethodNotOffered)


def enqueue_closing(order_number: str) -> None:
    """In the caller's transaction: the provider shall take no money for this any more."""
    enqueue(close_order, lock=order_number, order_number=order_number)


def enqueue_refund(number: str) -> None:
    enqueue(send_refund, lock=number, number=number)


@job
def close_order(order_number: str) -> None:
    online.close(payments.get_order(order_number), WORKER)


@job
def send_refund(number: str) -> None:
    """Asked again with the same number as often as it takes; the provider does it once."""
    online.send_back(payments.get_refund(number), WORKER)


@minutely
def reconcile_payments() -> int:
    """Asks about each payment nobody told us of, and closes those whose time is over."""
    return sum(map(_looked_at, payments.list_pending(ASK_AFTER)))


@minutely
def reconcile_refunds() -> int:
    """Asks about each refund that was sent and not answered yet."""
    return sum(map(_sent, payments.list_unsent_refunds(ASK_AFTER)))


@nightly
def reconcile_closed() -> int:
    """Money for an order that was closed: its notification may have been lost."""
    return sum(map(_looked_at, payments.list_closed_since(LOOK_BACK)))


def _looked_at(order_number: str) -> bool:
    try:
        online.look_at(payments.get_order(order_number), WORKER)
    except NOT_ANSWERED as error:
        log.warning("payment %s: %s", order_number, error)
        return False
    except Exception:  # one row never keeps the others from being asked about
        log.exception("payment %s", order_number)
        db.session.rollback()
        return False
    return True


def _sent(number: str) -> bool:
    try:
        online.send_back(payments.get_refund(number), WORKER)
    except NOT_ANSWERED as error:
        log.warning("refund %s: %s", number, error)
        return False
    except Exception:  # as above
        log.exception("refund %s", number)
        db.session.rollback()
        return False
    return True
