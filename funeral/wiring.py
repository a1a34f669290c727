"""What the funeral gives the system: its pages and commands, its papers, what its codes are; the
cases and names that billing asks for without knowing either."""

from flask import Flask

from billing.fact_links import add_fact_link
from billing.known_cases import add_cases, add_namer
from funeral.cli import funeral as commands
from funeral.paper_specimens import PAPERS
from funeral.queries.cases import masked_names_of_cases
from funeral.queries.rewards import find_known_case
from funeral.scanned import FINDERS as CODES
from funeral.scanned_papers import FINDERS as PAPER_CODES
from funeral.specimens import SPECIMENS
from funeral.views import funeral
from funeral.views.fact_links import LINKS
from funeral.views.screens import HALL_DOOR
from hardware.paper_specimens import add_paper_specimens
from hardware.scanning import add_finders
from hardware.screens import add_screen_kind
from hardware.specimens import add_specimens


def wire(app: Flask) -> None:
    app.register_blueprint(funeral)
    app.cli.add_command(commands)
    add_cases(app, find_known_case)
    add_namer(app, masked_names_of_cases)
    for codes in (CODES, PAPER_CODES):
        add_finders(app, codes)
    add_screen_kind(app, HALL_DOOR)
    add_specimens(app, SPECIMENS)
    add_paper_specimens(app, PAPERS)
    for fact, link in LINKS.items():
        add_fact_link(app, fact, link)
