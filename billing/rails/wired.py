"""Which providers an office has contracts with, read from its settings."""

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from billing.rails import Rail
from kernel.settings import Settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Account = TypeVar("Account", bound="DataclassInstance")
ADDRESSES = {"wechat_api_url", "alipay_gateway", "stripe_api_url"}  # these have a default


class RailIncomplete(Exception):
    """Some of a provider's settings are given and some are not; a guess could lose money."""


def rails_of(settings: Settings) -> dict[str, Rail]:
    """By name: "wechat", "alipay", "stripe"; only those whose settings are given.

    Raises RailIncomplete, or KeyUnreadable for a key that is none. Asks nobody.
    """
    wired = (_wechat(settings), _alipay(settings), _stripe(settings))
    return {rail.name: rail for rail in wired if rail is not None}


def _wechat(settings: Settings) -> Rail | None:
    if not _is_given(settings, "wechat_"):
        return None
    from billing.rails.wechat_pay import WeChatAccount, WeChatRail  # noqa: PLC0415 — see _is_given

    return WeChatRail(_account(settings, "wechat_", WeChatAccount))


def _alipay(settings: Settings) -> Rail | None:
    if not _is_given(settings, "alipay_"):
        return None
    from billing.rails.alipay import AlipayAccount, AlipayRail  # noqa: PLC0415

    return AlipayRail(_account(settings, "alipay_", AlipayAccount))


def _stripe(settings: Settings) -> Rail | None:
    if not _is_given(settings, "stripe_"):
        return None
    from billing.rails.stripe_checkout import StripeAccount, StripeRail  # noqa: PLC0415

    return StripeRail(_account(settings, "stripe_", StripeAccount))


def _is_given(settings: Settings, prefix: str) -> bool:
    """Anything but the address. The libraries, half a second to import, are left alone if not."""
    return any(
        getattr(settings, name)
        for name in Settings.model_fields
        if name.startswith(prefix) and name not in ADDRESSES
    )


def _account(settings: Settings, prefix: str, kind: type[Account]) -> Account:
    given = {field.name: getattr(settings, prefix + field.name) for field in fields(kind)}
    missing = [(prefix + name).upper() for name, text in given.items() if not text]
    if missing:
        raise RailIncomplete(f"Given with the others, or none of them: {', '.join(missing)}.")
    return kind(**given)
