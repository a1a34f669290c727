"""Screens: the administrator's list, and the pages the televisions keep open."""

import uuid
from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from hardware import operations, queries
from hardware.errors import ScreenRetired
from hardware.forms import AddScreenForm
from hardware.models import Screen
from hardware.qr import new_token, short_code, svg
from hardware.screens import kind_of, screen_kinds
from hardware.views.blueprint import hardware, home_id
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.live import ears
from kernel.people.actors import Role
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, asker, open_to

KEEPER = (Role.ADMINISTRATOR,)
# The address of a screen is shown once, to whoever has just made it.
NEW = "new_screen"
# So many streams a process are left to the desks, whose boards people work on.
LEFT_TO_DESKS = 4


@hardware.get("/screens")
@open_to(*KEEPER)
def list_screens() -> ResponseReturnValue:
    screens = queries.list_screens(home_id())
    return render_template(
        "hardware/list_screens.html",
        screens=screens,
        shown={screen.id: _shows(screen) for screen in screens},
        address=_new_address(),
        form=Form(),
    )


@hardware.route("/screens/add", methods=["GET", "POST"])
@open_to(*KEEPER)
def add_screen() -> ResponseReturnValue:
    form = AddScreenForm()
    form.offer(screen_kinds(), home_id())
    token = new_token()
    screen = form.carry_out(
        lambda: operations.add_screen(
            institution_id=home_id(),
            kind=form.kind,
            name=form.name.data or "",
            subject_id=form.subject_id,
            token=token,
            by=asker(),
        )
    )
    if screen:
        return _give(screen, token)
    return render_template("hardware/add_screen.html", form=form)


@hardware.post("/screens/<uuid:screen_id>/renew")
@open_to(*KEEPER)
def renew_screen(screen_id: uuid.UUID) -> ResponseReturnValue:
    form, token, found = Form(), new_token(), queries.get_screen(screen_id)
    screen = form.carry_out(
        lambda: operations.renew_screen(screen_id=found.id, token=token, by=asker())
    )
    return _give(screen, token) if screen else _back(form)


@hardware.post("/screens/<uuid:screen_id>/retire")
@open_to(*KEEPER)
def retire_screen(screen_id: uuid.UUID) -> ResponseReturnValue:
    form, found = Form(), queries.get_screen(screen_id)
    screen = form.carry_out(lambda: operations.retire_screen(screen_id=found.id, by=asker()))
    if screen:
        flash(str(_("%(name)s已停用。")) % {"name": screen.name})
    return _back(form)


@hardware.get("/screen/<token>")
@open_to(PUBLIC)
def show_screen(token: str) -> ResponseReturnValue:
    """Full screen, renewed by static/screen.js; without it the page loads itself every 30 s."""
    screen = _screen(token)
    drawn, status = _drawn(screen)
    page = render_template(
        "hardware/show_screen.html",
        screen=screen,
        token=token,
        institution=get_institution(screen.institution_id),
        drawn=drawn,
        now=clock.now(),
    )
    return page, status


@hardware.get("/screen/<token>/content")
@open_to(PUBLIC)
def screen_content(token: str) -> ResponseReturnValue:
    """The part that changes, with the time it is true for; also where the address is no longer."""
    drawn, status = _drawn(queries.find_screen(token))
    return render_template("hardware/screen_content.html", drawn=drawn, now=clock.now()), status


@hardware.get("/screen/<token>/changes")
@open_to(PUBLIC)
def screen_changes(token: str) -> ResponseReturnValue:
    """News for one screen. Where few streams are left it polls, as it does anyway."""
    screen = _screen(token)
    topics = [queries.screen_topic(screen), *kind_of(screen).topics(screen)]
    seen = request.headers.get("Last-Event-ID", "")
    stream = ears().stream(topics, seen, leaving=LEFT_TO_DESKS)
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _screen(token: str) -> Screen:
    screen = queries.find_screen(token)
    if screen is None:
        raise NotFound
    return screen


def _drawn(screen: Screen | None) -> tuple[Markup, int]:
    """What stands on it, and the status that goes with it."""
    if screen is None:
        return _gone(_("这个地址已经更换，请联系工作人员。")), NotFound.status
    if screen.retired_at:
        return _gone(str(ScreenRetired())), ScreenRetired.status
    return Markup(kind_of(screen).draw(screen)), HTTPStatus.OK  # noqa: S704 — our own templates


def _gone(sentence: str) -> Markup:
    return Markup(render_template("hardware/screen_gone.html", sentence=sentence))  # noqa: S704


def _shows(screen: Screen) -> str:
    kind = screen_kinds().get(screen.kind)
    if kind is None:
        return ""
    subjects = dict(kind.subjects(screen.institution_id)) if kind.subjects else {}
    named = subjects.get(screen.subject_id) if screen.subject_id else None
    return f"{kind.label}{_('：')}{named}" if named else str(kind.label)


def _give(screen: Screen, token: str) -> ResponseReturnValue:
    """Kept in this browser only until the list has shown it."""
    session[NEW] = [screen.name, token]
    return redirect(url_for("hardware.list_screens"))


def _new_address() -> dict[str, object] | None:
    if NEW not in session:
        return None
    name, token = session.pop(NEW)
    address = url_for("hardware.show_screen", token=short_code(token), _external=True)
    return {"name": name, "address": address, "picture": Markup(svg(address))}  # noqa: S704 — ours


def _back(form: Form) -> ResponseReturnValue:
    for sentence in getattr(form, "form_errors", []):
        flash(str(sentence))
    return redirect(url_for("hardware.list_screens"))
