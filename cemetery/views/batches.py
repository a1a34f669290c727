"""Batches of plates: the list, the order, one batch while it is drawn and after."""

import uuid

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery import operations
from cemetery.errors import PlatesWithdrawn
from cemetery.forms import CancelPlateBatchForm, GiveOutPlatesForm, OrderPlatesForm
from cemetery.kinds import PlateBatchState, PlateFileKind
from cemetery.queries import batches
from cemetery.queries.plates import list_plates
from cemetery.views.blueprint import KEEPERS, cemetery
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to


@cemetery.get("/plates")
@open_to(*KEEPERS)
def list_plate_batches() -> ResponseReturnValue:
    page = batches.list_plate_batches(
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "cemetery/list_plate_batches.html", page=page, state_of=PlateBatchState, zones=_zones()
    )


@cemetery.route("/plates/order", methods=["GET", "POST"])
@open_to(*KEEPERS)
def order_plates() -> ResponseReturnValue:
    zones = _zones()
    form = OrderPlatesForm()
    form.place.choices = _places(zones)
    batch = form.carry_out(
        lambda: operations.order_plates(
            site_id=form.site_id,
            zone=form.zone,
            rows=form.chosen_rows,
            size_mm=int(form.size_mm.data),
            first_line=form.first_line.data or "",
            address=current_app.config["PUBLIC_URL"],
            reissue=form.reissue.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if batch:
        flash(_("已订制 %(count)s 块铭牌，正在绘制。") % {"count": batch.total})
        return redirect(url_for("cemetery.get_plate_batch", batch_id=batch.id))
    return render_template("cemetery/order_plates.html", form=form, zones=zones)


@cemetery.get("/plates/<uuid:batch_id>")
@open_to(*KEEPERS)
def get_plate_batch(batch_id: uuid.UUID) -> ResponseReturnValue:
    batch = batches.get_plate_batch(batch_id)
    page = list_plates(
        batch.id,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    return render_template(
        "cemetery/get_plate_batch.html",
        batch=batch,
        state=PlateBatchState(batch.state),
        page=page,
        files=batches.list_files(batch.id),
        kind_of=PlateFileKind,
        given_out=batches.count_given_out(batch.id),
        who=say_who(batch.ordered_by, staff_names({batch.ordered_by})),
        form=GiveOutPlatesForm(),
    )


@cemetery.get("/plates/<uuid:batch_id>/<kind>")
@open_to(*KEEPERS)
def download_plate_file(batch_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    """Raises PlatesWithdrawn, so that nobody engraves what leads nowhere."""
    batch = batches.get_plate_batch(batch_id)
    if kind not in set(PlateFileKind):
        raise NotFound
    if batch.state == PlateBatchState.CANCELLED:
        raise PlatesWithdrawn
    file = batches.get_file(batch.id, kind)
    ending = PlateFileKind(kind).ending
    return Response(
        file.content,
        mimetype=PlateFileKind(kind).mimetype,
        headers={"Content-Disposition": f"attachment; filename={batch.number}.{ending}"},
    )


@cemetery.post("/plates/<uuid:batch_id>/give-out")
@open_to(*KEEPERS)
def give_out_plates(batch_id: uuid.UUID) -> ResponseReturnValue:
    form = GiveOutPlatesForm()
    chosen = form.chosen(request.form.getlist("plate"))
    if form.validate_on_submit() and (chosen or form.all.data):
        operations.give_out_plates(
            batch_id=batch_id,
            plate_ids=[] if form.all.data else chosen,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
        flash(_("已记下交付。"))
    else:
        flash(_("请先勾选已经装上或交出的铭牌。"))
    return redirect(
        url_for("cemetery.get_plate_batch", batch_id=batch_id, page=request.args.get("page", 1))
    )


@cemetery.route("/plates/<uuid:batch_id>/cancel", methods=["GET", "POST"])
@open_to(*KEEPERS)
def cancel_plate_batch(batch_id: uuid.UUID) -> ResponseReturnValue:
    batch = batches.get_plate_batch(batch_id)
    form = CancelPlateBatchForm()
    if form.carry_out(
        lambda: operations.cancel_plate_batch(
            batch_id=batch.id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("这批铭牌已撤回，没有交付的都已停用。"))
        return redirect(url_for("cemetery.get_plate_batch", batch_id=batch.id))
    return render_template(
        "cemetery/cancel_plate_batch.html",
        form=form,
        batch=batch,
        given_out=batches.count_given_out(batch.id),
        working=batches.count_working(batch.id),
    )


def _zones() -> list[batches.PlateZone]:
    institution_id = asker().institution_id
    return batches.list_plate_zones(institution_id) if institution_id else []


def _places(zones: list[batches.PlateZone]) -> list[SelectChoice]:
    """Each zone, and the whole of a site that has several."""
    choices = []
    for at, zone in enumerate(zones):
        of_site = [other for other in zones if other.site.id == zone.site.id]
        if len(of_site) > 1 and (at == 0 or zones[at - 1].site.id != zone.site.id):
            bare, total = sum(z.bare for z in of_site), sum(z.total for z in of_site)
            choices.append(_place(zone, "", str(_("全部区")), bare, total))
        choices.append(_place(zone, zone.zone, zone.zone, zone.bare, zone.total))
    return choices


def _place(zone: batches.PlateZone, value: str, name: str, bare: int, total: int) -> SelectChoice:
    said = _("%(site)s %(zone)s（%(total)s 格，%(bare)s 格没有铭牌）") % {
        "site": zone.site.name,
        "zone": name,
        "total": total,
        "bare": bare,
    }
    return SelectChoice(f"{zone.site.id}|{value}", str(said))
