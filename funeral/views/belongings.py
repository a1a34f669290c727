"""What came with the remains, and the identity photo, whose every look is recorded."""

import base64
import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from funeral import operations
from funeral.errors.storage import PhotoTooLarge
from funeral.forms.storage import (
    KeepPhotoForm,
    LookAtPhotoForm,
    RecordBelongingForm,
    ReturnBelongingForm,
)
from funeral.models import FuneralCase
from funeral.photos import MOST_MB
from funeral.queries import belongings as queries
from funeral.queries import cases
from funeral.steps import DESK, FLOOR
from funeral.views.blueprint import funeral
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.staff import staff_names
from kernel.web import asker, open_to

# The photo and what the form adds around it.
MOST_BYTES = (MOST_MB + 1) * 1024 * 1024


@funeral.url_value_preprocessor
def let_photos_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before anybody reads the form: a telephone's photo is larger than other forms may be."""
    if endpoint == "funeral.keep_photo":
        request.max_content_length = MOST_BYTES


@funeral.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    refusal = PhotoTooLarge(most=MOST_MB)
    return render_template("kernel/refusal.html", sentence=refusal), refusal.status


@funeral.route("/cases/<number>/belongings", methods=["GET", "POST"])
@open_to(*DESK)
def record_belonging(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = RecordBelongingForm()
    if form.validate_on_submit():
        try:
            operations.record_belonging(
                number=case.number,
                description=form.description.data or "",
                quantity=form.quantity.data,
                place=form.place.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记。"))
            return redirect(url_for("funeral.record_belonging", number=case.number))
    listed = queries.list_belongings(case.id)
    names = staff_names(
        {who for each in listed for who in (each.recorded_by, each.returned_by or "")}
    )
    return render_template(
        "funeral/record_belonging.html", case=case, form=form, belongings=listed, names=names
    )


@funeral.route("/cases/<number>/belongings/<uuid:belonging_id>", methods=["GET", "POST"])
@open_to(*DESK)
def return_belonging(number: str, belonging_id: uuid.UUID) -> ResponseReturnValue:
    case, belonging = cases.get_case(number), queries.get_belonging(belonging_id)
    if belonging.case_id != case.id:
        raise NotFound
    form = ReturnBelongingForm()
    if not form.is_submitted():
        form.returned_to.data = case.claimant.name
    if form.validate_on_submit():
        try:
            operations.return_belonging(
                belonging_id=belonging.id,
                returned_to=form.returned_to.data or "",
                signature=form.signature.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记交还。"))
            return redirect(url_for("funeral.record_belonging", number=case.number))
    return render_template(
        "funeral/return_belonging.html", case=case, form=form, belonging=belonging
    )


@funeral.route("/cases/<number>/photo", methods=["GET", "POST"])
@open_to(*FLOOR)
def keep_photo(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = KeepPhotoForm()
    if form.validate_on_submit():
        try:
            operations.keep_photo(
                number=case.number,
                raw=form.photo.data.read() if form.photo.data else b"",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("照片已保存。"))
            return redirect(url_for("funeral.keep_photo", number=case.number))
    return _show_photo_page(case, form, LookAtPhotoForm())


@funeral.post("/cases/<number>/photo/look")
@open_to(*FLOOR)
def look_at_photo(number: str) -> ResponseReturnValue:
    """The picture stands in the answer itself: no address leads to it without a reason."""
    case = cases.get_case(number)
    form = LookAtPhotoForm()
    if form.validate_on_submit():
        try:
            look = operations.look_at_photo(
                number=case.number, reason=form.reason.data or "", by=asker()
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            picture = base64.b64encode(look.photo.image).decode()
            return render_template("funeral/look_at_photo.html", case=case, picture=picture)
    return _show_photo_page(case, KeepPhotoForm(formdata=None), form)


def _show_photo_page(
    case: FuneralCase, form: KeepPhotoForm, look_form: LookAtPhotoForm
) -> ResponseReturnValue:
    looks, photo = queries.list_looks(case.id), queries.find_photo(case.id)
    who = {look.looked_by for look in looks} | ({photo.recorded_by} if photo else set())
    return render_template(
        "funeral/keep_photo.html",
        case=case,
        form=form,
        look_form=look_form,
        photo=photo,
        looks=looks,
        names=staff_names(who),
    )
