"""The officer's pages: figures, the records behind each of them, the journal."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing.classes import Payer
from billing.queries import list_funding, sum_waived
from funeral.kinds import Source
from funeral.queries.cases import find_case, list_cases_opened
from funeral.queries.certificates import list_certificates
from funeral.queries.cremation import cases_by_id, list_cremations
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.operations import registry, say_operation
from kernel.people.actors import Role
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to
from oversight import operations, queries
from oversight.changes import changes_of, record_words
from oversight.forms import RecordDeathsForm
from oversight.period import Period, asked_period

if TYPE_CHECKING:
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
    return render_template(
        "oversight/dashboard.html",
        period=period,
        figures=figures,
        trend=trend,
        by_institution=by_institution,
        **_proof(),
    )


@oversight.get("/cremations")
@open_to(Role.OFFICER)
def list_cremations_of_month() -> ResponseReturnValue:
    return _list("oversight/list_cremations.html", list_cremations)


@oversight.get("/certificates")
@open_to(Role.OFFICER)
def list_certificates_of_month() -> ResponseReturnValue:
    return _list("oversight/list_certificates.html", list_certificates)


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


def _list(template: str, list_between: "Callable[..., Page]", **words: Any) -> str:
    """A list of the month with the case each row belongs to."""
    period = asked_period()
    with _looking_at(period):
        page = list_between(*queries.month_range(period.month), **_asked_page())
        cases = cases_by_id({getattr(row, "case_id", row.id) for row in page.items})
    homes = {home.id: home.name for home in period.choices}
    return render_template(template, period=period, page=page, cases=cases, homes=homes, **words)


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
