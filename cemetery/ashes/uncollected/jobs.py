"""What the worker does for ashes nobody collects: one text when the telephone is due, no more."""

from cemetery.ashes.uncollected.operations import text_families
from kernel.jobs import nightly
from kernel.people import actors


@nightly
def text_waiting_families() -> int:
    """Of all whose telephone step is due; how many portions."""
    return text_families(by=actors.job("text_waiting_families"))
