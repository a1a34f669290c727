"""flask booking …: the desk's list and the tidying of unfinished bookings."""

import click
from flask.cli import AppGroup, with_appcontext

from booking import jobs, operations, queries
from kernel import clock
from kernel.errors import Refusal
from kernel.people.actors import SETUP
from kernel.places import find_institution

booking = AppGroup("booking", help="Families' bookings.")


@booking.command("list-waiting")
@click.argument("institution")
@with_appcontext
def list_waiting(institution: str) -> None:
    """Bookings the desk of this institution (its code) has not received yet."""
    home = find_institution(institution)
    if home is None:
        raise click.ClickException(f"No institution has the code {institution}.")
    for each in queries.list_waiting_bookings():
        if each.institution_id == home.id:
            click.echo(f"{each.code} {clock.say_stamp(each.confirmed_at)}")


@booking.command("open-case")
@click.argument("code")
@with_appcontext
def open_case_from_booking(code: str) -> None:
    """Receive the family of this booking."""
    try:
        case = operations.open_case_from_booking(code=code, by=SETUP)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(case.number)


@booking.command("forget-drafts")
@with_appcontext
def forget_drafts() -> None:
    """Delete unfinished bookings nobody has touched for a week, as the worker does every night."""
    click.echo(jobs.forget_old_drafts())


@booking.command("move-queues")
@with_appcontext
def move_queues() -> None:
    """Return expired holds and offer what is free to who waits, as the worker does every minute."""
    click.echo(jobs.move_queues())
