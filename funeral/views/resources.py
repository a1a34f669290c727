"""What there is and when it is open: everybody at the home looks, the administrator changes."""

import uuid
from datetime import date, time, timedelta
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from funeral import operations
from funeral.board import ALL_KINDS
from funeral.forms import (
    AddResourceForm,
    ChangeResourceForm,
    ClearSpecialDayForm,
    RetireResourceForm,
    SetHoursForm,
    SetSpecialDayForm,
)
from funeral.forms.resources import MINUTES
from funeral.hours import hours_of
from funeral.kinds import PURPOSES, Purpose, ResourceKind
from funeral.models import Resource
from funeral.panels import expected_families
from funeral.queries import resources as queries
from funeral.queries.closures import list_closures
from funeral.queries.schedule import get_resource as find_resource
from funeral.schedule import Place
from funeral.time_words import Hours, say_open
from funeral.views.blueprint import HOME, funeral, home_id
from hardware.qr import svg
from kernel import clock
from kernel.clock import WEEKDAYS
from kernel.errors import NotFound, Refusal
from kernel.i18n import _, language
from kernel.people.actors import Role
from kernel.web import asker, open_to

KEEPER = (Role.ADMINISTRATOR,)
# How far ahead the page of one resource shows its closures.
SIGHT = timedelta(days=366)


@funeral.get("/resources")
@open_to(*HOME)
def list_resources() -> ResponseReturnValue:
    groups = queries.list_groups(home_id())
    listed = [resource for _kind, of_kind in groups for resource in of_kind]
    return render_template(
        "funeral/list_resources.html",
        groups=groups,
        hours={each.id: say_open(hours_of(each, clock.today())) for each in listed},
        closures=queries.next_closures(each.id for each in listed),
        outside=queries.outside_hours(listed),
    )


@funeral.get("/resources/<uuid:resource_id>")
@open_to(*HOME)
def get_resource(resource_id: uuid.UUID) -> ResponseReturnValue:
    resource = find_resource(resource_id)
    outside = queries.list_outside_hours(resource)
    without_case = {occupancy.plan_id for occupancy, case in outside if case is None}
    closures = list_closures(home_id(), clock.now(), clock.now() + SIGHT)
    return render_template(
        "funeral/get_resource.html",
        resource=resource,
        week=_week(resource),
        special=_special(resource),
        uses=_uses(resource),
        closures=[each for each in closures if each.resource_id == resource.id],
        outside=outside,
        expected=expected_families(without_case),
        drawn=_door(resource),
        form=ClearSpecialDayForm(),
    )


def _door(resource: Resource) -> Markup | None:
    """The code for its door, of what stands on the board."""
    if resource.kind not in ALL_KINDS or not resource.in_use:
        return None
    return Markup(svg(resource.code, side_mm=35))  # noqa: S704 — drawn by ourselves


