"""The pages of voyages, and what they share."""

from collections.abc import Iterable

from flask import Blueprint
from wtforms.fields.choices import SelectChoice

from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.models import Voyage
from cemetery.voyages.words import say_times
from kernel.i18n import _
from kernel.people.actors import Role

voyages = Blueprint("voyages", __name__, cli_group=None)
STAFF = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)


def voyage_choice(voyage: Voyage) -> SelectChoice:
    label = f"{VoyageKind(voyage.kind).label} {say_times(voyage)}"
    return SelectChoice(voyage.number, label)


def voyage_hints(voyages: Iterable[Voyage]) -> dict[str, dict[str, str]]:
    """What is left on each, and why one cannot be chosen."""
    return {voyage.number: _hint(voyage) for voyage in voyages}


def _hint(voyage: Voyage) -> dict[str, str]:
    if voyage.free_portions < 1:
        return {"disabled": str(_("骨灰名额已满"))}
    facts = {
        "portions": voyage.free_portions,
        "relatives": voyage.free_relatives,
        "most": voyage.per_family,
    }
    said = _("骨灰余 %(portions)s 份，亲属余 %(relatives)s 位，每家最多 %(most)s 位")
    return {"note": voyage.waters, "hint": str(said) % facts}
