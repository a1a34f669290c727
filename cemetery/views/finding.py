"""A family asks where its own rests."""

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.errors import PlateRevoked
from cemetery.finding import get_resting_places
from cemetery.forms import FindPlateForm, FindRestingPlaceForm
from cemetery.queries import get_plate
from cemetery.rights.queries import find_right_for
from cemetery.views.blueprint import cemetery
from kernel import attempts
from kernel.people.spellings import folded
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to

if TYPE_CHECKING:
    from cemetery.ashes.queries.resting import RestingPlace
    from cemetery.models import Plate


@cemetery.route("/find-resting-place", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_resting_place() -> ResponseReturnValue:
    """For a family: where its own rests. Never a list, never how many, never why not.

    The answer to a POST is the page itself, so that no name stands in an address.
    """
    form = FindRestingPlaceForm()
    places = form.carry_out(lambda: _places_told_to(form, request.remote_addr or ""))
    rights = {
        place.unit.id: find_right_for(place.unit.id, place.ashes_id)
        for place in places or ()
        if place.unit
    }
    homes = {place.institution_id: get_institution(place.institution_id) for place in places or ()}
    return render_template(
        "cemetery/find_resting_place.html",
        form=form,
        places=places,
        rights=rights,
        homes=homes.values(),
    )


@cemetery.route("/p", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_plate() -> ResponseReturnValue:
    """For whoever cannot scan the plate and types its number instead."""
    form = FindPlateForm()
    plate = form.carry_out(lambda: _plate_typed(form.code.data or "", request.remote_addr or ""))
    if plate:
        return redirect(url_for("cemetery.get_plate", token=plate.token))
    return render_template("cemetery/find_plate.html", form=form)


def _plate_typed(code: str, address: str) -> "Plate":
    """Whoever tries number after number is slowed down; a plate that was stopped is known."""
    stopped = None
    with attempts.counted("plate-from", address):
        try:
            return get_plate(code)
        except PlateRevoked as refusal:
            stopped = refusal
    raise stopped


def _places_told_to(form: FindRestingPlaceForm, address: str) -> "list[RestingPlace]":
    """Whoever guesses is slowed down, at one person's name as at one's own address."""
    name, died_in = form.deceased_name.data or "", form.died_in.data or 0
    who = f"{folded(name)} {died_in}"
    with attempts.counted("resting", who), attempts.counted("resting-from", address):
        return get_resting_places(name=name, died_in=died_in, known=form.known.data or "")
