"""The day board as a page, as the part of it that changes, as paper, and as news of changes."""

import uuid
from datetime import date, timedelta
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from funeral.board import ALL_KINDS, MAIN_KINDS, Board, make_board
from funeral.fullness import DAYS, full_days, week_around
from funeral.kinds import ResourceKind
from funeral.live import board_topic
from funeral.models import Closure, Resource
from funeral.notices import told_sentence
from funeral.panels import expected_families
from funeral.queries import board as queries
from funeral.queries.plans import list_plans
from funeral.queries.traces import list_board_traces
from funeral.steps import DESK
from funeral.views.blueprint import HOME, funeral, home_id
from kernel import clock
from kernel.live import ears
from kernel.web import Form, asker, open_to

Kinds = tuple[ResourceKind, ...]


@funeral.get("/board")
@open_to(*HOME)
def board() -> ResponseReturnValue:
    day, kinds = asked_day(), _asked_kinds()
    first = week_around(day)
    start, end = clock.day_range(first)[0], clock.day_range(first + timedelta(days=DAYS))[0]
    resources, closures = queries.list_rows(home_id(), kinds, start, end)
    used = queries.count_used(home_id(), first, DAYS)
    return render_template(
        "funeral/board.html",
        week=list(full_days(first, [r for r in resources if r.in_use], closures, used)),
        **_drawn(_board(day, kinds, resources, closures)),
    )


@funeral.get("/board/grid")
@open_to(*HOME)
def board_grid() -> ResponseReturnValue:
    """What changes on the page while it is open; board-live.js puts it in place."""
    return render_template("funeral/board_grid.html", **_drawn(board_of(asked_day())))


@funeral.get("/board/print")
@open_to(*HOME)
def print_board() -> ResponseReturnValue:
    """Names are masked unless somebody asks for them in so many words."""
    return render_template(
        "funeral/print_board.html",
        board=board_of(asked_day()),
        full_names=request.args.get("names") == "full",
        printed_at=clock.now(),
    )


@funeral.get("/board/changes")
@open_to(*HOME)
def board_changes() -> ResponseReturnValue:
    seen = request.headers.get("Last-Event-ID", "")
    stream = ears().stream([board_topic(home_id())], seen)
    # Proxies that collect an answer before they pass it on would hold the news back.
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def board_of(day: date, kinds: Kinds = ()) -> Board:
    """The board of these kinds, else of those the address asks for."""
    kinds = kinds or _asked_kinds()
    resources, closures = queries.list_rows(home_id(), kinds, *clock.day_range(day))
    return _board(day, kinds, resources, closures)


def asked_day() -> date:
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()
    # Beyond this the lunar calendar and the next-day link have nothing to say.
    far = timedelta(days=3660)
    return min(max(day, clock.today() - far), clock.today() + far)


def _asked_kinds() -> Kinds:
    return ALL_KINDS if request.args.get("rows") == "all" else MAIN_KINDS


def _board(day: date, kinds: Kinds, resources: list[Resource], closures: list[Closure]) -> Board:
    """Three more questions to the database, however full the day is."""
    occupancies = queries.list_board_occupancies(home_id(), day, kinds)
    plan_ids: set[uuid.UUID] = {occupancy.plan_id for occupancy in occupancies}
    traces = list_board_traces(home_id(), plan_ids)
    with_case = {trace.case.plan_id for trace in traces.values()}
    expected = expected_families(plan_ids - with_case)
    start, end = clock.day_range(day)
    today = [each for each in closures if each.starts_at < end and each.ends_at > start]
    in_use = [each for each in resources if each.in_use]
    return make_board(day, in_use, occupancies, traces, expected, closures=today)


def _drawn(board: Board) -> dict[str, Any]:
    """What the page and its changing part share."""
    untold = [item.plan.id for item in board.untold]
    plans = list_plans(untold) if untold else {}
    shows_all = _asked_kinds() == ALL_KINDS
    asked = {"day": board.day.isoformat()} | ({"rows": "all"} if shows_all else {})
    return {
        "board": board,
        "asked": asked,
        "shows_all": shows_all,
        "told": {plan.id: told_sentence(plan) for plan in plans.values()},
        "may_move": asker().role in DESK,
        "form": Form(),
    }
