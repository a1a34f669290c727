"""What a family reads before it calls: which voyages come, how many places are left."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cemetery.voyages import queries
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.views.blueprint import voyages
from cemetery.voyages.words import CONSENT, say_times
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to


@voyages.get("/sea-burial")
@open_to(PUBLIC)
def list_coming() -> ResponseReturnValue:
    """Of every home: a family may not know yet which one keeps its ashes."""
    coming = queries.list_coming()
    opened = {voyage.id for voyage in queries.list_open()}
    return render_template(
        "voyages/list_coming.html",
        coming=coming,
        opened=opened,
        homes={each.institution_id: get_institution(each.institution_id) for each in coming},
        kind_of=VoyageKind,
        say_times=say_times,
        consent=CONSENT,
    )
