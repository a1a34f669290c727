"""Which voyages are to come, who is registered for them, what was scattered."""

from cemetery.voyages.queries.registrations import (
    find_registration,
    find_scanned_portion,
    get_registration,
    has_voyage,
    list_families,
    list_registrations_of_case,
    list_untold,
    lock_portions,
    lock_registration,
    relatives_of,
)
from cemetery.voyages.queries.scattered import count_scattered, list_scattered
from cemetery.voyages.queries.voyages import (
    find_voyage,
    get_voyage,
    list_coming,
    list_open,
    list_voyages,
    lock_voyage,
    lock_voyages,
)

__all__ = [
    "count_scattered",
    "find_registration",
    "find_scanned_portion",
    "find_voyage",
    "get_registration",
    "get_voyage",
    "has_voyage",
    "list_coming",
    "list_families",
    "list_open",
    "list_registrations_of_case",
    "list_scattered",
    "list_untold",
    "list_voyages",
    "lock_portions",
    "lock_registration",
    "lock_voyage",
    "lock_voyages",
    "relatives_of",
]
