"""What the ground gives the system: the pages of every part of it and its commands, its papers,
what its codes are; what stands on a case's page, and what follows when ashes are packed or go."""

from flask import Flask

from billing.fact_links import add_fact_link
from billing.kinds import FactKind
from billing.known_burials import add_burials
from cemetery.ashes.following import (
    begin_portion,
    end_portions,
    find_deposit_in_the_way,
    say_elsewhere,
)
from cemetery.ashes.queries.burials import find_burial_of
from cemetery.ashes.scanned import FINDERS as ASH_CODES
from cemetery.ashes.scanned import ashes_of
from cemetery.ashes.uncollected.views import uncollected
from cemetery.ashes.views import ashes
from cemetery.cli import cemetery as commands
from cemetery.ground.views import ground
from cemetery.keeping.views import keeping, renewal_link
from cemetery.memorials.scanned import FINDERS as MEMORIAL_CODES
from cemetery.memorials.views import memorial_panel, memorials
from cemetery.paper_specimens import PAPERS
from cemetery.rights.scanned import FINDERS as RIGHT_CODES
from cemetery.rights.views import right_link, right_panel, rights_pages
from cemetery.scanned import FINDERS, deposit_after
from cemetery.specimens import SPECIMENS
from cemetery.texts_about import TEXTS
from cemetery.views import ashes_panel, cemetery, deposit_link
from cemetery.visits.views import sweep_link, visits
from cemetery.voyages.paper_specimens import PAPERS as VOYAGE_PAPERS
from cemetery.voyages.scanned import FINDERS as VOYAGE_CODES
from cemetery.voyages.specimens import SPECIMENS as VOYAGE_SPECIMENS
from cemetery.voyages.views import registration_link, voyages, voyages_panel
from funeral.panels import add_elsewhere, add_handed_over, add_keeper, add_packed, add_panel
from hardware.paper_specimens import add_paper_specimens
from hardware.scanning import add_acts, add_finders
from hardware.specimens import add_specimens
from kernel.texts.known import add_about

PAGES = (cemetery, keeping, ashes, uncollected, ground, memorials, rights_pages, visits, voyages)
PANELS = (ashes_panel, right_panel, voyages_panel, memorial_panel)
CODES = (FINDERS, ASH_CODES, RIGHT_CODES, MEMORIAL_CODES, VOYAGE_CODES)
LINKS = {
    FactKind.ASH_DEPOSIT: deposit_link,
    FactKind.DEPOSIT_RENEWAL: renewal_link,
    FactKind.VOYAGE: registration_link,
    FactKind.RIGHT: right_link,
    FactKind.SWEEP: sweep_link,
}


def wire(app: Flask) -> None:
    for pages in PAGES:
        app.register_blueprint(pages)
    app.cli.add_command(commands)
    for panel in PANELS:
        add_panel(app, panel)
    add_keeper(app, find_deposit_in_the_way)
    add_packed(app, begin_portion)
    add_handed_over(app, end_portions)
    add_elsewhere(app, say_elsewhere)
    add_burials(app, find_burial_of)
    for codes in CODES:
        add_finders(app, codes)
    add_acts(app, deposit_after)
    add_acts(app, ashes_of)
    add_specimens(app, (*SPECIMENS, *VOYAGE_SPECIMENS))
    add_paper_specimens(app, (*PAPERS, *VOYAGE_PAPERS))
    for table, about in TEXTS.items():
        add_about(app, table, about)
    for fact, link in LINKS.items():
        add_fact_link(app, fact, link)
