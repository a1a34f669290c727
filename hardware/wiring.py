"""What hardware gives the system: its pages, its commands, what its own codes are."""

from flask import Flask

from hardware.cli import hardware as commands
from hardware.scanning import TRIAL_FINDERS, add_finders
from hardware.specimens import add_specimens
from hardware.trial_page import SPECIMEN as TRIAL_PAGE
from hardware.views import hardware


def wire(app: Flask) -> None:
    app.register_blueprint(hardware)
    app.cli.add_command(commands)
    add_finders(app, TRIAL_FINDERS)
    add_specimens(app, (TRIAL_PAGE,))
