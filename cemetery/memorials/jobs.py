"""What the worker does for memorial pages."""

from datetime import timedelta

from cemetery.memorials.operations import erase_memorial_pieces
from cemetery.memorials.rules import memorial_rules
from kernel import clock
from kernel.jobs import nightly
from kernel.people import actors


@nightly
def erase_old_memorial_pieces() -> int:
    """By the days of rules.yaml. How many."""
    before = clock.now() - timedelta(days=memorial_rules().kept_days)
    by, erased = actors.job("erase_old_memorial_pieces"), 0
    while count := erase_memorial_pieces(before=before, by=by):
        erased += count
    return erased
