"""What follows when funeral packs ashes or hands them over (wired in wsgi.py)."""

from typing import TYPE_CHECKING

from cemetery.ashes.operations import note_hand_over, open_portion
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from funeral.models import FuneralCase


def begin_portion(case: "FuneralCase", place: str, holder: str, by: Actor) -> None:
    open_portion(case_id=case.id, place=place, holder=holder, by=by)


def end_portions(case: "FuneralCase", place: str, holder: str, by: Actor) -> None:
    note_hand_over(case_id=case.id, place=place, received_by=holder, by=by)
