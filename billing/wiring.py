"""What billing gives the system: its pages and commands, its papers, what its codes are."""

from flask import Flask

from billing.cli import billing as commands
from billing.fact_links import add_fact_link
from billing.kinds import FactKind
from billing.paper_specimens import PAPERS
from billing.scanned import FINDERS as CODES
from billing.scanned_sheets import FINDERS as SHEET_CODES
from billing.specimens import SPECIMENS
from billing.views import billing
from billing.views.goods import movement_link
from hardware.paper_specimens import add_paper_specimens
from hardware.scanning import add_finders
from hardware.specimens import add_specimens


def wire(app: Flask) -> None:
    app.register_blueprint(billing)
    app.cli.add_command(commands)
    for codes in (CODES, SHEET_CODES):
        add_finders(app, codes)
    add_specimens(app, SPECIMENS)
    add_paper_specimens(app, PAPERS)
    add_fact_link(app, FactKind.STOCK_MOVEMENT, movement_link)
