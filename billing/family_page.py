"""Where a family sees what it owes and has paid, without an account of its own."""

from typing import TYPE_CHECKING

from hardware.qr import short_code

if TYPE_CHECKING:
    from billing.models import Account


def address_of(account: "Account", public_url: str) -> str:
    """What the QR code on the counter and on the printed bill says."""
    return f"{public_url.rstrip('/')}/pay/{account.token}"


def short_code_of(account: "Account") -> str:
    """The same for whoever types it."""
    return short_code(account.token)
