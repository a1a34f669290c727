"""公示: the order of a home's cremations, planned and actual, for everybody and without names."""

import uuid
from datetime import date, timedelta

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from funeral.kinds import OrderKind
from funeral.queries import order
from funeral.queries.terms import last_day
from funeral.views.blueprint import funeral
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import find_staff
from kernel.places import InstitutionKind, find_institution, list_institutions
from kernel.web import PUBLIC, open_to

DAYS_KEPT = 30
# For the screen in the hall only: a page must not change under who reads it (WCAG 2.2.1).
SECONDS = 60


@funeral.get("/order")
@open_to(PUBLIC)
def list_order_homes() -> ResponseReturnValue:
    homes = list_institutions(InstitutionKind.FUNERAL_HOME)
    if len(homes) == 1:
        return redirect(url_for("funeral.list_order", code=homes[0].code))
    return render_template("funeral/list_order_homes.html", homes=homes)


@funeral.get("/order/<code>")
@open_to(PUBLIC)
def list_order(code: str) -> ResponseReturnValue:
    """`day`: today if none. `live`: fetched anew every minute, for a screen in the hall."""
    home = find_institution(code)
    if home is None or home.kind != InstitutionKind.FUNERAL_HOME:
        raise NotFound
    day = _asked_day()
    if not clock.today() - timedelta(days=DAYS_KEPT) <= day <= last_day(home.id):
        raise NotFound
    page = make_response(
        render_template(
            "funeral/list_order.html",
            home=home,
            day=day,
            before=day - timedelta(days=1),
            after=day + timedelta(days=1),
            last_day=last_day(home.id),
            rows=order.list_order(home.id, day),
            changes=order.list_order_changes(home.id, day),
            kind_of=lambda change: OrderKind(change.kind).label,
            role_of=lambda change: _role_of(change.changed_by),
            now=clock.now(),
        )
    )
    if request.args.get("live"):
        page.headers["Refresh"] = str(SECONDS)
    return page


def _asked_day() -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()


def _role_of(by: str) -> str:
    """ "staff:0192…" as the public may know it: the post, not the person."""
    kind, _colon, staff_id = by.partition(":")
    staff = find_staff(uuid.UUID(staff_id)) if kind == "staff" else None
    return Role(staff.role).label if staff else str(_("系统"))
