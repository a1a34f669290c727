"""The day board, read only; it is moved by a form (views.schedule)."""

from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from funeral.board import Board, make_board
from funeral.notices import told_sentence
from funeral.panels import expected_families
from funeral.queries import schedule
from funeral.queries.traces import list_board_traces
from funeral.views.blueprint import HOME, funeral, home_id
from kernel import clock
from kernel.web import Form, open_to


@funeral.get("/board")
@open_to(*HOME)
def board() -> ResponseReturnValue:
    drawn = board_of(_asked_day())
    told = {item.plan.id: told_sentence(item.plan) for item in drawn.untold}
    return render_template("funeral/board.html", board=drawn, told=told, form=Form())


def board_of(day: date) -> Board:
    """Four questions to the database, however full the day is."""
    occupancies = [occupancy for occupancy, _case in schedule.list_day(home_id(), day)]
    plan_ids = {occupancy.plan_id for occupancy in occupancies}
    traces = list_board_traces(home_id(), plan_ids)
    with_case = {trace.case.plan_id for trace in traces.values()}
    expected = expected_families(plan_ids - with_case)
    return make_board(day, schedule.list_resources(home_id()), occupancies, traces, expected)


def _asked_day() -> date:
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()
    # Beyond this the lunar calendar and the next-day link have nothing to say.
    far = timedelta(days=3660)
    return min(max(day, clock.today() - far), clock.today() + far)
