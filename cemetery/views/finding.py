"""A family asks where its own rests."""

from typing import TYPE_CHECKING

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cemetery.finding import get_resting_places
from cemetery.forms import FindRestingPlaceForm
from cemetery.views.blueprint import cemetery
from kernel import attempts
from kernel.people.spellings import folded
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to

if TYPE_CHECKING:
    from cemetery.models import AshDeposit


@cemetery.route("/find-resting-place", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_resting_place() -> ResponseReturnValue:
    """For a family: where its own rests. Never a list, never how many, never why not.

    The answer to a POST is the page itself, so that no name stands in an address.
    """
    form = FindRestingPlaceForm()
    places = form.carry_out(lambda: _places_told_to(form, request.remote_addr or ""))
    homes = {place.institution_id: get_institution(place.institution_id) for place in places or ()}
    return render_template(
        "cemetery/find_resting_place.html", form=form, places=places, homes=homes.values()
    )


def _places_told_to(form: FindRestingPlaceForm, address: str) -> "list[AshDeposit]":
    """Whoever guesses is slowed down, at one person's name as at one's own address."""
    name, died_in = form.deceased_name.data or "", form.died_in.data or 0
    who = f"{folded(name)} {died_in}"
    with attempts.counted("resting", who), attempts.counted("resting-from", address):
        return get_resting_places(name=name, died_in=died_in, known=form.known.data or "")
