"""查找: whoever it may be that staff typed, with the way to every record of theirs."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from booking import queries
from booking.views.blueprint import booking
from cemetery.rights.queries import list_rights_named
from cemetery.rights.queries.named import SHOWN
from kernel.pages import Page
from kernel.people.actors import Role
from kernel.people.finding import VEIL, Found, find_people
from kernel.people.identity import Sex
from kernel.people.names import masked_name
from kernel.places import get_institution
from kernel.web import asker, may_open, open_to

SEEKERS = (Role.DESK, Role.OPERATOR, Role.COLUMBARIUM, Role.ADMINISTRATOR, Role.OFFICER)

RECORDS = (
    *("funeral.get_case", "oversight.list_journal"),
    *("booking.get_booking", "cemetery.get_deposit"),
    *("cemetery.get_unit", "ashes.get_portion", "rights.get_right", "rights.list_rights"),
)


@booking.get("/find")
@open_to(*SEEKERS)
def list_found() -> ResponseReturnValue:
    """The words come by `find_record`, which veils numbers before they stand in this address."""
    search = request.args.get("search", "").strip()
    found = find_people(search) if search else None
    page = _page_of(found) if found else None
    is_officer = asker().role is Role.OFFICER
    # Whoever sees one institution need not be told which.
    records = page.items if page and is_officer else []
    homes = {each.deceased.institution_id for each in records}
    return render_template(
        "booking/list_found.html",
        search="" if search.startswith(VEIL) else search,
        found=found,
        page=page,
        homes={home_id: get_institution(home_id).name for home_id in homes},
        name_of=masked_name if is_officer else str,
        sexes={sex.value: str(sex.label) for sex in Sex},
        rights=list_rights_named(search) if found else [],
        rights_shown=SHOWN,
        opens={endpoint for endpoint in RECORDS if may_open(endpoint)},
    )


def _page_of(found: Found) -> Page:
    return queries.list_records(
        found,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
