"""What the worker does for deposits: it says that a term ends, and ends nothing."""

from cemetery.keeping.operations import text_ending_deposits
from kernel import clock
from kernel.jobs import nightly
from kernel.people import actors


@nightly
def text_deposits() -> int:
    """Of all whose term ends soon; how many."""
    return text_ending_deposits(day=clock.today(), by=actors.job("text_deposits"))
