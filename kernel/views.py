"""Sign-in, elder mode, language, and the pages that belong to no package."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from kernel import attempts
from kernel.errors import Refusal
from kernel.forms import SignInForm
from kernel.people import staff
from kernel.people.actors import Actor, ActorKind, Role
from kernel.web import PUBLIC, Reader, open_to, safe_next

kernel = Blueprint("kernel", __name__, cli_group=None)
A_YEAR = 365 * 24 * 3600

# Where each role starts its day.
FIRST_PAGE = {
    Role.DESK: "booking.desk",
    Role.OPERATOR: "funeral.board",
    Role.DRIVER: "funeral.list_trips",
    Role.COLUMBARIUM: "cemetery.list_deposits",
    Role.OFFICER: "oversight.dashboard",
    Role.ADMINISTRATOR: "booking.desk",
}


@kernel.route("/sign-in", methods=["GET", "POST"])
@open_to(PUBLIC)
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            person = _known(form.login.data or "", form.password.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            login_user(Reader(person))
            return redirect(
                safe_next(request.args.get("next"), url_for(FIRST_PAGE[Role(person.role)]))
            )
    return render_template("kernel/sign_in.html", form=form), 200


def _known(login: str, password: str) -> staff.Staff:
    """Raises SignInRefused, TooManyAttempts; as slow for a login that nobody has."""
    with attempts.counted("login", login.strip().lower()):
        person = staff.find_login(login)
        fits = staff.password_fits(person, password)
        if person is None or not fits:
            door = Actor(ActorKind.SYSTEM, "door")
            asking = Actor(ActorKind.STAFF, str(person.id)) if person else door
            staff.refuse_sign_in(login=login[:40], by=asking)
            raise staff.SignInRefused
    staff.sign_in(login=login, by=person.actor())
    return person


@kernel.post("/sign-out")
@open_to(PUBLIC)
def sign_out() -> ResponseReturnValue:
    logout_user()
    return redirect(url_for("kernel.sign_in"))


@kernel.get("/elder")
@open_to(PUBLIC)
def toggle_elder() -> ResponseReturnValue:
    response = make_response(redirect(safe_next(request.args.get("next"), "/")))
    now = "0" if request.cookies.get("elder") == "1" else "1"
    response.set_cookie("elder", now, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


@kernel.get("/language")
@open_to(PUBLIC)
def switch_language() -> ResponseReturnValue:
    response = make_response(redirect(safe_next(request.args.get("next"), "/")))
    now = "zh" if request.cookies.get("language") == "en" else "en"
    response.set_cookie("language", now, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


@kernel.get("/accessibility")
@open_to(PUBLIC)
def accessibility() -> ResponseReturnValue:
    return render_template("kernel/accessibility.html")


@kernel.get("/healthz")
@open_to(PUBLIC)
def healthz() -> ResponseReturnValue:
    return "ok", 200, {"Content-Type": "text/plain"}
