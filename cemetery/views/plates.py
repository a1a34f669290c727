"""Plates one by one: what anybody sees who scans one, and what keepers do with a niche's."""

import uuid
from typing import TYPE_CHECKING

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cemetery import operations, queries
from cemetery.forms import ReplacePlateForm
from cemetery.plate_files import wording_of
from cemetery.queries.plates import get_plate_by_id, list_revoked_plates_of
from cemetery.views.blueprint import KEEPERS, cemetery
from funeral.queries.cases import get_case_by_id
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
    """For whoever holds the plate: where, when open, whom to call; nothing about the person.

    Keepers of this institution also see the way to the niche or the deposit.
    """
    plate = queries.get_plate(token)
    signed_in = reader()
    keeps = (
        signed_in is not None
        and signed_in.role in KEEPERS
        and signed_in.institution_id == plate.institution_id
    )
    page = render_template(
        "cemetery/get_plate.html",
        niche=plate.unit,
        institution=get_institution(plate.institution_id),
        keeps=keeps,
        deposit=(plate.deposit or queries.open_deposit(plate.unit)) if keeps else None,
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


@cemetery.get("/niches/<uuid:niche_id>")
@open_to(*KEEPERS)
def get_niche(niche_id: uuid.UUID) -> ResponseReturnValue:
    niche = queries.get_niche(niche_id)
    plate = queries.live_plate_of(niche)
    deposit = queries.open_deposit(niche)
    return render_template(
        "cemetery/get_niche.html",
        niche=niche,
        plate=plate,
        drawn=drawn(plate) if plate else None,
        deposit=deposit,
        case=get_case_by_id(deposit.case_id) if deposit else None,
        revoked=list_revoked_plates_of(niche),
    )


@cemetery.route("/niches/<uuid:niche_id>/plate", methods=["GET", "POST"])
@open_to(*KEEPERS)
def replace_niche_plate(niche_id: uuid.UUID) -> ResponseReturnValue:
    niche = queries.get_niche(niche_id)
    form = ReplacePlateForm()
    if form.carry_out(
        lambda: operations.replace_niche_plate(
            niche_id=niche.id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("新铭牌已做好，请下载刻制图。"))
        return redirect(url_for("cemetery.get_niche", niche_id=niche.id))
    return render_template(
        "cemetery/replace_niche_plate.html",
        form=form,
        niche=niche,
        plate=queries.live_plate_of(niche),
    )


@cemetery.get("/niches/<uuid:niche_id>/plate.svg")
@open_to(*KEEPERS)
def download_niche_plate(niche_id: uuid.UUID) -> ResponseReturnValue:
    """The drawing of the plate that works, for the engraver."""
    niche = queries.get_niche(niche_id)
    plate = queries.live_plate_of(niche)
    if plate is None:
        raise NotFound
    batch = plate.batch
    drawing = draw_plate(
        plate_url(batch.address if batch else current_app.config["PUBLIC_URL"], plate.token),
        plate.token,
        wording_of(str(niche), batch.first_line if batch else ""),
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
        else url_for("cemetery.get_niche", niche_id=plate.niche_id)
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
