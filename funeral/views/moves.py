"""Moving a time, be it by form, keys or mouse, through one page; telling the family."""

import uuid
from datetime import date, time
from typing import cast

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import board, operations
from funeral.errors import FamilyWasTold, OrderReasonMissing, WristbandUnknown
from funeral.fields import version_in
from funeral.forms import MoveOccupancyForm
from funeral.kinds import ResourceKind
from funeral.models import Occupancy
from funeral.panels import expected_families
from funeral.queries import cases
from funeral.queries import schedule as queries
from funeral.queries.traces import list_board_traces
from funeral.steps import DESK
from funeral.tokens import scanned_wristband
from funeral.views.blueprint import HOME, funeral, home_id
from funeral.views.board import board_of
from funeral.views.scanning import LONGEST, traced
from hardware.errors import IdentityNumberScanned, NotACode
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.web import Form, asker, open_to, safe_next


@funeral.route("/board/move/<uuid:occupancy_id>", methods=["GET", "POST"])
@open_to(*DESK)
def move_occupancy(occupancy_id: uuid.UUID) -> ResponseReturnValue:
    """Answers the board in JSON: {said, version} or, refused, {said, field}."""
    occupancy = queries.get_occupancy(occupancy_id)
    form = _form_for(occupancy)
    if form.validate_on_submit():
        try:
            moved = _move(occupancy, form)
        except Refusal as refusal:
            if _asks_for_json():
                return jsonify(said=str(refusal), field=refusal.field), refusal.status
            form.show(refusal)
            # What is drawn below is the latest, so that is what the mover has now seen.
            form.version.data = str(queries.get_occupancy(occupancy_id).plan.version)
        else:
            return _answer(moved)
    elif form.is_submitted() and _asks_for_json():
        return jsonify(said=_first_sentence(form), field=None), 422
    occupancy = queries.get_occupancy(occupancy_id)
    in_main = occupancy.resource.kind in board.MAIN_KINDS
    drawn = board_of(
        clock.day_of(occupancy.starts_at), board.MAIN_KINDS if in_main else board.ALL_KINDS
    )
    return render_template(
        "funeral/move_occupancy.html",
        board=drawn,
        chosen=occupancy,
        item=next((each for each in drawn.items if each.occupancy is occupancy), None),
        case=cases.find_case_of_plan(occupancy.plan_id),
        form=form,
        may_move=True,
    )


@funeral.get("/board/item/<uuid:occupancy_id>")
@open_to(*HOME)
def board_item(occupancy_id: uuid.UUID) -> ResponseReturnValue:
    """The side of the board for one item: what it is and, for the desk, the form that moves it."""
    occupancy = queries.get_occupancy(occupancy_id)
    traces = list_board_traces(home_id(), {occupancy.plan_id})
    case = cases.find_case_of_plan(occupancy.plan_id)
    expected = {} if case else expected_families({occupancy.plan_id})
    day = clock.day_of(occupancy.starts_at)
    [item] = board.make_board(day, [], [occupancy], traces, expected).items
    may_move = asker().role in DESK
    return render_template(
        "funeral/board_item.html",
        item=item,
        chosen=occupancy,
        case=case,
        form=_form_for(occupancy) if may_move else None,
        may_move=may_move,
    )


@funeral.post("/board/find")
@open_to(*HOME)
def find_on_board() -> ResponseReturnValue:
    """Whose wristband was scanned, for the board: {code}.

    404 for what nobody knows as a code, which may be a name; else {said}: what it is instead.
    """
    search = request.form.get("search", "")[:LONGEST]
    case = cases.find_case(search)
    if case:
        return jsonify(code=case.number)
    try:
        band = scanned_wristband(search, home_id())
    except (NotACode, IdentityNumberScanned, WristbandUnknown) as refusal:
        return jsonify(said=str(refusal)), NotFound.status
    except Refusal as refusal:
        return jsonify(said=str(refusal)), refusal.status
    return jsonify(code=cases.get_case_by_id(band.case_id).number)


@funeral.post("/board/tell/<uuid:plan_id>/<int:version>")
@open_to(*DESK)
def tell_family(plan_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """`version`: of the times that stood on the page when the family was told."""
    form = Form()
    return form.act_and_return(
        lambda: operations.tell_family(plan_id=plan_id, version=version, by=asker()),
        safe_next(request.args.get("next"), url_for("funeral.board")),
        _("已记下：家属知道现在的时间。"),
    )


def _move(occupancy: Occupancy, form: MoveOccupancyForm) -> Occupancy:
    """Every refusal leaves a trace, but for the two that only ask the mover for something."""
    case = cases.find_case_of_plan(occupancy.plan_id)
    target = queries.get_resource(uuid.UUID(form.resource_id.data))
    with traced(
        None,
        "move_occupancy",
        place=f"{target.name} {form.starts_at.data}",
        case_id=case.id if case else None,
        but_for=(FamilyWasTold, OrderReasonMissing),
    ):
        return operations.move_occupancy(
            occupancy_id=occupancy.id,
            resource_id=target.id,
            starts_at=clock.at(cast(date, form.day.data), time.fromisoformat(form.starts_at.data)),
            version=version_in(form.version.data),
            reason=form.reason.data or "",
            despite_told=form.despite_told.data,
            by=asker(),
        )


def _form_for(occupancy: Occupancy) -> MoveOccupancyForm:
    """With the places of its kind and the quarters of an hour they are open."""
    form = MoveOccupancyForm()
    resources = queries.list_resources(home_id(), ResourceKind(occupancy.resource.kind))
    form.resource_id.choices = [
        SelectChoice(str(each.id), f"{each.name} {board.describe(each)}".strip())
        for each in resources
    ]
    day = clock.day_of(occupancy.starts_at)
    shown = clock.say_clock(occupancy.starts_at)
    if not form.is_submitted():
        form.version.data = str(occupancy.plan.version)
        form.resource_id.data = str(occupancy.resource_id)
        form.day.data, form.starts_at.data = day, shown
    starts = {f"{at:%H:%M}" for at in board.move_starts(resources, form.day.data or day)}
    # A move by minutes, as keys and mouse make it, is the operation's to judge.
    asked = {form.starts_at.data} if _is_clock(form.starts_at.data) else set()
    form.starts_at.choices = [SelectChoice(at, at) for at in sorted(starts | {shown} | asked)]
    return form


def _answer(moved: Occupancy) -> ResponseReturnValue:
    must_tell = moved.plan.told_at is None
    words = (
        _("已移到%(place)s %(time)s。请重新通知家属。")
        if must_tell
        else _("已移到%(place)s %(time)s。")
    )
    said = str(words) % {
        "place": moved.resource.name,
        "time": clock.say_clock(moved.starts_at),
    }
    if _asks_for_json():
        return jsonify(said=said, version=moved.plan.version)
    flash(said)
    return redirect(url_for("funeral.board", day=clock.day_of(moved.starts_at).isoformat()))


def _asks_for_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _first_sentence(form: Form) -> str:
    """Of what is badly shaped."""
    return next((str(said) for sentences in form.errors.values() for said in sentences), "")


def _is_clock(written: str | None) -> bool:
    try:
        return bool(written) and time.fromisoformat(written or "").second == 0
    except ValueError:
        return False
