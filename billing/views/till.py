"""收款: where the money's pages are, and today at a glance."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from billing import queries
from billing.classes import Payer
from billing.day_report import checks_of
from billing.fiscal import find_platform
from billing.views.asked import asked_homes
from billing.views.blueprint import READERS, TILL, billing
from kernel import clock
from kernel.regions import county_of
from kernel.web import asker, open_to


@billing.get("/till")
@open_to(*READERS)
def show_till() -> ResponseReturnValue:
    homes, by = asked_homes(), asker()
    home = homes.one
    report = queries.figures_of(home.id, clock.today())
    own = queries.find_open_shift(uuid.UUID(by.id)) if by.role in TILL else None
    waiting = queries.list_waiting(home.id, county_of(home.region_code) or home.region_code)
    return render_template(
        "billing/show_till.html",
        homes=homes,
        home=home,
        report=report,
        checks=checks_of(report),
        shift=own,
        moved=queries.cash_of(own) if own else None,
        waiting_fen=sum(one.fen for one in waiting if one.payer != Payer.INSTITUTION),
        without_fiscal=queries.count_without_fiscal(home.id),
        fetching=find_platform() is not None,
        recount=queries.recount(home, clock.today().year),
    )
