"""Funeral's verbs, by noun; each is one transaction and one journal entry."""

from funeral.operations.cases import open_case, open_walk_in_case, record_paper
from funeral.operations.certificates import issue_certificate
from funeral.operations.cremation import end_cremation, start_cremation
from funeral.operations.custody import receive_remains, record_farewell
from funeral.operations.money import make_bill
from funeral.operations.particulars import correct_particulars
from funeral.operations.schedule import (
    add_resource,
    cancel_farewell,
    move_occupancy,
    plan_case,
    plan_farewell,
    release_plan,
    tell_family,
)

__all__ = [
    "add_resource",
    "cancel_farewell",
    "correct_particulars",
    "end_cremation",
    "issue_certificate",
    "make_bill",
    "move_occupancy",
    "open_case",
    "open_walk_in_case",
    "plan_case",
    "plan_farewell",
    "receive_remains",
    "record_farewell",
    "record_paper",
    "release_plan",
    "start_cremation",
    "tell_family",
]
