"""代客祭扫 for staff: what is asked, the pictures, done or declined."""

import uuid
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from cemetery.visits import operations
from cemetery.visits.errors import SweepPhotoUnread
from cemetery.visits.forms import DeclineSweepForm, FinishSweepForm, SweepPhotoForm
from cemetery.visits.kinds import Wish
from cemetery.visits.queries import sweeps as queries
from cemetery.visits.queries.bookings import unit_name
from cemetery.visits.queries.terms import get_site, list_all_sites
from cemetery.visits.sweep_fees import case_of
from cemetery.visits.views.blueprint import STAFF, visits
from funeral.photos import MOST_MB
from funeral.queries.cases import get_case_by_id
from kernel.i18n import _
from kernel.web import asker, open_to

if TYPE_CHECKING:
    from cemetery.visits.models import Sweep
    from funeral.models import FuneralCase

# A picture and the rest of its form.
MOST_BYTES = (MOST_MB + 1) * 1024 * 1024


@visits.url_value_preprocessor
def allow_photos(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Before the form is read for the first time, as the check of its token does."""
    if endpoint == "visits.add_sweep_photo":
        request.max_content_length = MOST_BYTES


@visits.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    refusal = SweepPhotoUnread()
    return render_template("kernel/refusal.html", sentence=refusal), refusal.status


@visits.get("/visits/sweeps")
@open_to(*STAFF)
def list_sweeps() -> ResponseReturnValue:
    page = queries.list_sweeps(
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "visits/list_sweeps.html",
        page=page,
        sites={site.id: site for site in list_all_sites()},
        units={each.unit_id: unit_name(each.unit_id) for each in page.items},
    )


@visits.get("/visits/sweeps/<code>")
@open_to(*STAFF)
def get_sweep(code: str) -> ResponseReturnValue:
    return _show(code, SweepPhotoForm(), DeclineSweepForm(formdata=None))


@visits.get("/visits/sweeps/<code>/photos/<uuid:photo_id>")
@open_to(*STAFF)
def get_sweep_photo(code: str, photo_id: uuid.UUID) -> ResponseReturnValue:
    picture = queries.get_photo(queries.get_sweep(code), photo_id).picture
    return Response(picture, mimetype="image/jpeg")


@visits.post("/visits/sweeps/<code>/photos")
@open_to(*STAFF)
def add_sweep_photo(code: str) -> ResponseReturnValue:
    form = SweepPhotoForm()
    queries.get_sweep(code)
    added = form.carry_out(
        lambda: operations.add_sweep_photo(
            code=code,
            raw=form.photo.data.read(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if added:
        flash(_("照片已保存。"))
        return redirect(url_for("visits.get_sweep", code=code))
    return _show(code, form, DeclineSweepForm(formdata=None))


@visits.post("/visits/sweeps/<code>/finish")
@open_to(*STAFF)
def finish_sweep(code: str) -> ResponseReturnValue:
    form = FinishSweepForm()
    queries.get_sweep(code)
    finished = form.carry_out(
        lambda: operations.finish_sweep(
            code=code,
            receipt=form.receipt.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if finished:
        flash(_("已办结，家属可以看到照片。"))
        return redirect(url_for("visits.get_sweep", code=code))
    photo_form = SweepPhotoForm(formdata=None)
    # Without a picture the refusal belongs beside the field of the picture.
    photo_form.form_errors = [*form.form_errors]
    return _show(code, photo_form, DeclineSweepForm(formdata=None), form)


def sweep_link(sweep_id: uuid.UUID) -> str | None:
    """Where the sweep behind a charge is shown (billing.fact_links)."""
    code = queries.find_code(sweep_id)
    return code and url_for("visits.get_sweep", code=code)


@visits.post("/visits/sweeps/<code>/decline")
@open_to(*STAFF)
def decline_sweep(code: str) -> ResponseReturnValue:
    form = DeclineSweepForm()
    queries.get_sweep(code)
    declined = form.carry_out(
        lambda: operations.decline_sweep(
            code=code,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if declined:
        flash(_("已答复家属。"))
        return redirect(url_for("visits.get_sweep", code=code))
    return _show(code, SweepPhotoForm(formdata=None), form)


def _show(
    code: str,
    form: SweepPhotoForm,
    decline_form: DeclineSweepForm,
    finish_form: FinishSweepForm | None = None,
) -> str:
    sweep = queries.get_sweep(code)
    return render_template(
        "visits/get_sweep.html",
        sweep=sweep,
        form=form,
        decline_form=decline_form,
        finish_form=finish_form or FinishSweepForm(formdata=None),
        payer=_payer(sweep) if sweep.fee_fen else None,
        site=get_site(sweep.site_id),
        unit=unit_name(sweep.unit_id),
        wishes=[Wish(each).label for each in sweep.wishes],
        photos=queries.list_photos(sweep),
    )


def _payer(sweep: "Sweep") -> "FuneralCase | None":
    """The case the fee goes to, or went to."""
    if sweep.is_open:
        return case_of(sweep)
    return get_case_by_id(sweep.case_id) if sweep.case_id else None
