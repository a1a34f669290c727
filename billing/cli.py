"""flask billing …: prices and waiver policies from the command line."""

from pathlib import Path

import click
from click.exceptions import Exit
from flask.cli import AppGroup, with_appcontext

from billing import operations
from billing.case_file import parse_case
from billing.case_result import assess_case
from billing.policy_file import parse_policy
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import SETUP

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# What the shell is told when a file has a mistake.
MISTAKE = 2

billing = AppGroup("billing", help="Price lists, waiver policies, bills.")


@billing.command("publish-policy")
@click.argument("file", type=FILE)
@with_appcontext
def publish_policy(file: Path) -> None:
    """Put a county's waiver policy (docs/waiver-policy.md) in force."""
    try:
        policy = operations.publish_policy(source=file.read_text(encoding="utf-8"), by=SETUP)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{policy.title} {policy.code} {policy.version}")


@billing.command("assess-waiver", with_appcontext=False)
@click.option("--policy", "policy_file", type=FILE, required=True)
@click.option("--case", "case_file", type=FILE, required=True)
@click.option("--json", "as_json", is_flag=True, help="For programs; else for reading.")
def assess_waiver(policy_file: Path, case_file: Path, *, as_json: bool) -> None:
    """What a policy file waives or pays out in one case (docs/waiver-policy.md). No database."""
    try:
        policy = parse_policy(policy_file.read_text(encoding="utf-8"), policy_file.name)
        case = parse_case(case_file.read_text(encoding="utf-8"), case_file.name)
        result = assess_case(policy, case)
    except UnicodeDecodeError as error:
        click.echo(_("文件不是UTF-8编码的文本。"), err=True)
        raise Exit(MISTAKE) from error
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        raise Exit(MISTAKE) from refusal
    click.echo(result.as_json() if as_json else result.as_text())
