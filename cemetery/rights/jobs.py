"""What the worker does for rights: it says who is to be told, and never ends anything."""

from cemetery.rights.finding_again import index_missing_rights
from cemetery.rights.operations import make_notices
from cemetery.rights.operations.renewals import MOST_AT_ONCE
from kernel import clock
from kernel.jobs import nightly
from kernel.people import actors


@nightly
def make_right_notices() -> int:
    """The steps of the ladder that have come. How many."""
    by, made = actors.job("make_right_notices"), 0
    while count := make_notices(day=clock.today(), by=by):
        made += count
        if count < MOST_AT_ONCE:
            break
    return made


@nightly
def make_rights_findable() -> int:
    """Those that were granted before rights were found by names; none after the first night."""
    return sum(index_missing_rights())
