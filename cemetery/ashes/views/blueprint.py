"""The blueprint of portions, and what their pages share."""

import uuid
from collections.abc import Callable, Collection

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.ashes.forms import PlaceForm
from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.saying import say_portion
from cemetery.models import UnitKind
from cemetery.rights.queries import list_rights_of
from cemetery.rights.views.blueprint import Chooser, choose
from kernel.people.actors import Role
from kernel.people.names import masked_name
from kernel.web import Form, asker

ashes = Blueprint("ashes", __name__, cli_group=None)
KEEPERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)
READERS = (*KEEPERS, Role.OFFICER)


def naming() -> Callable[[str], str]:
    """How families are named to this reader."""
    return masked_name if asker().role is Role.OFFICER else str


def home_id() -> uuid.UUID:
    institution_id = asker().institution_id
    if institution_id is None:
        raise RuntimeError("Staff belong to an institution.")
    return institution_id


def choose_for(
    portion: AshPortion, form: PlaceForm, kinds: Collection[UnitKind] = tuple(UnitKind)
) -> Chooser:
    """The plan, with what belongs to the family of these ashes; rights to it are theirs too."""
    rights = list_rights_of(portion.ashes_id)
    return choose(
        portion.institution_id,
        form,
        gone=bool(form.unit_id.errors),
        own={portion.ashes_id, *(right.id for right in rights if right.is_living)},
        kinds=kinds,
        communal=None,
    )


def carried_out(
    portion: AshPortion,
    form: Form,
    act: Callable[[], object],
    title: str,
    done: str,
    *,
    chooser: Callable[[], Chooser] | None = None,
) -> ResponseReturnValue:
    """One thing done with one portion: its form, or back to its page. `chooser`: of its place."""
    page = url_for("ashes.get_portion", portion_id=portion.id)
    return form.carry_out_and_return(act, page, done) or render_template(
        "ashes/_act.html",
        form=form,
        title=title,
        name=queries.name_of(portion),
        number=queries.number_of(portion),
        now=say_portion(portion),
        back_to=page,
        back_label=queries.number_of(portion),
        chooser=chooser() if chooser else None,
    )
