"""盘点: one field a scanner types into, then the list of what does not agree."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery.ashes import operations
from cemetery.ashes.errors import AshesUnknown, UnitUnknown, ZoneUnknown
from cemetery.ashes.forms import ResolveDiscrepancyForm, ScanAshesForm, StartStockTakeForm
from cemetery.ashes.kinds import DiscrepancyKind
from cemetery.ashes.models import AshPortion, AshStockScan, AshStockTake
from cemetery.ashes.queries import portions
from cemetery.ashes.queries import stock_takes as queries
from cemetery.ashes.queries.units import get_unit_said
from cemetery.ashes.saying import say_portion
from cemetery.ashes.scanned import portion_scanned
from cemetery.ashes.views.blueprint import KEEPERS, ashes, home_id
from cemetery.queries import find_plate
from hardware.errors import CodeUnknown, OfAnotherHome
from kernel.i18n import _
from kernel.pages import Page, page_in_order
from kernel.people.staff import staff_names
from kernel.scope import seeing
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from cemetery.models import Unit

LONGEST_CODE = 60


@ashes.route("/stock-takes", methods=["GET", "POST"])
@open_to(*KEEPERS)
def list_stock_takes() -> ResponseReturnValue:
    form = StartStockTakeForm()
    zones = queries.list_zones(home_id())
    form.zone.choices = [SelectChoice(str(zone.id), f"{zone.site} {zone}") for zone in zones]
    begun = form.carry_out(
        lambda: operations.start_stock_take(
            institution_id=home_id(),
            zone_id=_uuid_of(form.zone.data or ""),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if begun:
        return redirect(url_for("ashes.get_stock_take", stock_take_id=begun.id))
    page = queries.list_stock_takes(
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "ashes/list_stock_takes.html",
        form=form,
        page=page,
        names=staff_names({each.started_by for each in page.items}),
        open_differences=queries.count_unresolved([each.id for each in page.items]),
    )


@ashes.route("/stock-takes/<uuid:stock_take_id>", methods=["GET", "POST"])
@open_to(*KEEPERS)
def get_stock_take(stock_take_id: uuid.UUID) -> ResponseReturnValue:
    """Each scan is one POST; what was scanned before says so."""
    stock_take, form = queries.get_stock_take(stock_take_id), ScanAshesForm()
    before = queries.count_scans(stock_take.id)
    scanned = form.carry_out(lambda: _scan(stock_take, form))
    if scanned:
        form = ScanAshesForm(formdata=None)
    count = queries.count_scans(stock_take.id)
    shown, page = _shown(stock_take), request.args.get("page", 1, type=int)
    moved = _moved(stock_take, page) if shown == "moved" else None
    return render_template(
        "ashes/get_stock_take.html",
        stock_take=stock_take,
        form=form,
        scanned=scanned or [],
        is_again=count == before,
        count=count,
        rows=queries.count_rows(stock_take),
        scans=queries.list_scans_page(stock_take.id, page=page),
        shown=shown,
        discrepancies=queries.list_discrepancies(
            stock_take.id,
            page=page,
            sort=request.args.get("sort", ""),
            direction=request.args.get("direction", "asc"),
        ),
        moved=moved,
        moved_portions=_portions_of(moved) if moved else {},
        kind_of=DiscrepancyKind,
        say_portion=say_portion,
        name_of=portions.name_of,
        number_of=portions.number_of,
        new_form=Form,
        resolving=ResolveDiscrepancyForm(formdata=None),
    )


@ashes.post("/stock-takes/<uuid:stock_take_id>/finish")
@open_to(*KEEPERS)
def finish_stock_take(stock_take_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    stock_take = queries.get_stock_take(stock_take_id)
    finished = form.carry_out(
        lambda: operations.finish_stock_take(
            stock_take_id=stock_take.id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    flash(_("盘点已结束。") if finished else _said(form))
    return redirect(url_for("ashes.get_stock_take", stock_take_id=stock_take_id))


@ashes.post("/stock-takes/<uuid:stock_take_id>/discrepancies/<uuid:discrepancy_id>")
@open_to(*KEEPERS)
def resolve_discrepancy(stock_take_id: uuid.UUID, discrepancy_id: uuid.UUID) -> ResponseReturnValue:
    form = ResolveDiscrepancyForm()
    resolved = form.carry_out(
        lambda: operations.resolve_discrepancy(
            discrepancy_id=discrepancy_id,
            note=form.note.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    flash(_("差异已说明。") if resolved else _said(form))
    return redirect(url_for("ashes.get_stock_take", stock_take_id=stock_take_id))


def _scan(stock_take: AshStockTake, form: ScanAshesForm) -> list[AshStockScan]:
    code = form.code.data or ""
    sent: dict[str, Any] = {
        "stock_take_id": stock_take.id,
        "by": asker(),
        "idempotency_key": form.idempotency_key.data,
    }
    unit = _find_unit(stock_take, code)
    if unit:
        return operations.scan_unit(unit_id=unit.id, **sent)
    try:
        portion = portion_scanned(code, (form.letter.data or "").upper())
    except (AshesUnknown, CodeUnknown, OfAnotherHome):
        # It is there all the same: it goes on the list of what does not agree.
        portion = None
    said = code.strip().upper()[:LONGEST_CODE]
    scan = operations.scan_ashes(portion_id=portion.id if portion else None, said=said, **sent)
    return [scan]


def _shown(stock_take: AshStockTake) -> str:
    """Which of its lists: "differences", "moved" or, while it goes on always, "scans"."""
    if not stock_take.finished_at or "scans" in request.args:
        return "scans"
    return "moved" if "moved" in request.args else "differences"


def _moved(stock_take: AshStockTake, page: int) -> Page:
    return page_in_order(queries.list_moved(stock_take), page)


def _portions_of(moved: Page) -> dict[uuid.UUID, AshPortion]:
    """Also what is another institution's by now."""
    with seeing(None):
        return portions.portions_by_id(each.portion_id for each in moved.items)


def _find_unit(stock_take: AshStockTake, code: str) -> "Unit | None":
    """Whose plate it is or, where none can be read, whose name was written."""
    plate = find_plate(code)
    if plate:
        return plate.own_unit
    try:
        return get_unit_said(stock_take.institution_id, code)
    except UnitUnknown:
        return None


def _uuid_of(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ZoneUnknown from None


def _said(form: Form) -> str:
    sentences = [*form.form_errors, *(each for field in form for each in field.errors)]
    return str(sentences[0]) if sentences else ""
