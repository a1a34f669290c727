"""What the worker does for a what-if."""

import logging
import uuid

from sqlalchemy.exc import DBAPIError

# The module, for it imports this one: who asks leaves a job behind.
from billing.operations import what_ifs
from billing.what_if.states import WhatIfState
from kernel.errors import TooManyAtOnce
from kernel.jobs import job
from kernel.people import actors

log = logging.getLogger(__name__)
WORKER = actors.job("billing.run_what_if")


@job
def run_what_if(what_if_id: str) -> None:
    """Chunk by chunk until it has ended. Run again after a kill, it goes on where it was."""
    key = uuid.UUID(what_if_id)
    try:
        while not WhatIfState(what_ifs.advance_what_if(what_if_id=key, by=WORKER).state).has_ended:
            pass
    except (DBAPIError, TooManyAtOnce):
        raise  # the database is away: the worker tries again later
    except Exception as error:
        log.exception("what-if %s", what_if_id)
        what_ifs.fail_what_if(what_if_id=key, trouble=type(error).__name__, by=WORKER)
