"""Where a family sees what it owes and has paid, without an account of its own."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billing.models import Account


def address_of(account: "Account", public_url: str) -> str:
    """What the QR code on the counter and on the printed bill says."""
    return f"{public_url.rstrip('/')}/pay/{account.token}"
