"""To staff: what holds the rooms a family wanted at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from funeral.kinds import ResourceKind
from funeral.queries.closures import find_closure_at
from funeral.queries.schedule import list_around
from funeral.schedule import Needs, Place
from kernel import clock
from kernel.i18n import _

if TYPE_CHECKING:
    from funeral.models import Resource


def say_in_the_way(rooms: Sequence["Resource"], starts_at: datetime, needs: Needs) -> str:
    """ "1号厅 09:00–09:20（JY20261122-0001）、2号厅停用"; empty rooms: no furnace is free."""
    said = [_what_holds(_place(room, starts_at, needs)) for room in rooms]
    if all(said):
        return "、".join(said)
    return str(_("告别后规定的等候时间内，火化机都已安排"))


def _place(room: "Resource", starts_at: datetime, needs: Needs) -> Place:
    is_hall = room.kind == ResourceKind.HALL
    return Place(room, starts_at, needs.farewell if is_hall else needs.cremation)


def _what_holds(place: Place) -> str:
    """Empty where nothing does."""
    name = place.resource.name
    if not place.is_open():
        return str(_("%(resource)s不开放")) % {"resource": name}
    if find_closure_at([place.resource.id], place.from_, place.to):
        return str(_("%(resource)s停用")) % {"resource": name}
    return "、".join(
        str(_("%(resource)s %(from_)s–%(to)s（%(case)s）"))
        % {
            "resource": name,
            "from_": clock.say_clock(other.starts_at),
            "to": clock.say_clock(other.ends_at),
            "case": case.number if case else "—",
        }
        for other, case in list_around(place.resource.id, place.from_, place.to)
    )
