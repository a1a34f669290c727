"""What the worker does for texts beside sending them."""

from kernel import clock
from kernel.jobs import minutely, nightly
from kernel.people import actors
from kernel.texts import sending as sending  # noqa: PLC0414 — registers the steady work
from kernel.texts.operations import AT_ONCE, forget_texts
from kernel.texts.results import give_up


@minutely
def give_up_texts() -> int:
    """Those of no use any more, and those nobody reported on. How many."""
    return give_up()


@nightly
def forget_old_texts() -> int:
    """How many."""
    by, forgotten = actors.job("forget_old_texts"), 0
    while count := forget_texts(day=clock.today(), by=by):
        forgotten += count
        if count < AT_ONCE:
            break
    return forgotten
