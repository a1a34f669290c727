"""The blueprint, and what its pages share: who may open them, the wall to choose from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, request
from wtforms.fields.choices import SelectChoice

from cemetery import queries
from cemetery.models import UnitKind
from cemetery.rights.forms import ChooseUnitForm
from cemetery.wall import Wall, open_wall
from kernel.i18n import _
from kernel.people.actors import Role

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from cemetery.models import Unit

rights = Blueprint("rights", __name__, cli_group=None)
KEEPERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)
# Who has a drawer (billing).
TILL = (Role.DESK, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Chooser:
    """The wall as it is looked at; `chosen`: on its plan; `nearest`: the wanted one was gone."""

    wall: Wall | None
    chosen: "Unit | None" = None
    nearest: bool = False


def choose(
    institution_id: "uuid.UUID",
    form: ChooseUnitForm,
    *,
    gone: bool = False,
    own: "Collection[uuid.UUID]" = (),
    kinds: "Collection[UnitKind]" = tuple(UnitKind),
    communal: bool | None = False,
) -> Chooser:
    """Fills in the choices of the form. `own`: families whose units may be chosen while there is
    room in them, besides those that are nobody's. `communal`: None where a family may also choose
    among units of several families."""
    asked = form.unit_id.data or request.args.get("unit", "")
    wall = open_wall(
        institution_id,
        kinds=kinds,
        communal=communal,
        zone=request.args.get("zone", ""),
        row=request.args.get("row", 0, type=int),
        number=request.args.get("number", 0, type=int),
        unit=asked,
    )
    if wall and not form.is_submitted():
        form.unit_id.data = str(wall.chosen.unit.id) if wall.chosen else asked
    unit = queries.find_unit(form.chosen_unit) if form.chosen_unit else None
    nearest = queries.nearest_free_units(unit) if gone and unit else []
    places = wall.places if wall else ()
    free = [place.unit for place in places if place.is_free or _is_own(place.unit, own)]
    form.unit_id.choices = (
        [SelectChoice(str(near.id), str(near)) for near in nearest]
        if nearest
        else [SelectChoice(str(each.id), _said(each)) for each in free]
    )
    shown = unit if unit and wall and unit.zone_id == wall.zone.id else None
    return Chooser(wall, shown, bool(nearest))


def _is_own(unit: "Unit", own: "Collection[uuid.UUID]") -> bool:
    return unit.in_use and unit.family_id in own and unit.taken < unit.capacity


def _said(unit: "Unit") -> str:
    facts = {"number": unit.number, "capacity": unit.capacity}
    if unit.communal:
        free = unit.capacity - unit.taken
        return str(_("%(number)s号（还能安放 %(free)s 份）")) % {
            "number": unit.number,
            "free": free,
        }
    said = _("%(number)s号") if unit.capacity == 1 else _("%(number)s号（%(capacity)s 份）")
    return str(said) % facts
