"""What booking gives the system: its pages and commands, its slips and screens, what its codes are;
which families the house expects, and who waits for what it frees."""

from flask import Flask

from booking.cli import booking as commands
from booking.jobs import offer_freed
from booking.queries import find_waiting_code, list_names_of_plans
from booking.scanned import FINDERS
from booking.specimens import SPECIMENS
from booking.views import booking, expected_families
from booking.views.screens import TICKET_MACHINE, WAITING_BOARD
from funeral.panels import add_booked, add_expected, add_names, add_waiting
from hardware.scanning import add_finders
from hardware.screens import add_screen_kind
from hardware.specimens import add_specimens


def wire(app: Flask) -> None:
    app.register_blueprint(booking)
    app.cli.add_command(commands)
    add_expected(app, expected_families)
    add_booked(app, find_waiting_code)
    add_waiting(app, offer_freed)
    add_names(app, list_names_of_plans)
    add_finders(app, FINDERS)
    for kind in (WAITING_BOARD, TICKET_MACHINE):
        add_screen_kind(app, kind)
    add_specimens(app, SPECIMENS)
