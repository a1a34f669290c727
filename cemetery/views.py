"""The columbarium's pages, and what anybody sees who scans a plate."""

import uuid
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from billing.queries import find_standing_bill
from cemetery import operations, queries
from cemetery.errors import NicheTaken
from cemetery.finding import get_resting_places
from cemetery.forms import DepositAshesForm, FindRestingPlaceForm, ReplacePlateForm
from cemetery.price import usual_prices
from cemetery.wall import Wall, ZoneChoice, list_zones, open_wall
from funeral.queries.cases import get_case, get_case_by_id
from funeral.queries.certificates import find_certificate
from funeral.queries.cremation import cases_by_id
from hardware.qr import plate_url, short_code, svg
from kernel import attempts, clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.finding import find_people, veiled
from kernel.people.spellings import folded
from kernel.places import get_institution
from kernel.web import PUBLIC, asker, open_to

if TYPE_CHECKING:
    from cemetery.models import AshDeposit, Niche, Plate
    from funeral.models import FuneralCase

cemetery = Blueprint("cemetery", __name__, cli_group=None)
KEEPERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)


@cemetery.route("/ashes", methods=["GET", "POST"])
@open_to(*KEEPERS)
def list_deposits() -> ResponseReturnValue:
    """Looked for by POST, so that no identity number stands in an address."""
    if request.method == "POST":
        wanted = request.form.get("search", "").strip()
        deposit = queries.find_deposit(wanted) if wanted else None
        if deposit:
            return redirect(url_for("cemetery.get_deposit", number=deposit.number))
        return redirect(url_for("cemetery.list_deposits", search=veiled(wanted)))
    search = request.args.get("search", "").strip()
    found = find_people(search) if search else None
    page = queries.list_deposits(
        found=found,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    cases = cases_by_id({deposit.case_id for deposit in page.items})
    return render_template(
        "cemetery/list_deposits.html",
        page=page,
        cases=cases,
        search=search,
        found=found,
        zones=_zones(),
    )


@cemetery.route("/cases/<number>/ashes", methods=["GET", "POST"])
@open_to(*KEEPERS)
def deposit_ashes(number: str) -> ResponseReturnValue:
    case = get_case(number)
    certificate = find_certificate(case.id)
    form = DepositAshesForm(certificate_number=certificate.number if certificate else "")
    nearest: list[Niche] = []
    if form.validate_on_submit() and form.chosen_niche:
        try:
            deposit = operations.deposit_ashes(
                certificate_number=form.certificate_number.data or "",
                niche_id=form.chosen_niche,
                months=form.months.data or 0,
                case_number=case.number,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except NicheTaken as refusal:
            form.show(refusal)
            nearest = _nearest(form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("骨灰已寄存，铭牌二维码可以打印。"))
            return redirect(url_for("cemetery.get_deposit", number=deposit.number))
    wall = _open_wall(case, form)
    form.niche_id.choices = _choices(wall, nearest)
    return render_template(
        "cemetery/deposit_ashes.html",
        form=form,
        case=case,
        wall=wall,
        nearest=nearest,
        prices=usual_prices(case.institution_id),
        bill=find_standing_bill(case.id),
    )


def deposit_link(deposit_id: uuid.UUID) -> str | None:
    """Where the deposit behind a charge is shown (billing.fact_links)."""
    number = queries.find_deposit_number(deposit_id)
    return number and url_for("cemetery.get_deposit", number=number)


@cemetery.get("/ashes/<number>")
@open_to(*KEEPERS)
def get_deposit(number: str) -> ResponseReturnValue:
    deposit = queries.get_deposit(number)
    plate = queries.live_plate(deposit)
    return render_template(
        "cemetery/get_deposit.html",
        deposit=deposit,
        case=get_case_by_id(deposit.case_id),
        institution=get_institution(deposit.institution_id),
        plate=plate,
        drawn=_drawn(plate) if plate else None,
        revoked=[plate for plate in deposit.plates if plate.revoked_at],
        overdue=deposit.collected_at is None and deposit.until < clock.today(),
    )


@cemetery.route("/ashes/<number>/plate", methods=["GET", "POST"])
@open_to(*KEEPERS)
def replace_plate(number: str) -> ResponseReturnValue:
    deposit = queries.get_deposit(number)
    form = ReplacePlateForm()
    if form.validate_on_submit():
        try:
            operations.replace_plate(
                number=deposit.number, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("旧铭牌已停用，请打印新卡片。"))
            return redirect(url_for("cemetery.get_deposit", number=deposit.number))
    return render_template("cemetery/replace_plate.html", form=form, deposit=deposit)


@cemetery.get("/P/<token>")
@cemetery.get("/p/<token>")
@open_to(PUBLIC)
def get_plate(token: str) -> ResponseReturnValue:
    """For whoever holds the plate: where, when open, whom to call; nothing about the person."""
    deposit = queries.get_plate(token).deposit
    page = render_template(
        "cemetery/get_plate.html",
        niche=deposit.niche,
        institution=get_institution(deposit.institution_id),
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@cemetery.route("/find-resting-place", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_resting_place() -> ResponseReturnValue:
    """For a family: where its own rests. Never a list, never how many, never why not.

    The answer to a POST is the page itself, so that no name stands in an address.
    """
    form = FindRestingPlaceForm()
    places = form.carry_out(lambda: _places_told_to(form, request.remote_addr or ""))
    homes = {place.institution_id: get_institution(place.institution_id) for place in places or ()}
    return render_template(
        "cemetery/find_resting_place.html", form=form, places=places, homes=homes.values()
    )


def _places_told_to(form: FindRestingPlaceForm, address: str) -> "list[AshDeposit]":
    """Whoever guesses is slowed down, at one person's name as at one's own address."""
    name, died_in = form.deceased_name.data or "", form.died_in.data or 0
    who = f"{folded(name)} {died_in}"
    with attempts.counted("resting", who), attempts.counted("resting-from", address):
        return get_resting_places(name=name, died_in=died_in, known=form.known.data or "")


def ashes_panel(case: "FuneralCase") -> Markup:
    """The ashes on the case page: where they rest, or the way to deposit them."""
    return Markup(  # noqa: S704 - our own template, escaped as every page is
        render_template(
            "cemetery/_ashes_panel.html",
            case=case,
            certificate=find_certificate(case.id),
            deposits=queries.list_deposits_of_case(case.id),
            may_keep=getattr(current_user, "role", None) in KEEPERS,
        )
    )


def _zones() -> tuple[ZoneChoice, ...]:
    institution_id = asker().institution_id
    return list_zones(institution_id) if institution_id else ()


def _open_wall(case: "FuneralCase", form: DepositAshesForm) -> Wall | None:
    asked = form.niche_id.data or request.args.get("niche", "")
    wall = open_wall(
        case.institution_id,
        site=request.args.get("site", ""),
        zone=request.args.get("zone", ""),
        row=request.args.get("row", 0, type=int),
        niche=asked,
    )
    if wall and not form.is_submitted():
        form.niche_id.data = asked
    return wall


def _choices(wall: Wall | None, nearest: "list[Niche]") -> list[SelectChoice]:
    """The free niches of the row; after a refusal those nearest to the one that is gone."""
    if nearest:
        return [SelectChoice(str(niche.id), str(niche)) for niche in nearest]
    free = [place.niche for place in wall.row_places if place.is_free] if wall else []
    return [
        SelectChoice(str(niche.id), _("%(number)s号") % {"number": niche.number}) for niche in free
    ]


def _nearest(form: DepositAshesForm) -> "list[Niche]":
    niche = queries.find_niche(form.chosen_niche) if form.chosen_niche else None
    return queries.nearest_free_niches(niche) if niche else []


def _drawn(plate: "Plate") -> dict[str, object]:
    """The code as people and scanners read it; `svg` was read back before it came here."""
    url = plate_url(current_app.config["PUBLIC_URL"], plate.token)
    return {
        "url": url,
        "short_code": short_code(plate.token),
        "svg": Markup(svg(url, side_mm=42)),  # noqa: S704 - drawn by us from capitals and digits
    }
