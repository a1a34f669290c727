"""flask demo …: two counties to try the system with."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from demo.accounts import Accounts
from demo.counties import COUNTIES, read_county
from demo.load import load_county
from demo.visits import list_openings
from hardware.qr import short_code
from kernel.errors import Refusal
from kernel.people.actors import Role
from kernel.places import list_serving_institutions

demo = AppGroup("demo", help="Two counties to try the system with; every person is invented.")


@demo.command("load")
@with_appcontext
def load() -> None:
    """Load the demo counties; what is there already stays as it is."""
    for name in COUNTIES:
        try:
            fresh = load_county(read_county(name), _accounts())
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal
        click.echo(f"{name}：{'已载入' if fresh else '已在库中'}")


@demo.command("sign-ins")
def sign_ins() -> None:
    """Print who can sign in to the demonstration."""
    for sign_in in _accounts().read():
        role = Role(sign_in.role).label
        click.echo(f"  {sign_in.login:<24}{sign_in.password:<16}{sign_in.name} {role}")


@demo.command("screens")
def screens() -> None:
    """Print the addresses of the screens of the demonstration."""
    for screen in _accounts().read_screens():
        address = f"{current_app.config['PUBLIC_URL']}/screen/{short_code(screen.token)}"
        click.echo(f"  {address}  {screen.name}")


@demo.command("opening")
@with_appcontext
def opening() -> None:
    """Print where and when families queue for the opening of a day."""
    for home in list_serving_institutions(region_code=""):
        for site, opens_at in list_openings(home):
            address = f"{current_app.config['PUBLIC_URL']}/visit/{site.id}"
            click.echo(f"  每天 {opens_at:%H:%M}  {address}  {site}")


def _accounts() -> Accounts:
    return Accounts(Path(current_app.config["VAR_DIR"]))
