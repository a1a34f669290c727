"""Plates one by one: what anybody sees who scans one, and what keepers do with a niche's."""

import uuid
from typing import TYPE_CHECKING

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cemetery import operations, queries
from cemetery.ashes.queries.portions import (
    get_portion,
    list_portions,
    list_portions_in,
    name_of,
)
from cemetery.forms import ReplacePlateForm
from cemetery.ground.rules import say_area
from cemetery.memorials.queries.public import list_remembered
from cemetery.plate_files import wording_of
from cemetery.queries.plates import get_plate_by_id, list_revoked_plates_of
from cemetery.rights.standing import find_standing_right
from cemetery.views.blueprint import KEEPERS, cemetery
from hardware.artwork import draw_plate
from hardware.qr import plate_url, short_code, svg
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import PUBLIC, asker, open_to, reader

if TYPE_CHECKING:
    from cemetery.models import Plate

# A single plate, not of a batch, is engraved in the middle size.
SINGLE_MM = 40


@cemetery.get("/P/<token>")
@cemetery.get("/p/<token>")
@open_to(PUBLIC)
def get_plate(token: str) -> ResponseReturnValue:
    """For whoever holds the plate: where, when open, whom to call; of the person only the years,
    and what the family agreed to.

    Keepers of this institution also see the way to the niche or the deposit.
    """
    plate = queries.get_plate(token)
    signed_in = reader()
    deposits = [plate.deposit] if plate.deposit else queries.list_open_deposits(plate.unit)
    keeps = (
        signed_in is not None
        and signed_in.role in KEEPERS
        and signed_in.institution_id == plate.institution_id
    )
    page = render_template(
        "cemetery/get_plate.html",
        unit=plate.unit,
        token=plate.token,
        remembered=list_remembered(plate),
        institution=get_institution(plate.institution_id),
        keeps=keeps,
        deposits=deposits if keeps else [],
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@cemetery.route("/ashes/<number>/plate", methods=["GET", "POST"])
@open_to(*KEEPERS)
def replace_plate(number: str) -> ResponseReturnValue:
    deposit = queries.get_deposit(number)
    form = ReplacePlateForm()
    if form.carry_out(
        lambda: operations.replace_plate(
            number=deposit.number, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("旧铭牌已停用，请打印新卡片。"))
        return redirect(url_for("cemetery.get_deposit", number=deposit.number))
    return render_template("cemetery/replace_plate.html", form=form, deposit=deposit)


@cemetery.get("/units/<uuid:unit_id>")
@open_to(*KEEPERS)
def get_unit(unit_id: uuid.UUID) -> ResponseReturnValue:
    unit = queries.get_unit(unit_id)
    plate = queries.live_plate_of(unit)
    deposits = queries.list_open_deposits(unit)
    portions = list_portions(
        unit_id=unit.id,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "cemetery/get_unit.html",
        unit=unit,
        state=queries.get_state(unit),
        over=find_standing_right(unit, list_portions_in(unit.id)),
        say_area=say_area,
        plate=plate,
        drawn=drawn(plate) if plate else None,
        deposits=[(each, name_of(get_portion(each.portion_id))) for each in deposits],
        portions=portions,
        name_of=name_of,
        revoked=list_revoked_plates_of(unit),
    )


@cemetery.route("/units/<uuid:unit_id>/plate", methods=["GET", "POST"])
@open_to(*KEEPERS)
def replace_unit_plate(unit_id: uuid.UUID) -> ResponseReturnValue:
    unit = queries.get_unit(unit_id)
    form = ReplacePlateForm()
    if form.carry_out(
        lambda: operations.replace_unit_plate(
            unit_id=unit.id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("新铭牌已做好，请下载刻制图。"))
        return redirect(url_for("cemetery.get_unit", unit_id=unit.id))
    return render_template(
        "cemetery/replace_unit_plate.html",
        form=form,
        unit=unit,
        plate=queries.live_plate_of(unit),
    )


@cemetery.get("/units/<uuid:unit_id>/plate.svg")
@open_to(*KEEPERS)
def download_unit_plate(unit_id: uuid.UUID) -> ResponseReturnValue:
    """The drawing of the plate that works, for the engraver."""
    unit = queries.get_unit(unit_id)
    plate = queries.live_plate_of(unit)
    if plate is None:
        raise NotFound
    batch = plate.batch
    drawing = draw_plate(
        plate_url(batch.address if batch else current_app.config["PUBLIC_URL"], plate.token),
        plate.token,
        wording_of(str(unit), batch.first_line if batch else ""),
        batch.size_mm if batch else SINGLE_MM,
    )
    return Response(
        drawing,
        mimetype="image/svg+xml",
        headers={"Content-Disposition": f"attachment; filename=plate-{plate.token[-4:]}.svg"},
    )


@cemetery.route("/plates/<uuid:plate_id>/revoke", methods=["GET", "POST"])
@open_to(*KEEPERS)
def revoke_plate(plate_id: uuid.UUID) -> ResponseReturnValue:
    plate = get_plate_by_id(plate_id)
    back = (
        url_for("cemetery.get_deposit", number=plate.deposit.number)
        if plate.deposit
        else url_for("cemetery.get_unit", unit_id=plate.unit_id)
    )
    form = ReplacePlateForm()
    if form.carry_out(
        lambda: operations.revoke_plate(
            plate_id=plate.id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("铭牌已停用。"))
        return redirect(back)
    return render_template("cemetery/revoke_plate.html", form=form, plate=plate, back_to=back)


def drawn(plate: "Plate") -> dict[str, object]:
    """The code as people and scanners read it; `svg` was read back before it came here."""
    url = plate_url(
        plate.batch.address if plate.batch else current_app.config["PUBLIC_URL"], plate.token
    )
    return {
        "url": url,
        "short_code": short_code(plate.token),
        "svg": Markup(svg(url, side_mm=42)),  # noqa: S704 - drawn by us from capitals and digits
    }
