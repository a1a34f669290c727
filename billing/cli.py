"""flask billing …: prices and waiver policies from the command line."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from billing import operations
from kernel.errors import Refusal
from kernel.people.actors import SETUP

billing = AppGroup("billing", help="Price lists, waiver policies, bills.")


@billing.command("publish-policy")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def publish_policy(file: Path) -> None:
    """Put a county's waiver policy (docs/waiver-policy.md) in force."""
    try:
        policy = operations.publish_policy(source=file.read_text(encoding="utf-8"), by=SETUP)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{policy.title} {policy.code} {policy.version}")
