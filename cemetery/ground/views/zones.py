"""One zone: its plan and its rows; more units, and changes to ranges of them."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.ground import operations
from cemetery.ground.errors import CapacityWrong
from cemetery.ground.forms import (
    AddZoneForm,
    ChangeCommunalForm,
    ChangeUnitsForm,
    ExtendZoneForm,
)
from cemetery.ground.kinds import UnitAct
from cemetery.ground.models import UnitChange
from cemetery.ground.queries import sites as queries
from cemetery.ground.rules import MOST_CAPACITY, MOST_COMMUNAL, known_limits, say_area
from cemetery.ground.views.blueprint import KEEPER, VIEWERS, ground
from cemetery.kinds import UnitState
from cemetery.models import COMMUNAL_KINDS, UnitKind, Zone
from cemetery.wall import open_zone
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, may_open, open_to


@ground.get("/zones/<uuid:zone_id>")
@open_to(*VIEWERS)
def get_zone(zone_id: uuid.UUID) -> ResponseReturnValue:
    zone = queries.get_zone(zone_id)
    changes = queries.list_changes(zone.id, page=request.args.get("page", 1, type=int))
    names = staff_names({each.done_by for each in changes.items})
    return render_template(
        "ground/get_zone.html",
        zone=zone,
        wall=open_zone(
            zone,
            row=request.args.get("row", 0, type=int),
            number=request.args.get("number", 0, type=int),
        ),
        tally=queries.tally_zones(zone.site_id).get(zone.id),
        states=UnitState,
        changes=changes,
        act_of=UnitAct,
        may_be_communal=zone.kind in COMMUNAL_KINDS,
        who={each.id: say_who(each.done_by, names) for each in changes.items},
        opens=may_open("cemetery.get_unit"),
        say_area=say_area,
    )


@ground.route("/sites/<uuid:site_id>/zones/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def add_zone(site_id: uuid.UUID) -> ResponseReturnValue:
    site = queries.get_site(site_id)
    form = AddZoneForm()
    zone = form.carry_out(
        lambda: operations.add_zone(
            site_id=site.id,
            name=form.name.data or "",
            kind=UnitKind(form.kind.data),
            communal=bool(form.communal.data),
            units=form.units(),
            size=form.size(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if zone:
        return _done(zone, str(_("%(zone)s已建立。") % {"zone": zone.name}))
    limits = {
        kind: known_limits(site, kind, capacity)
        for kind in UnitKind
        for capacity in (2, 1)
        if known_limits(site, kind, capacity)
    }
    return render_template("ground/add_zone.html", form=form, site=site, limits=limits)


@ground.route("/zones/<uuid:zone_id>/extend", methods=["GET", "POST"])
@open_to(*KEEPER)
def extend_zone(zone_id: uuid.UUID) -> ResponseReturnValue:
    zone = queries.get_zone(zone_id)
    form = ExtendZoneForm()
    extended = form.carry_out(
        lambda: operations.extend_zone(
            zone_id=zone.id,
            units=form.units(),
            size=form.size(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if extended:
        return _done(zone, str(_("%(zone)s已加排。") % {"zone": zone.name}))
    return render_template("ground/extend_zone.html", form=form, zone=zone)


@ground.route("/zones/<uuid:zone_id>/change", methods=["GET", "POST"])
@open_to(*KEEPER)
def change_units(zone_id: uuid.UUID) -> ResponseReturnValue:
    zone = queries.get_zone(zone_id)
    row, number = (request.args.get(name, type=int) for name in ("row", "number"))
    form = ChangeUnitsForm(first_row=row, last_row=row, first_number=number, last_number=number)
    change = form.carry_out(lambda: _change(zone, form))
    if change:
        words = {"act": UnitAct(change.act).label, "count": change.count}
        return _done(zone, str(_("%(act)s：已办理 %(count)s 个位置。") % words))
    return render_template("ground/change_units.html", form=form, zone=zone)


@ground.route("/zones/<uuid:zone_id>/communal", methods=["GET", "POST"])
@open_to(*KEEPER)
def change_communal(zone_id: uuid.UUID) -> ResponseReturnValue:
    zone = queries.get_zone(zone_id)
    form = ChangeCommunalForm(communal="yes" if zone.communal else "no")
    change = form.carry_out(
        lambda: operations.change_communal(
            zone_id=zone.id,
            communal=form.communal.data == "yes",
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if change:
        words = {"zone": zone.name, "act": UnitAct(change.act).label}
        return _done(zone, str(_("%(zone)s已%(act)s。") % words))
    return render_template("ground/change_communal.html", form=form, zone=zone)


def _change(zone: Zone, form: ChangeUnitsForm) -> UnitChange:
    units, reason, key = form.units(), form.reason.data or "", form.idempotency_key.data
    if form.act.data == UnitAct.CAPACITY:
        if form.capacity.data is None:
            raise CapacityWrong(most=MOST_COMMUNAL if zone.communal else MOST_CAPACITY)
        return operations.change_capacity(
            zone_id=zone.id,
            units=units,
            capacity=form.capacity.data,
            reason=reason,
            by=asker(),
            idempotency_key=key,
        )
    act = (
        operations.take_out_of_use
        if form.act.data == UnitAct.OUT_OF_USE
        else operations.put_back_in_use
    )
    return act(zone_id=zone.id, units=units, reason=reason, by=asker(), idempotency_key=key)


def _done(zone: Zone, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("ground.get_zone", zone_id=zone.id))
