"""What oversight gives the system: its pages, its commands, the way from a code to the journal."""

from flask import Flask

from hardware.scanning import add_acts
from oversight.cli import oversight as commands
from oversight.scanned import journal_of
from oversight.views import oversight


def wire(app: Flask) -> None:
    app.register_blueprint(oversight)
    app.cli.add_command(commands)
    add_acts(app, journal_of)
