"""What follows when funeral packs ashes or hands them over (wired in wsgi.py)."""

from typing import TYPE_CHECKING

from cemetery.ashes.leaving import is_at_hand
from cemetery.ashes.operations import note_hand_over, open_portion
from cemetery.ashes.queries.portions import list_all_portions_of
from cemetery.ashes.saying import say_portion
from kernel.i18n import _
from kernel.people.actors import Actor
from kernel.people.collecting import Collector

if TYPE_CHECKING:
    from funeral.models import FuneralCase


def begin_portion(case: "FuneralCase", place: str, holder: str, by: Actor) -> None:
    open_portion(case_id=case.id, place=place, holder=holder, by=by)


def end_portions(case: "FuneralCase", place: str, collector: Collector, by: Actor) -> None:
    note_hand_over(case_id=case.id, place=place, collector=collector, by=by)


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
