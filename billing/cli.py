"""flask billing …: prices and waiver policies from the command line."""

import json
from datetime import date, timedelta
from pathlib import Path

import click
from click.exceptions import Exit
from flask.cli import AppGroup, with_appcontext

from billing import operations
from billing.case_file import parse_case
from billing.case_result import assess_case
from billing.policy_drafts import read_waiver_draft
from billing.policy_text.file import parse_policy
from billing.queries.what_ifs import Span, count_bills, replay_all
from billing.what_if import Totals, as_if_in_force
from billing.what_if.report import as_report, as_text
from kernel import clock
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


@billing.command("what-if")
@click.option("--policy", "file", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--region", required=True, help="GB/T 2260 code; bills of all homes inside it.")
@click.option("--from", "first", required=True, help="First month, 2026-01.")
@click.option("--to", "last", required=True, help="Last month, included.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def what_if(file: Path, region: str, first: str, last: str, as_json: bool) -> None:  # noqa: FBT001 — an option
    """What the bills of these months would have been waived under another policy; keeps nothing."""
    start, end = _first_of(first), clock.add_months(_first_of(last), 1) - timedelta(days=1)
    try:
        policy = as_if_in_force(read_waiver_draft(file.read_text(encoding="utf-8"), region))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    span = Span.of(region, start, end, clock.now())
    total, totals = count_bills(span), Totals()
    for done, sums in replay_all(policy, span):
        totals = sums
        click.echo(f"{done:,} / {total:,}", err=True)
    if not as_json:
        click.echo(as_text(totals))
        return
    asked = {"policy": policy.code, "version": policy.version, "region": region}
    report = asked | {"from": first, "to": last} | as_report(totals)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def _first_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise click.BadParameter("请把月份写成2026-01的形式。") from error
