"""Pages: who may open which, how refusals look, what every template may use."""

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField

from kernel import clock, money
from kernel.db import db, end_reading, only_read
from kernel.errors import NotAllowed, NotReadable, Refusal
from kernel.i18n import _, language
from kernel.navigation import Entry, Menu, links_of
from kernel.people.actors import Actor, Role
from kernel.people.staff import Staff, find_staff
from kernel.scope import look_as

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])
Done = TypeVar("Done")
PUBLIC = "public"
READ_METHODS = {"GET", "HEAD", "OPTIONS"}
CONTENT_SECURITY = (
    "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


# A notification that another machine signs carries no token of ours: `@csrf.exempt`.
csrf = CSRFProtect()


class Form(FlaskForm):
    """Every form carries a key, so that sending it twice does the thing once."""

    idempotency_key = HiddenField(default=lambda: str(uuid.uuid4()))

    def carry_out(self, act: Callable[[], Done]) -> Done | None:
        """What `act` gave, once the form was sent and checked and no rule said no; else None.

        A refusal then stands beside the field it concerns, and what was typed stays.
        """
        if not self.validate_on_submit():
            return None
        try:
            return act()
        except Refusal as refusal:
            self.show(refusal)
            return None

    def carry_out_and_return(
        self, act: Callable[[], object], page: str, done: str
    ) -> ResponseReturnValue | None:
        """The way to `page`, which says what was `done`; None where the form is to be shown.

        For an `act` that gives something, as for carry_out.
        """
        if self.carry_out(act) is None:
            return None
        flash(done)
        return redirect(page)

    def act_and_return(
        self, act: Callable[[], object], page: str, done: str = ""
    ) -> ResponseReturnValue:
        """For a button without fields: what became of it stands at the head of `page`.

        `done`: said there, unless the page itself shows it.
        """
        if self.validate_on_submit():
            try:
                act()
            except Refusal as refusal:
                flash(str(refusal))
            else:
                if done:
                    flash(done)
        return redirect(page)

    def show(self, refusal: Refusal) -> None:
        """Put the sentence beside the field it concerns, else above the form."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors = [*self.form_errors, str(refusal)]
        else:
            field.errors = [*field.errors, str(refusal)]


class Reader(UserMixin):
    """The signed-in person, read afresh for each request."""

    def __init__(self, staff: Staff) -> None:
        self.id = str(staff.id)
        self.actor = staff.actor()
        self.scope = staff.scope()
        self.name = staff.name
        self.role = Role(staff.role)
        self.institution_id = staff.institution_id
        self.institution_name = staff.institution.name


def open_to(*roles: str) -> Callable[[View], View]:
    """Say who may open a page (roles, or PUBLIC); a page that does not say is open to nobody."""

    def mark(view: View) -> View:
        view.open_to = roles  # type: ignore[attr-defined]
        return view

    return mark


def when_signed_out(keep: Callable[[], None]) -> Callable[[View], View]:
    """What becomes of a form sent to this page by nobody: `keep` it before the way to sign in."""

    def mark(view: View) -> View:
        view.when_signed_out = keep  # type: ignore[attr-defined]
        return view

    return mark


def reader() -> Reader | None:
    """Who is signed in, if anybody."""
    user: Any = current_user
    return cast(Reader, user) if user.is_authenticated else None


def asker() -> Actor:
    """The signed-in person as the `by` of an operation; only on pages open to staff."""
    signed_in = reader()
    if signed_in is None:
        raise NotAllowed
    return signed_in.actor


def may_open(endpoint: str) -> bool:
    """Whether whoever is signed in would be let in at the door of this page."""
    signed_in = reader()
    roles = getattr(current_app.view_functions.get(endpoint), "open_to", ())
    return PUBLIC in roles or (signed_in is not None and signed_in.role in roles)


def guard(app: Flask) -> None:
    """One door: sign-in, roles, scope, and no writing while reading."""
    sign_in = LoginManager(app)

    @sign_in.user_loader  # type: ignore[untyped-decorator]
    def load(staff_id: str) -> Reader | None:
        staff = find_staff(uuid.UUID(staff_id))
        return Reader(staff) if staff and staff.active else None

    csrf.init_app(app)

    @app.before_request
    def admit() -> ResponseReturnValue | None:
        _ensure_readable()
        if request.method in READ_METHODS:
            only_read()
        if request.endpoint is None or request.endpoint == "static":
            return None
        view = app.view_functions[request.endpoint]
        roles = getattr(view, "open_to", ())
        if PUBLIC in roles:
            return None
        signed_in = reader()
        if signed_in is None:
            return _to_sign_in(view)
        if signed_in.role not in roles:
            raise NotAllowed
        look_as(signed_in.scope)
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        end_reading()
        return _protect(response)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif "v" not in request.args:
        # A module another one imports carries no change time, so the browser asks again.
        response.headers["Cache-Control"] = "no-cache"
    return response


def _to_sign_in(view: Callable[..., Any]) -> ResponseReturnValue:
    """And back; a page may keep what was sent to it (`when_signed_out`)."""
    keep = getattr(view, "when_signed_out", None)
    if keep and request.method not in READ_METHODS:
        keep()
    return redirect(url_for("kernel.sign_in", next=request.full_path))


def _ensure_readable() -> None:
    """PostgreSQL stores no NUL, and no keyboard types one. Raises NotReadable."""
    said = [request.path]
    for typed in (request.args, request.form):
        said += [text for pair in typed.items(multi=True) for text in pair]
    if any("\0" in text for text in said):
        raise NotReadable


def show_refusals(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def show(refusal: Refusal) -> tuple[str, int]:
        return render_template("kernel/refusal.html", sentence=refusal), refusal.status

    @app.errorhandler(CSRFError)
    def show_expired(_error: CSRFError) -> tuple[str, int]:
        sentence = _("页面停留太久，已经失效。请返回上一页，刷新后再提交。")
        return render_template("kernel/refusal.html", sentence=sentence), 400

    @app.errorhandler(HTTPException)
    def show_missing(error: HTTPException) -> tuple[str, int]:
        missing = error.code in {404, 405}
        sentence = _("没有这个页面，请从首页重新进入。") if missing else _("这个请求不能办理。")
        return render_template("kernel/refusal.html", sentence=sentence), error.code or 500

    @app.errorhandler(Exception)
    def show_mistake(error: Exception) -> tuple[str, int]:
        reference = uuid.uuid4().hex[:8].upper()
        log.error("mistake %s on %s", reference, request.endpoint, exc_info=error)
        db.session.rollback()
        return render_template("kernel/mistake.html", reference=reference), 500


def dress(app: Flask, navigation: Mapping[Role, Sequence[Entry | Menu]]) -> None:
    """What every template may use: filters, the reader, the way around."""
    app.jinja_env.filters.update(
        yuan=money.yuan,
        yuan2=money.yuan2,
        day=clock.say_day,
        day_of=clock.day_of,
        date=clock.say_date,
        lunar=clock.say_lunar,
        time=clock.say_time,
        clock=clock.say_clock,
        stamp=clock.say_stamp,
        second=clock.say_second,
    )
    app.jinja_env.globals.update(url_with=url_with, asset=_asset_of(app), today=clock.today)

    @app.context_processor
    def common() -> dict[str, Any]:
        signed_in = reader()
        return {
            "elder": request.cookies.get("elder") == "1",
            "lang": "en" if language() == "en" else "zh-Hans",
            "site_name": app.config["SITE_NAME"],
            "hotline": app.config["HOTLINE"],
            "reader": signed_in,
            "navigation": links_of(navigation[signed_in.role], request.path) if signed_in else [],
            "current_path": request.full_path.rstrip("?"),
        }


def url_with(**changes: object) -> str:
    """This page's address with some of its questions changed, or left out where they are empty."""
    asked = request.args.to_dict() | {key: str(value) for key, value in changes.items()}
    said = urlencode({key: value for key, value in asked.items() if value})
    return f"{request.path}?{said}" if said else request.path


def safe_next(target: str | None, otherwise: str) -> str:
    """Only ever go on to a page of our own."""
    return (
        target
        if target and target.startswith("/") and target[1:2] not in {"/", "\\"}
        else otherwise
    )


def _asset_of(app: Flask) -> Callable[[str], str]:
    """Static files carry their change time, so that browsers may keep them for ever."""

    def version_of(filename: str) -> int:
        path = Path(app.static_folder or "static") / filename
        return int(path.stat().st_mtime) if path.exists() else abort(404)

    known = version_of if app.debug else cache(version_of)

    def asset(filename: str) -> str:
        return url_for("static", filename=filename, v=known(filename))

    return asset
