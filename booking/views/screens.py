"""Screens of the waiting hall: the board of called numbers, and the touch screen that gives them.

Both show numbers, halls and codes; neither knows a name.
"""

from typing import TYPE_CHECKING

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from booking import operations, queries
from booking.live import queue_topic
from booking.views.blueprint import booking
from booking.views.tickets import waiting_of
from funeral.live import board_topic
from funeral.queries.ceremonies import list_ceremonies
from hardware.queries import find_screen
from hardware.screens import ScreenKind
from kernel import clock
from kernel.db import new_id
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.actors import Actor, ActorKind
from kernel.places import get_institution
from kernel.web import PUBLIC, csrf, open_to

if TYPE_CHECKING:
    from hardware.models import Screen

SHOWN_CALLED, SHOWN_CEREMONIES = 5, 6
MACHINE = "ticket_machine"


def _draw_board(screen: "Screen") -> str:
    home = screen.institution_id
    return render_template(
        "booking/waiting_board.html",
        home=get_institution(home),
        called=queries.list_called(home, SHOWN_CALLED),
        kinds=queries.list_ticket_kinds(home, offered=True),
        waiting=queries.count_tickets(home),
        ceremonies=list_ceremonies(home)[:SHOWN_CEREMONIES],
        now=clock.now(),
    )


def _draw_machine(screen: "Screen") -> str:
    home = screen.institution_id
    return render_template(
        "booking/ticket_machine.html",
        home=get_institution(home),
        kinds=queries.list_ticket_kinds(home, offered=True),
        waiting=queries.count_tickets(home),
        # Of the screen's own address, which no page but this one knows.
        take=url_for(
            "booking.take_ticket_at_machine", token=(request.view_args or {}).get("token", "")
        ),
        key=new_id(),
        now=clock.now(),
    )


@booking.post("/screen/<token>/tickets")
@open_to(PUBLIC)
@csrf.exempt  # type: ignore[untyped-decorator]
def take_ticket_at_machine(token: str) -> ResponseReturnValue:
    """Whoever knows the address may: a token against forgery would grow old on a page that stays
    open for days."""
    screen = _machine(token)
    try:
        ticket = operations.take_ticket(
            institution_id=screen.institution_id,
            letter=request.form.get("letter", ""),
            address=current_app.config["PUBLIC_URL"],
            by=Actor(ActorKind.SYSTEM, f"screen/{screen.id}", institution_id=screen.institution_id),
            idempotency_key=request.form.get("idempotency_key"),
        )
    except Refusal:
        # No longer offered: the page shows what is.
        return redirect(url_for("hardware.show_screen", token=token))
    return redirect(
        url_for("booking.show_ticket_at_machine", token=token, ticket_token=ticket.token)
    )


@booking.get("/screen/<token>/tickets/<ticket_token>")
@open_to(PUBLIC)
def show_ticket_at_machine(token: str, ticket_token: str) -> ResponseReturnValue:
    """The number, large, for a quarter of a minute; then the machine is the next family's."""
    screen, ticket = _machine(token), queries.find_ticket(ticket_token)
    if ticket is None or ticket.institution_id != screen.institution_id:
        raise NotFound
    return render_template(
        "booking/show_ticket_at_machine.html",
        back=url_for("hardware.show_screen", token=token),
        **waiting_of(ticket),
    )


def _machine(token: str) -> "Screen":
    screen = find_screen(token)
    if screen is None or screen.retired_at or screen.kind != MACHINE:
        raise NotFound
    return screen


WAITING_BOARD = ScreenKind(
    code="waiting_board",
    label=_("等候区叫号屏"),
    draw=_draw_board,
    topics=lambda screen: [
        queue_topic(screen.institution_id),
        board_topic(screen.institution_id),
    ],
)
TICKET_MACHINE = ScreenKind(
    code=MACHINE,
    label=_("取号机"),
    draw=_draw_machine,
    topics=lambda screen: [queue_topic(screen.institution_id)],
)
