"""What the worker does for booking."""

from booking.operations import forget_drafts
from kernel.jobs import nightly
from kernel.people import actors


@nightly
def forget_old_drafts() -> int:
    """Unfinished answers are personal data: they go when nobody has touched them for a week."""
    return forget_drafts(by=actors.job("forget_old_drafts"))
