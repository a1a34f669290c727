"""flask funeral …: the day from the command line."""

from datetime import datetime

import click
from flask.cli import AppGroup, with_appcontext

from funeral.board_status import status_of
from funeral.queries.schedule import list_day
from funeral.queries.traces import list_board_traces
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.places import find_institution

funeral = AppGroup("funeral", help="Cases, halls, cremators and the day's schedule.")


@funeral.command("list-day")
@click.argument("institution")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), required=False)
@with_appcontext
def list_day_(institution: str, day: datetime | None) -> None:
    """What the home with this code has on a day (today), one line each, without names."""
    home = find_institution(institution)
    if home is None:
        refusal: Refusal = NotFound()
        raise click.ClickException(str(refusal))
    occupancies = list_day(home.id, day.date() if day else clock.today())
    traces = list_board_traces(home.id, {occupancy.plan_id for occupancy, _case in occupancies})
    for occupancy, case in occupancies:
        status, reason = status_of(occupancy, traces.get(case.id) if case else None)
        times = f"{clock.say_clock(occupancy.starts_at)}–{clock.say_clock(occupancy.ends_at)}"
        number = case.number if case else "—"
        line = f"{times} {occupancy.resource.name} {number} {status.label} {reason}"
        click.echo(line.rstrip())
