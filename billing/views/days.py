"""日结: the report of a day, its file, and the lists behind its numbers."""

from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import queries
from billing.day_report import checks_of, sheets_of
from billing.kinds import ItemClass, PaymentMethod
from billing.views.asked import asked_day, asked_homes, asked_page, cashier_names, parse_day
from billing.views.blueprint import READERS, billing
from billing.views.files import xlsx
from kernel import clock
from kernel.errors import NotFound
from kernel.pages import Page
from kernel.web import open_to


@billing.get("/days")
@open_to(*READERS)
def choose_day_report() -> ResponseReturnValue:
    """From the date input; today where nothing was asked."""
    day = asked_day() or clock.today()
    values: dict[str, Any] = {"day": day.isoformat()} | asked_homes().questions
    return redirect(url_for("billing.get_day_report", **values))


@billing.get("/days/<day>")
@open_to(*READERS)
def get_day_report(day: str) -> ResponseReturnValue:
    return render_template("billing/get_day_report.html", **_report(day))


@billing.get("/days/<day>/sheet")
@open_to(*READERS)
def print_day_report(day: str) -> ResponseReturnValue:
    return render_template("billing/print_day_report.html", printed_at=clock.now(), **_report(day))


@billing.get("/days/<day>/xlsx")
@open_to(*READERS)
def download_day_report(day: str) -> ResponseReturnValue:
    home, asked = asked_homes().one, _day(day)
    report = queries.figures_of(home.id, asked)
    names = cashier_names(shift.cashier_id for shift in report.shifts)
    return xlsx(f"{home.code}-{asked}", sheets_of(report, home.name, names))


@billing.get("/days/<day>/bills")
@open_to(*READERS)
def list_bills_of_day(day: str) -> ResponseReturnValue:
    return _list("billing/list_bills_of_day.html", day, queries.list_bills_of_day)


@billing.get("/days/<day>/credit-notes")
@open_to(*READERS)
def list_credit_notes_of_day(day: str) -> ResponseReturnValue:
    return _list("billing/list_credit_notes_of_day.html", day, queries.list_credit_notes_of_day)


@billing.get("/days/<day>/fee-returns")
@open_to(*READERS)
def list_fee_returns_of_day(day: str) -> ResponseReturnValue:
    return _list("billing/list_fee_returns_of_day.html", day, queries.list_fee_returns_of_day)


@billing.get("/days/<day>/payments")
@open_to(*READERS)
def list_payments_of_day(day: str) -> ResponseReturnValue:
    return _list(
        "billing/list_payments_of_day.html",
        day,
        queries.list_payments_of_day,
        method=_asked_method(),
        unreceipted=bool(request.args.get("unreceipted")),
        late=bool(request.args.get("late")),
    )


@billing.get("/days/<day>/refunds")
@open_to(*READERS)
def list_refunds_of_day(day: str) -> ResponseReturnValue:
    return _list(
        "billing/list_refunds_of_day.html",
        day,
        queries.list_refunds_of_day,
        method=_asked_method(),
    )


@billing.get("/days/<day>/paper-refunds")
@open_to(*READERS)
def list_paper_refunds_of_day(day: str) -> ResponseReturnValue:
    return _list(
        "billing/list_paper_refunds_of_day.html",
        day,
        queries.list_paper_refunds_of_day,
        method=_asked_method(),
    )


@billing.get("/days/<day>/lines")
@open_to(*READERS)
def list_lines_of_day(day: str) -> ResponseReturnValue:
    return _list(
        "billing/list_lines_of_day.html",
        day,
        queries.list_lines_of_day,
        item_code=request.args.get("item", ""),
    )


@billing.get("/days/<day>/deposits")
@open_to(*READERS)
def list_deposits_of_day(day: str) -> ResponseReturnValue:
    return _list("billing/list_deposits_of_day.html", day, queries.list_deposits_of_day)


def _report(written: str) -> dict[str, Any]:
    homes, day = asked_homes(), _day(written)
    report = queries.figures_of(homes.one.id, day)
    return {
        "homes": homes,
        "home": homes.one,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < clock.today() else None,
        "report": report,
        "checks": checks_of(report),
        "cashiers": cashier_names(shift.cashier_id for shift in report.shifts),
        "method_of": PaymentMethod,
        "class_of": ItemClass,
        "questions": homes.questions_of_one,
    }


def _list(template: str, written: str, ask: Any, **wanted: Any) -> str:
    homes, day = asked_homes(), _day(written)
    page: Page = ask(homes.one.id, day, **wanted, **asked_page())
    return render_template(
        template,
        page=page,
        day=day,
        home=homes.one,
        method_of=PaymentMethod,
        questions=homes.questions_of_one,
        **wanted,
    )


def _day(written: str) -> date:
    day = parse_day(written)
    if day is None:
        raise NotFound
    return day


def _asked_method() -> PaymentMethod | None:
    method = request.args.get("method", "")
    return PaymentMethod(method) if method in set(PaymentMethod) else None
