"""Sites: the list, one site, and the units behind a count."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.ground import operations
from cemetery.ground.forms import SiteForm
from cemetery.ground.queries import sites as queries
from cemetery.ground.queries.imports import list_unit_imports
from cemetery.ground.rules import say_area
from cemetery.ground.views.blueprint import KEEPER, VIEWERS, ground
from cemetery.kinds import UnitState
from kernel.errors import NotAllowed
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.places import get_institution
from kernel.web import asker, may_open, open_to, reader


@ground.get("/sites")
@open_to(*VIEWERS)
def list_sites() -> ResponseReturnValue:
    page = queries.list_sites(
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    signed_in = reader()
    is_officer = signed_in is not None and signed_in.role is Role.OFFICER
    return render_template(
        "ground/list_sites.html",
        page=page,
        tallies=queries.tally_sites(site.id for site in page.items),
        states=UnitState,
        homes={site.id: get_institution(site.institution_id) for site in page.items}
        if is_officer
        else {},
    )


@ground.route("/sites/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def add_site() -> ResponseReturnValue:
    form = SiteForm()
    site = form.carry_out(
        lambda: operations.add_site(institution_id=_own(), by=asker(), **form.said())
    )
    if site:
        flash(_("%(site)s已登记。现在可以新增墓区。") % {"site": site.name})
        return redirect(url_for("ground.get_site", site_id=site.id))
    return render_template("ground/add_site.html", form=form)


@ground.get("/sites/<uuid:site_id>")
@open_to(*VIEWERS)
def get_site(site_id: uuid.UUID) -> ResponseReturnValue:
    site = queries.get_site(site_id)
    return render_template(
        "ground/get_site.html",
        site=site,
        home=get_institution(site.institution_id),
        zones=queries.list_zones(site.id),
        tallies=queries.tally_zones(site.id),
        states=UnitState,
        imports=list_unit_imports(site.id) if may_open("ground.get_unit_import") else [],
    )


@ground.route("/sites/<uuid:site_id>/change", methods=["GET", "POST"])
@open_to(*KEEPER)
def change_site(site_id: uuid.UUID) -> ResponseReturnValue:
    site = queries.get_site(site_id)
    form = SiteForm(obj=site)
    if form.carry_out(lambda: operations.change_site(site_id=site.id, by=asker(), **form.said())):
        flash(_("已保存。"))
        return redirect(url_for("ground.get_site", site_id=site.id))
    return render_template("ground/change_site.html", form=form, site=site)


@ground.get("/sites/<uuid:site_id>/units")
@open_to(*VIEWERS)
def list_units(site_id: uuid.UUID) -> ResponseReturnValue:
    """Behind each count: the units of a state, of the site or of one zone."""
    site = queries.get_site(site_id)
    zone, state = request.args.get("zone", ""), request.args.get("state", "")
    return render_template(
        "ground/list_units.html",
        site=site,
        page=queries.list_units(
            site.id,
            zone=zone,
            state=state,
            page=request.args.get("page", 1, type=int),
            sort=request.args.get("sort", ""),
            direction=request.args.get("direction", "asc"),
        ),
        zones=queries.list_zones(site.id),
        zone=zone,
        state=state,
        states=UnitState,
        say_area=say_area,
        opens=may_open("cemetery.get_unit"),
    )


def _own() -> uuid.UUID:
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return institution_id