@funeral.route("/resources/add", methods=["GET", "POST"])
@open_to(*KEEPER)
def add_resource() -> ResponseReturnValue:
    form = AddResourceForm()
    if not form.is_submitted() and request.args.get("kind") in set(ResourceKind):
        form.kind.data = request.args["kind"]
    if form.validate_on_submit():
        opens, closes = cast(Hours, form.hours.data)
        try:
            resource = operations.add_resource(
                institution_id=home_id(),
                kind=ResourceKind(form.kind.data),
                variety=form.variety.data,
                name=form.name.data or "",
                site=form.site.data or "",
                capacity=form.capacity.data,
                setup_minutes=form.setup_minutes.data or 0,
                use_minutes=form.use_minutes.data or 0,
                cleanup_minutes=form.cleanup_minutes.data or 0,
                opens=opens,
                closes=closes,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _saved(resource)
    return render_template("funeral/add_resource.html", form=form)


@funeral.route("/resources/<uuid:resource_id>/change", methods=["GET", "POST"])
@open_to(*KEEPER)
def change_resource(resource_id: uuid.UUID) -> ResponseReturnValue:
    resource = find_resource(resource_id)
    purposes = PURPOSES[ResourceKind(resource.kind)]
    form = ChangeResourceForm(obj=resource)
    # A cabinet is kept in by the day, not by the block; most kinds have one use only.
    for names in MINUTES[len(purposes) :]:
        for name in names:
            del form[name]
    if not form.is_submitted() and purposes[1:] and purposes[1] in resource.uses:
        for name, minutes in zip(MINUTES[1], resource.uses[purposes[1]], strict=True):
            form[name].data = minutes
    if form.validate_on_submit():
        try:
            operations.change_resource(
                resource_id=resource_id,
                name=form.name.data or "",
                site=form.site.data or "",
                capacity=form.capacity.data,
                uses=form.uses(purposes),
                by=asker(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _saved(resource)
    return render_template(
        "funeral/change_resource.html", resource=resource, purposes=purposes, form=form
    )


@funeral.route("/resources/<uuid:resource_id>/hours", methods=["GET", "POST"])
@open_to(*KEEPER)
def set_hours(resource_id: uuid.UUID) -> ResponseReturnValue:
    resource = find_resource(resource_id)
    form = SetHoursForm()
    if not form.is_submitted():
        for field, (_day, hours) in zip(form.days, _weekly(resource), strict=True):
            field.data = hours
    if form.validate_on_submit():
        usual, weekly = form.hours((resource.opens, resource.closes))
        try:
            operations.set_hours(resource_id=resource_id, usual=usual, weekly=weekly, by=asker())
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _saved(resource)
    return render_template("funeral/set_hours.html", resource=resource, form=form)


@funeral.route("/resources/<uuid:resource_id>/special-days", methods=["GET", "POST"])
@open_to(*KEEPER)
def set_special_day(resource_id: uuid.UUID) -> ResponseReturnValue:
    resource = find_resource(resource_id)
    form = SetSpecialDayForm()
    if form.validate_on_submit():
        try:
            operations.set_special_day(
                resource_id=resource_id,
                day=cast(date, form.day.data),
                hours=form.hours.data,
                reason=form.reason.data or "",
                by=asker(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _saved(resource)
    return render_template(
        "funeral/set_special_day.html", resource=resource, special=_special(resource), form=form
    )


@funeral.post("/resources/<uuid:resource_id>/special-days/clear")
@open_to(*KEEPER)
def clear_special_day(resource_id: uuid.UUID) -> ResponseReturnValue:
    resource = find_resource(resource_id)
    form = ClearSpecialDayForm()
    if form.validate_on_submit():
        try:
            day = date.fromisoformat(form.day.data or "")
        except ValueError:
            raise NotFound from None
        operations.clear_special_day(resource_id=resource_id, day=day, by=asker())
        return _saved(resource)
    return redirect(url_for("funeral.get_resource", resource_id=resource_id))


@funeral.route("/resources/<uuid:resource_id>/retire", methods=["GET", "POST"])
@open_to(*KEEPER)
def retire_resource(resource_id: uuid.UUID) -> ResponseReturnValue:
    resource = find_resource(resource_id)
    form = RetireResourceForm()
    if form.validate_on_submit():
        try:
            operations.retire_resource(resource_id=resource_id, by=asker())
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(str(_("%(resource)s已撤除。")) % {"resource": resource.name})
            return redirect(url_for("funeral.list_resources"))
    return render_template("funeral/retire_resource.html", resource=resource, form=form)


def _saved(resource: Resource) -> ResponseReturnValue:
    """What is booked outside the new hours stands on the page this leads to."""
    count = len(queries.list_outside_hours(resource))
    if count:
        sentence = str(_("已保存。有 %(count)s 项预约在开放时间以外，没有改动，请逐项处理。"))
        flash(sentence % {"count": count})
    else:
        flash(_("已保存。"))
    return redirect(url_for("funeral.get_resource", resource_id=resource.id))


def _weekly(resource: Resource) -> list[tuple[str, Hours | None]]:
    """Monday first, special days aside."""
    days = WEEKDAYS["en" if language() == "en" else "zh"]
    usual = resource.opens, resource.closes
    hours = [resource.weekly.get(str(number), usual) for number in range(len(days))]
    return [(day, _hours(each)) for day, each in zip(days, hours, strict=True)]


def _week(resource: Resource) -> list[tuple[str, str]]:
    return [(day, say_open(hours)) for day, hours in _weekly(resource)]


def _special(resource: Resource) -> list[tuple[date, str, str]]:
    """Those to come: the day, its hours in words, the reason."""
    days = sorted((date.fromisoformat(day), entry) for day, entry in resource.special.items())
    return [
        (day, say_open(_hours(entry["hours"])), entry["reason"])
        for day, entry in days
        if day >= clock.today()
    ]


def _uses(resource: Resource) -> list[tuple[Purpose, tuple[int, int, int]]]:
    return [
        (purpose, Place(resource, clock.now(), purpose).minutes)
        for purpose in PURPOSES[ResourceKind(resource.kind)]
    ]


def _hours(written: "list[str] | Hours | None") -> Hours | None:
    """From the record's ["06:00", "18:00"]."""
    if written is None:
        return None
    opens, closes = (time.fromisoformat(str(each)) for each in written)
    return opens, closes
