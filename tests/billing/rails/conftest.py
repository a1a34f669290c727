from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import pytest

from billing.rails import Order, Rail
from kernel import clock
from tests.billing.rails.inbox import Inbox

numbers = count(1)


@pytest.fixture(scope="session")
def wired(providers_process) -> dict[str, Rail]:
    """Once for all tests: reading the keys takes longer than most of them."""
    return providers_process.rails()


@pytest.fixture
def rails(providers, wired) -> dict[str, Rail]:
    return dict(wired)


@pytest.fixture(params=["wechat", "alipay", "stripe"])
def rail(request, rails) -> Rail:
    return rails[request.param]


@pytest.fixture
def inbox(rails) -> Iterator[Inbox]:
    with Inbox(rails) as inbox:
        yield inbox


@pytest.fixture
def order_for(inbox) -> Callable[..., Order]:
    def order_for(rail: Rail, **values) -> Order:
        return Order(
            **{
                "order_number": f"T{next(numbers):07d}",
                "amount_fen": 114_050,
                "title": "殡葬服务费",
                "expires_at": clock.now() + timedelta(minutes=15),
                "notify_url": f"{inbox.url}/{rail.name}",
                "return_url": "http://127.0.0.1:1/back?bill=1",
                **values,
            }
        )

    return order_for


@pytest.fixture
def pay(providers, order_for) -> Callable[..., tuple[Order, str | None]]:
    """A paid order, and what the provider calls it."""

    def pay(rail: Rail, **values) -> tuple[Order, str | None]:
        order = order_for(rail, **values)
        action = rail.start(order)
        assert providers.pay(rail.name, order.order_number)
        return order, action.provider_ref

    return pay
