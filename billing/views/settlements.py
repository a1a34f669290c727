"""财政结算: what waits, the batches, one batch on screen, on paper and as a file."""

from datetime import date
from typing import Any, cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing import operations, queries
from billing.classes import Payer
from billing.forms import FreezeSettlementForm, RecordSettlementPaidForm
from billing.kinds import ItemClass
from billing.known_cases import masked_names
from billing.models import Settlement
from billing.periods import Period
from billing.settlement_paper import SETTLEMENT
from billing.settlement_sheets import settlement_sheets
from billing.statement import digest_of, sum_by_item
from billing.views.asked import Homes, asked_homes, asked_page
from billing.views.blueprint import READERS, SETTLERS, billing
from billing.views.files import xlsx
from hardware.queries import list_documents
from kernel import clock, regions
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.places import get_institution
from kernel.web import Form, asker, open_to


@billing.get("/settlements")
@open_to(*READERS)
def list_settlements() -> ResponseReturnValue:
    return _list(FreezeSettlementForm(formdata=None))


@billing.post("/settlements")
@open_to(*SETTLERS)
def freeze_settlement() -> ResponseReturnValue:
    form, home = FreezeSettlementForm(), asked_homes().chosen
    if home is None:
        raise NotFound
    form.offer()
    settlement = form.carry_out(
        lambda: operations.freeze_settlement(
            institution_id=home.id,
            payer=Payer(form.payer.data),
            period=form.period.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if settlement:
        flash(str(_("结算单 %(number)s 已出具。")) % {"number": settlement.number})
        return redirect(url_for("billing.get_settlement", number=settlement.number))
    return _list(form)


@billing.get("/settlements/<number>")
@open_to(*READERS)
def get_settlement(number: str) -> ResponseReturnValue:
    return show_settlement(queries.get_settlement(number), RecordSettlementPaidForm(formdata=None))


@billing.post("/settlements/<number>/paid")
@open_to(*SETTLERS)
def record_settlement_paid(number: str) -> ResponseReturnValue:
    settlement = queries.get_settlement(number)
    form = RecordSettlementPaidForm()
    paid = form.carry_out(
        lambda: operations.record_settlement_paid(
            number=settlement.number,
            paid_on=cast(date, form.paid_on.data),
            reference=form.reference.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if paid:
        flash(_("拨付已登记。"))
        return redirect(url_for("billing.get_settlement", number=settlement.number))
    return show_settlement(queries.get_settlement(number), form)


@billing.get("/settlements/<number>/statement")
@open_to(*READERS)
def print_settlement(number: str) -> ResponseReturnValue:
    settlement = queries.get_settlement(number)
    return render_template(
        "billing/print_settlement.html", printed_at=clock.now(), **settlement_words(settlement)
    )


@billing.get("/settlements/<number>/xlsx")
@open_to(*READERS)
def download_settlement(number: str) -> ResponseReturnValue:
    settlement = queries.get_settlement(number)
    lines = queries.list_settled(settlement.id)
    home = get_institution(settlement.institution_id).name
    names = masked_names({line.case_id for line in lines})
    return xlsx(settlement.number, settlement_sheets(settlement, lines, home, names))


def _list(form: FreezeSettlementForm) -> str:
    homes = asked_homes()
    waiting = _waiting(homes)
    if form.payer.choices is None:
        form.offer()
        # Most homes have one payer to settle with.
        form.payer.data = next((one.payer for _home, one, _day in waiting), None)
    page = queries.list_settlements(
        institution_id=homes.chosen.id if homes.chosen else None, **asked_page()
    )
    return render_template(
        "billing/list_settlements.html",
        page=page,
        homes=homes,
        form=form,
        waiting=waiting,
        payer_of=Payer,
        period_of=_period_of,
        settles=asker().role in SETTLERS and bool(homes.choices),
    )


def show_settlement(
    settlement: Settlement, form: RecordSettlementPaidForm, *, other: Form | None = None
) -> ResponseReturnValue:
    """`other`: another form of this page that was refused."""
    if not form.is_submitted():
        form.paid_on.data = clock.today()
    page = queries.list_entries_of(settlement.id, **asked_page("asc"))
    return render_template(
        "billing/get_settlement.html",
        page=page,
        rows=queries.settled_lines(page.items),
        form=other or form,
        paid_form=form,
        new_form=Form,
        documents=list_documents(settlement.institution_id, [settlement.number], [SETTLEMENT]),
        settles=asker().role in SETTLERS,
        full_name=regions.full_name,
        **settlement_words(settlement),
    )


def settlement_words(settlement: Settlement) -> dict[str, Any]:
    """The batch with its lines reckoned again, to be compared with what was stored."""
    lines = queries.list_settled(settlement.id)
    home = get_institution(settlement.institution_id)
    people = {settlement.frozen_by} | ({settlement.paid.recorded_by} if settlement.paid else set())
    return {
        "settlement": settlement,
        "home": home,
        "sums": sum_by_item(lines),
        "lines": len(lines),
        "intact": digest_of(settlement.payer, lines) == settlement.digest,
        "other_fen": sum(x.fen for x in lines if x.is_of_other_county(home.region_code)),
        "payer": Payer(settlement.payer).label,
        "period": _period_of(settlement),
        "class_of": ItemClass,
        "names": staff_names(people),
        "say_who": say_who,
    }


def _waiting(homes: Homes) -> list[Any]:
    """What each payer owes each home, with the day it was last settled to."""
    return [
        (home, one, queries.find_last_settled_day(home.id, one.payer))
        for home in homes.shown
        for one in queries.list_waiting(
            home.id, regions.county_of(home.region_code) or home.region_code
        )
    ]


def _period_of(settlement: Settlement) -> Period:
    return Period(settlement.period_from, settlement.period_to)
