"""Taking back the work order; only operations call it, with the case locked."""

from funeral.models import FuneralCase
from funeral.queries import cremation
from funeral.queries import custody as queries
from kernel import clock
from kernel.people.actors import Actor


def withdraw_work_order(case: FuneralCase, by: Actor) -> None:
    """It says what is no longer so: the checks made with it fall, and a new one is printed.

    Once the furnace was lit it stays as it was.
    """
    order = queries.live_work_order(case.id)
    if order and cremation.find_run(case.id) is None:
        order.revoked_at, order.revoked_by = clock.now(), str(by)
