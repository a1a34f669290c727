"""The officer's pages: figures, the records behind each of them, the journal."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing.classes import Payer
from billing.queries import list_funding, sum_waived
from cemetery.ashes.laid import Answer, LaidOnly
from cemetery.ashes.queries.laid_to_rest import list_laid
from cemetery.law.eco_burial import RestWay, bases_on
from cemetery.queries import list_deposits_made
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.queries import list_scattered
from funeral.kinds import Source
from funeral.queries.cases import find_case, list_cases_opened
from funeral.queries.certificates import list_certificates
from funeral.queries.cremation import cases_by_id, list_cremations
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.operations import registry, say_operation
from kernel.people.actors import Role
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to
from oversight import operations, queries
from oversight.chain import prove, records_of
from oversight.changes import changes_of, record_words
from oversight.eco_burial import eco_figures, year_range
from oversight.forms import RecordDeathsForm
from oversight.period import Period, asked_period

if TYPE_CHECKING:
    from datetime import datetime

    from kernel.pages import Page

oversight = Blueprint("oversight", __name__, url_prefix="/oversight", cli_group=None)
TREND_MONTHS = 12


@oversight.get("")
@open_to(Role.OFFICER)
def dashboard() -> ResponseReturnValue:
    period = asked_period()
    by_institution = []
    for home in period.homes if len(period.homes) > 1 else []:
        with queries.seeing_only([home.id]):
            by_institution.append((home, queries.month_figures(home.region_code, period.month)))
    with _looking_at(period):
        figures = queries.month_figures(period.region_code, period.month)
        trend = queries.count_cremations_by_month(period.month, TREND_MONTHS)
        eco = eco_figures(*year_range(period.month))
    return render_template(
        "oversight/dashboard.html",
        period=period,
        figures=figures,
        trend=trend,
        eco=eco,
        by_institution=by_institution,
        **_proof(),
    )


@oversight.get("/cremations")
@open_to(Role.OFFICER)
def list_cremations_of_month() -> ResponseReturnValue:
    span = _asked_span()
    return _list(
        "oversight/list_cremations.html", list_cremations, span, of_year=span is year_range
    )


@oversight.get("/certificates")
@open_to(Role.OFFICER)
def list_certificates_of_month() -> ResponseReturnValue:
    return _list("oversight/list_certificates.html", list_certificates)


@oversight.get("/deposits")
@open_to(Role.OFFICER)
def list_deposits_of_month() -> ResponseReturnValue:
    return _list("oversight/list_deposits.html", list_deposits_made)


@oversight.get("/scattered")
@open_to(Role.OFFICER)
def list_scattered_of_month() -> ResponseReturnValue:
    return _list("oversight/list_scattered.html", list_scattered, voyage_kind=VoyageKind)


@oversight.get("/eco-burials")
@open_to(Role.OFFICER)
def show_eco_burials() -> ResponseReturnValue:
    """Of the month and of the year so far, since the rate is told by the year."""
    period = asked_period()
    with _looking_at(period):
        of_month = eco_figures(*queries.month_range(period.month))
        of_year = eco_figures(*year_range(period.month))
    last_day = clock.add_months(date.fromisoformat(f"{period.month}-01"), 1) - timedelta(days=1)
    return render_template(
        "oversight/show_eco_burials.html",
        period=period,
        spans=(("month", of_month), ("year", of_year)),
        of_year=of_year,
        bases=bases_on(period.region_code, last_day),
    )


@oversight.get("/laid-to-rest")
@open_to(Role.OFFICER)
def list_laid_to_rest() -> ResponseReturnValue:
    """The persons behind each number of show_eco_burials."""
    span = _asked_span()
    way, answer = request.args.get("way", ""), request.args.get("answer", "")
    only = LaidOnly(
        way=RestWay(way) if way in set(RestWay) else None,
        answer=Answer(answer) if answer in set(Answer) else None,
        green=request.args.get("green") == "1",
    )
    return _list(
        "oversight/list_laid_to_rest.html",
        partial(list_laid, only=only),
        span,
        only=only,
        of_year=span is year_range,
    )


@oversight.get("/cases")
@open_to(Role.OFFICER)
def list_cases_of_month() -> ResponseReturnValue:
    sources = {source.value: source.label for source in Source}
    return _list("oversight/list_cases.html", list_cases_opened, sources=sources)


@oversight.get("/waivers")
@open_to(Role.OFFICER)
def list_waivers() -> ResponseReturnValue:
    period = asked_period()
    with _looking_at(period):
        start, end = queries.month_range(period.month)
        page = list_funding(start, end, **_asked_page())
        total = sum_waived(start, end)
    return render_template(
        "oversight/list_waivers.html", period=period, page=page, total=total, payer_of=Payer
    )


@oversight.route("/deaths", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def record_deaths() -> ResponseReturnValue:
    period = asked_period()
    known = queries.find_death_count(period.region_code, period.month)
    form = RecordDeathsForm(obj=known)
    if form.validate_on_submit():
        try:
            operations.record_deaths(
                region_code=period.region_code,
                month=period.month,
                deaths=form.deaths.data or 0,
                deaths_in_zone=form.deaths_in_zone.data,
                source=form.source.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("死亡人口已登记。"))
            return redirect(url_for("oversight.dashboard", **period.questions))
    return render_template("oversight/record_deaths.html", form=form, period=period, known=known)


@oversight.get("/journal")
@open_to(Role.OFFICER)
def list_journal() -> ResponseReturnValue:
    number = request.args.get("case", "").strip()
    case = find_case(number) if number else None
    page = queries.list_journal(
        operation=request.args.get("operation", ""),
        record=request.args.get("record", ""),
        case_id=case.id if case else None,
        **_asked_page(),
    )
    names = staff_names({entry.by for entry in page.items})
    return render_template(
        "oversight/list_journal.html",
        page=page,
        who={entry.id: say_who(entry.by, names) for entry in page.items},
        records={entry.id: record_words(entry) for entry in page.items},
        institutions={one.id: one.name for one in queries.list_seen_institutions()},
        say_operation=say_operation,
        operations=sorted(registry, key=say_operation),
        number=number,
        unknown=bool(number and case is None),
        **_proof(),
    )


@oversight.get("/proof")
@open_to(Role.OFFICER)
def list_proof() -> ResponseReturnValue:
    """What was recorded of a scanned record and its case, each entry checked against its seal."""
    number = request.args.get("case", "").strip()
    records = records_of(request.args.get("record", "").strip(), number)
    page = queries.list_journal_of(records, page=request.args.get("page", 1, type=int))
    names = staff_names({entry.by for entry in page.items})
    proofs = {entry.id: prove(entry) for entry in page.items}
    return render_template(
        "oversight/list_proof.html",
        page=page,
        number=number,
        proofs=proofs,
        broken=sum(not proof.is_whole for proof in proofs.values()),
        who={entry.id: say_who(entry.by, names) for entry in page.items},
        records={entry.id: record_words(entry) for entry in page.items},
        say_operation=say_operation,
        **_proof(),
    )


@oversight.get("/journal/<uuid:entry_id>")
@open_to(Role.OFFICER)
def get_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = queries.get_entry(entry_id)
    return render_template(
        "oversight/get_entry.html",
        entry=entry,
        what=say_operation(entry.operation),
        who=say_who(entry.by, staff_names({entry.by})),
        institutions={one.id: one.name for one in queries.list_seen_institutions()},
        changes=changes_of(entry),
        together=queries.list_entries_with(entry),
        say_operation=say_operation,
        link=queries.find_link(entry.id),
    )


def _list(
    template: str,
    list_between: "Callable[..., Page]",
    range_of: "Callable[[str], tuple[datetime, datetime]]" = queries.month_range,
    **words: Any,
) -> str:
    """A list of the month, or another span that ends with it, with the case each row belongs to."""
    period = asked_period()
    with _looking_at(period):
        page = list_between(*range_of(period.month), **_asked_page())
        cases = cases_by_id({getattr(row, "case_id", row.id) for row in page.items})
    homes = {home.id: home.name for home in period.choices}
    return render_template(template, period=period, page=page, cases=cases, homes=homes, **words)


def _asked_span() -> "Callable[[str], tuple[datetime, datetime]]":
    """The month looked at, or the year up to its end."""
    return year_range if request.args.get("span") == "year" else queries.month_range


def _looking_at(period: Period) -> Any:
    return queries.seeing_only([home.id for home in period.homes])


def _asked_page() -> dict[str, Any]:
    return {
        "page": request.args.get("page", 1, type=int),
        "sort": request.args.get("sort", ""),
        "direction": request.args.get("direction", "desc"),
    }


def _proof() -> dict[str, Any]:
    return {"seal": queries.find_last_seal(), "unsealed": queries.count_unsealed()}
