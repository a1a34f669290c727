"""叫号: the windows' page, the kinds an administrator offers, and a family's own number."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from booking import operations, queries
from booking.forms import CallNextForm, SetTicketKindForm, TakeTicketForm, WindowForm
from booking.kinds import TicketState, say_window
from booking.models import QueueTicket
from booking.ticket_wait import say_wait
from booking.views.blueprint import booking
from booking.views.desk import home_id
from booking.views.steps import STAFF
from hardware.queries import find_desk
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, asker, open_to

WINDOWS = (*STAFF, Role.COLUMBARIUM)
KEEPER = (Role.ADMINISTRATOR,)
# Where this member of staff sits, until signing out; else the desk whose printer they use.
WINDOW = "window"


@booking.get("/queue")
@open_to(*WINDOWS)
def list_tickets() -> ResponseReturnValue:
    return _windows_page()


@booking.post("/queue/window")
@open_to(*WINDOWS)
def choose_window() -> ResponseReturnValue:
    form = WindowForm()
    if form.validate_on_submit():
        session[WINDOW] = (form.window.data or "").strip()
        return redirect(url_for("booking.list_tickets"))
    return _windows_page(window_form=form)


@booking.post("/queue/take")
@open_to(*WINDOWS)
def take_ticket() -> ResponseReturnValue:
    form = _take_form()
    ticket = form.carry_out(
        lambda: operations.take_ticket(
            institution_id=home_id(),
            letter=form.letter.data or "",
            priority=form.priority.data or "",
            reference=form.reference.data or "",
            address=current_app.config["PUBLIC_URL"],
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if ticket:
        flash(str(_("已取号 %(number)s。")) % {"number": ticket.number})
        return redirect(url_for("booking.list_tickets"))
    return _windows_page(take_form=form)


@booking.post("/queue/call")
@open_to(*WINDOWS)
def call_next() -> ResponseReturnValue:
    form = _call_form()
    return _done(
        form,
        lambda: operations.call_next(
            institution_id=home_id(),
            window=_window(),
            letter=form.letter.data or None,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@booking.post("/queue/<uuid:ticket_id>/call")
@open_to(*WINDOWS)
def call_again(ticket_id: uuid.UUID) -> ResponseReturnValue:
    form, ticket = Form(), queries.get_ticket(ticket_id)
    return _done(
        form,
        lambda: operations.call_again(
            ticket_id=ticket.id,
            window=_window(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@booking.post("/queue/<uuid:ticket_id>/finish")
@open_to(*WINDOWS)
def finish_ticket(ticket_id: uuid.UUID) -> ResponseReturnValue:
    form, ticket = Form(), queries.get_ticket(ticket_id)
    return _done(
        form,
        lambda: operations.finish_ticket(
            ticket_id=ticket.id,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@booking.post("/queue/<uuid:ticket_id>/set-aside")
@open_to(*WINDOWS)
def set_aside(ticket_id: uuid.UUID) -> ResponseReturnValue:
    form, ticket = Form(), queries.get_ticket(ticket_id)
    return _done(
        form,
        lambda: operations.set_aside(
            ticket_id=ticket.id,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@booking.route("/queue/kinds", methods=["GET", "POST"])
@open_to(*KEEPER)
def set_ticket_kind() -> ResponseReturnValue:
    form = SetTicketKindForm()
    if form.carry_out(
        lambda: operations.set_ticket_kind(
            institution_id=home_id(),
            letter=form.letter.data or "",
            label=form.label.data or "",
            offered=form.offered.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("已保存。"))
        return redirect(url_for("booking.set_ticket_kind"))
    kinds = queries.list_ticket_kinds(home_id())
    return render_template("booking/set_ticket_kind.html", form=form, kinds=kinds)


def _window() -> str:
    return session.get(WINDOW) or find_desk(asker())


@booking.get("/Q/<token>")
@booking.get("/q/<token>")
@open_to(PUBLIC)
def show_ticket(token: str) -> ResponseReturnValue:
    """Whoever has the paper sees how many are before; it names nobody."""
    ticket = queries.find_ticket(token.upper())
    if ticket is None:
        raise NotFound
    return render_template("booking/show_ticket.html", **waiting_of(ticket))


def waiting_of(ticket: QueueTicket) -> dict[str, Any]:
    """What a family is told about its own number."""
    before = queries.count_before(ticket)
    took = queries.list_service_times(ticket.kind_id)
    windows = queries.count_open_windows(ticket.institution_id)
    return {
        "ticket": ticket,
        "state": TicketState(ticket.state),
        "before": before,
        "said_wait": say_wait(before, took, windows),
        "is_today": ticket.day == clock.today(),
        "home": get_institution(ticket.institution_id),
    }


def _done(form: Form, act: Callable[[], QueueTicket]) -> ResponseReturnValue:
    if form.carry_out(act):
        return redirect(url_for("booking.list_tickets"))
    for sentence in getattr(form, "form_errors", []):
        flash(str(sentence))
    return redirect(url_for("booking.list_tickets"))


def _windows_page(
    window_form: WindowForm | None = None, take_form: TakeTicketForm | None = None
) -> str:
    home, window = home_id(), _window()
    kinds = queries.list_ticket_kinds(home)
    now = clock.now()
    return render_template(
        "booking/list_tickets.html",
        form=take_form or window_form,
        window=window,
        said_window=say_window(window),
        window_form=window_form or WindowForm(formdata=None, window=window),
        take_form=take_form or _take_form(),
        call_form=_call_form(),
        new_form=Form,
        mine=queries.find_called_at(home, window) if window else None,
        called=queries.list_called(home, most=20),
        left=queries.list_left(home),
        kinds=kinds,
        waiting=queries.count_tickets(home),
        page=queries.list_tickets(
            home,
            page=request.args.get("page", 1, int),
            sort=request.args.get("sort", ""),
            direction=request.args.get("direction", "asc"),
        ),
        minutes_of=lambda moment: int((now - moment).total_seconds() // 60),
    )


def _take_form() -> TakeTicketForm:
    form = TakeTicketForm()
    form.letter.choices = _offered()
    return form


def _call_form() -> CallNextForm:
    form = CallNextForm()
    form.letter.choices = [SelectChoice("", _("全部业务")), *_offered()]
    return form


def _offered() -> list[SelectChoice]:
    kinds = queries.list_ticket_kinds(home_id(), offered=True)
    return [SelectChoice(kind.letter, f"{kind.letter} {kind.label}") for kind in kinds]
