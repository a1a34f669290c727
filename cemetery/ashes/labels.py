"""The label on an urn: of an own case as funeral prints it, else with what the portion knows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cemetery.ashes.models import AshPortion
from cemetery.ashes.operations.labels import print_portion_label
from cemetery.ashes.people import own_case
from cemetery.ashes.queries.portions import number_of
from funeral.ash_slips import ASH_LABEL
from funeral.operations import print_ash_label
from funeral.queries.ash_papers import list_labels
from hardware.queries import list_print_jobs
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from hardware.models import PrintJob


def labels_of(portion: AshPortion) -> "Sequence[PrintJob]":
    """How often it was printed by the house that answers for the portion."""
    case = own_case(portion)
    if case:
        return list_labels(case, portion.letter)
    return list_print_jobs(portion.institution_id, ASH_LABEL, number_of(portion))


def print_label_of(portion: AshPortion, *, by: Actor, key: str | None) -> object:
    """Raises the refusals of print_ash_label and of print_portion_label."""
    case = own_case(portion)
    if case:
        return print_ash_label(
            number=case.number, portion=portion.letter, by=by, idempotency_key=key
        )
    return print_portion_label(portion_id=portion.id, by=by, idempotency_key=key)
