"""What follows when funeral packs ashes or hands them over (wired in wsgi.py)."""

import uuid
from typing import TYPE_CHECKING

from cemetery.ashes.leaving import is_at_hand
from cemetery.ashes.operations import note_hand_over, open_portion
from cemetery.ashes.queries.portions import list_all_portions_of
from cemetery.ashes.saying import say_portion
from cemetery.queries import find_open_deposit
from funeral.queries.cases import get_case_by_id
from kernel.i18n import _
from kernel.people.actors import Actor
from kernel.people.collecting import Collector

if TYPE_CHECKING:
    from funeral.models import FuneralCase


def begin_portion(case: "FuneralCase", place: str, holder: str, by: Actor) -> None:
    open_portion(case_id=case.id, place=place, holder=holder, by=by)


def end_portions(case: "FuneralCase", place: str, collector: Collector, by: Actor) -> None:
    note_hand_over(case_id=case.id, place=place, collector=collector, by=by)


def find_deposit_in_the_way(case_id: uuid.UUID) -> str | None:
    """The number of an open deposit, where it keeps ashes and none are at hand: they are collected
    there."""
    case = get_case_by_id(case_id)
    portions = list_all_portions_of(case.id)
    if any(is_at_hand(portion, case.institution_id) for portion in portions):
        return None
    return find_open_deposit(case.id)


def say_elsewhere(case: "FuneralCase") -> str:
    """ "另有 1 份不在这里，不随这次交接：B 在公务船，由李示安保管。"; "" where all are here."""
    others = [
        portion
        for portion in list_all_portions_of(case.id)
        if not is_at_hand(portion, case.institution_id)
    ]
    if not others:
        return ""
    said = str(_("；")).join(map(say_portion, others))
    return str(_("另有 %(count)s 份不在这里，不随这次交接：%(said)s。")) % {
        "count": len(others),
        "said": said,
    }
