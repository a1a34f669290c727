"""Who has a right to which unit, what is held, whose term ends."""

from cemetery.rights.queries.holds import (
    find_open_hold,
    get_hold,
    is_held_for_another,
    list_held,
    list_open_holds,
    lock_hold,
)
from cemetery.rights.queries.named import list_rights_named
from cemetery.rights.queries.renewals import list_due, list_open_notices, list_renewals
from cemetery.rights.queries.rights import (
    find_number,
    find_number_of_term,
    find_right,
    find_right_for,
    get_right,
    list_rights,
    list_rights_of,
    list_rights_of_case,
    lock_right,
    right_of_unit,
)

__all__ = [
    "find_number",
    "find_number_of_term",
    "find_open_hold",
    "find_right",
    "find_right_for",
    "get_hold",
    "get_right",
    "is_held_for_another",
    "list_due",
    "list_held",
    "list_open_holds",
    "list_open_notices",
    "list_renewals",
    "list_rights",
    "list_rights_named",
    "list_rights_of",
    "list_rights_of_case",
    "lock_hold",
    "lock_right",
    "right_of_unit",
]
