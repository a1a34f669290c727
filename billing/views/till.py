"""收款: where the money's pages are, and today at a glance."""

import uuid
from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import queries
from billing.day_report import checks_of
from billing.fiscal import find_platform
from billing.known_cases import get_known_case
from billing.views.asked import asked_homes
from billing.views.blueprint import READERS, TILL, billing
from kernel import clock
from kernel.errors import NotFound
from kernel.regions import county_of
from kernel.web import asker, open_to


@billing.get("/till")
@open_to(*READERS)
def show_till() -> ResponseReturnValue:
    return _show()


@billing.get("/till/find")
@open_to(*TILL)
def find_bill() -> ResponseReturnValue:
    """By its own number, a receipt's or the case's, whichever paper is at hand."""
    typed = request.args.get("number", "").strip()
    for seek in (_bill, _receipt, _case):
        with suppress(NotFound):
            return redirect(seek(typed))
    return _show(typed, NotFound.message)


def _bill(number: str) -> str:
    return url_for("billing.get_bill", number=queries.get_bill(number).number)


def _receipt(number: str) -> str:
    """To its bill; that of a deposit has none yet."""
    receipt = queries.get_receipt(number)
    bill = receipt.payment.bill
    if bill is None:
        return url_for("billing.get_receipt", number=receipt.number)
    return url_for("billing.get_bill", number=bill.number)


def _case(number: str) -> str:
    return url_for("funeral.get_case", number=get_known_case(number).number)


def _show(typed: str = "", mistake: str = "") -> ResponseReturnValue:
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
        waiting_fen=sum(one.fen for one in waiting),
        without_fiscal=queries.count_without_fiscal(home.id),
        fetching=find_platform() is not None,
        typed=typed,
        mistake=mistake,
        recount=queries.recount(home, clock.today().year),
    )
