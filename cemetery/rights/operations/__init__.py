"""Everything that changes rights; each verb is one transaction and one journal entry."""

from cemetery.rights.operations.endings import (
    end_right,
    pay_right_refund,
    return_right,
)
from cemetery.rights.operations.grants import grant_right
from cemetery.rights.operations.holds import extend_hold, hold_unit, release_hold
from cemetery.rights.operations.moves import relocate_right
from cemetery.rights.operations.persons import (
    add_right_person,
    succeed_holder,
    withdraw_right_person,
)
from cemetery.rights.operations.renewals import (
    make_notices,
    note_notice_delivered,
    record_contact,
    renew_right,
)

__all__ = [
    "add_right_person",
    "end_right",
    "extend_hold",
    "grant_right",
    "hold_unit",
    "make_notices",
    "note_notice_delivered",
    "pay_right_refund",
    "record_contact",
    "release_hold",
    "relocate_right",
    "renew_right",
    "return_right",
    "succeed_holder",
    "withdraw_right_person",
]
