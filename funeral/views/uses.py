"""Vigil rooms, preparation rooms and hearses of a case."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.board import say_clock_on
from funeral.fields import moment, version_in
from funeral.forms import ReleaseOccupancyForm, ReserveResourceForm, ShowRoomsForm
from funeral.forms.uses import VIGILS
from funeral.kinds import PURPOSES, Purpose, ResourceKind
from funeral.models import FuneralCase, Occupancy, Resource
from funeral.queries import cases
from funeral.queries import schedule as queries
from funeral.queries.resources import free_ranges
from funeral.queries.schedule import live_occupancies
from funeral.schedule import Place
from funeral.steps import DESK
from funeral.views.blueprint import funeral, home_id
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.web import asker, open_to

BOARD_KINDS = {ResourceKind.HALL, ResourceKind.CREMATOR}


@funeral.route("/cases/<number>/reserve", methods=["GET", "POST"])
@open_to(*DESK)
def reserve_resource(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    asked = _asked_for()
    purpose, day = Purpose(asked.purpose.data), asked.day.data or clock.today()
    rooms = _rooms(purpose)
    form = ReserveResourceForm()
    if not form.is_submitted():
        form.purpose.data, form.day.data = purpose.value, day
    free = free_ranges((_place(room, purpose, form) for room in rooms), *_window(day))
    form.resource_id.choices = [SelectChoice(str(room.id), _named(room)) for room in rooms]
    if form.validate_on_submit():
        try:
            operations.reserve_resource(
                number=case.number,
                resource_id=_chosen(form.resource_id.data, rooms),
                purpose=purpose,
                starts_at=moment(form.day, form.starts_at),
                lasts=_lasts(form) if purpose is Purpose.VIGIL else None,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(str(_("%(purpose)s已预约。")) % {"purpose": purpose.label})
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/reserve_resource.html",
        case=case,
        asked=asked,
        purpose=purpose,
        day=day,
        form=form,
        notes={str(room.id): {"note": _say_free(day, free[room.id])} for room in rooms},
    )


@funeral.route("/uses/<uuid:occupancy_id>/release", methods=["GET", "POST"])
@open_to(*DESK)
def release_occupancy(occupancy_id: uuid.UUID) -> ResponseReturnValue:
    occupancy = queries.get_occupancy(occupancy_id)
    case = cases.find_case_of_plan(occupancy.plan_id)
    if case is None:
        raise NotFound
    form = ReleaseOccupancyForm()
    if not form.is_submitted():
        form.version.data = str(occupancy.plan.version)
    if form.validate_on_submit():
        try:
            operations.release_occupancy(
                occupancy_id=occupancy_id, version=version_in(form.version.data), by=asker()
            )
        except Refusal as refusal:
            form.show(refusal)
            # What is drawn below is the latest, so that is what the clerk has now seen.
            form.version.data = str(queries.get_occupancy(occupancy_id).plan.version)
        else:
            flash(_("已取消，时间已放开。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/release_occupancy.html",
        case=case,
        occupancy=occupancy,
        purpose=Purpose(occupancy.purpose),
        form=form,
    )


@funeral.context_processor
def words_of_uses() -> dict[str, Any]:
    """For `_uses_panel.html` on the page of the case."""
    return {"uses_of": uses_of}


def uses_of(case: FuneralCase) -> list[tuple[Purpose, Occupancy]]:
    """What the case has beside its farewell and cremation, by time."""
    live = live_occupancies(case.plan) if case.plan else []
    return [(Purpose(each.purpose), each) for each in live if each.resource.kind not in BOARD_KINDS]


def _asked_for() -> ShowRoomsForm:
    """From the address, or from what was just sent."""
    asked = ShowRoomsForm(request.values)
    choices = [choice.value for choice in asked.purpose.iter_choices()]
    if asked.purpose.data not in choices:
        asked.purpose.data = choices[0]
    if asked.day.data is None:
        asked.day.data = clock.today()
    return asked


def _rooms(purpose: Purpose) -> list[Resource]:
    kinds = [kind for kind, purposes in PURPOSES.items() if purpose in purposes]
    return queries.list_resources(home_id(), *kinds)


def _place(room: Resource, purpose: Purpose, form: ReserveResourceForm) -> Place:
    return Place(room, clock.now(), purpose, _lasts(form) if purpose is Purpose.VIGIL else None)


def _lasts(form: ReserveResourceForm) -> timedelta:
    """Asked before the form is validated, for the free times beside it."""
    return timedelta(hours=int(form.hours.data if form.hours.data in VIGILS else 12))


def _window(day: date) -> tuple[datetime, datetime]:
    """The day and the night after it."""
    start, end = clock.day_range(day)
    return start, end + timedelta(hours=12)


def _named(room: Resource) -> str:
    return " ".join(part for part in (room.name, room.site) if part)


def _say_free(day: date, ranges: list[tuple[datetime, datetime]]) -> str:
    if not ranges:
        return str(_("这一天没有足够长的空闲时间"))
    said = "、".join(f"{say_clock_on(day, a)}–{say_clock_on(day, b)}" for a, b in ranges)
    return str(_("空闲 %(times)s")) % {"times": said}


def _chosen(value: str, rooms: list[Resource]) -> uuid.UUID:
    """Raises NotFound for what no page of ours has sent."""
    known = next((room.id for room in rooms if str(room.id) == value), None)
    if known is None:
        raise NotFound
    return known
