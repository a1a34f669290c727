"""flask oversight …"""

import click
from flask import current_app
from flask.cli import AppGroup

from kernel import clock, sealing
from oversight import queries
from oversight.proof import say_broken

oversight = AppGroup("oversight", help="The journal's proof.")


@oversight.command("verify-journal")
def verify_journal() -> None:
    """Recompute the whole chain; exit 1 and name the first broken entry."""
    broken = sealing.verify_journal(current_app.extensions["journal_key"])
    if broken:
        raise click.ClickException(say_broken(broken))
    seal = queries.find_last_seal()
    if seal is None:
        click.echo("还没有封存过办理记录。")
        return
    click.echo(
        f"办理记录完整：已封存 {seal.position} 条，"
        f"最后一次在 {clock.say_stamp(seal.sealed_at)}；尚未封存 {queries.count_unsealed()} 条。"
    )
