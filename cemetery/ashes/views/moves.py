"""From hand to hand: scanned in the house, divided, collected, brought back, come from afar."""

import uuid
from typing import TYPE_CHECKING, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.ashes import operations
from cemetery.ashes.errors import AshesUnknown
from cemetery.ashes.forms import (
    CollectAshesForm,
    DivideAshesForm,
    MoveAshesForm,
    ReceiveForeignAshesForm,
    TakeInAshesForm,
)
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.scanned import portion_scanned
from cemetery.ashes.views.blueprint import KEEPERS, ashes, carried_out, home_id
from funeral.queries.certificates import get_certificate
from hardware.scanning import known
from kernel.i18n import _
from kernel.scope import seeing
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from datetime import date


@ashes.route("/portions/move", methods=["GET", "POST"])
@open_to(*KEEPERS)
def move_ashes() -> ResponseReturnValue:
    """A scanner types into the first field; place and person stay for the next portion."""
    form = MoveAshesForm(code=request.args.get("code", ""), holder=asker().name)

    def act() -> AshEvent:
        portion = portion_scanned(form.code.data or "", form.letter.data or "")
        return operations.move_ashes(
            portion_id=portion.id,
            place=form.place.data or "",
            holder=form.holder.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )

    moved = form.carry_out(act)
    portion = queries.get_portion(moved.portion_id) if moved else None
    if portion:
        kept = {"place": form.place.data, "holder": form.holder.data}
        form = MoveAshesForm(formdata=None, **kept)
    return render_template(
        "ashes/move_ashes.html",
        form=form,
        portion=portion,
        number=queries.number_of(portion) if portion else "",
    )


@ashes.route("/portions/<uuid:portion_id>/divide", methods=["GET", "POST"])
@open_to(*KEEPERS)
def divide_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), DivideAshesForm()
    return carried_out(
        portion,
        form,
        lambda: operations.divide_ashes(
            portion_id=portion.id,
            more=form.more.data or 0,
            asked_by=form.asked_by.data or "",
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("骨灰分份"),
        _("已分份，请给每一份贴上标签。"),
    )


@ashes.route("/portions/<uuid:portion_id>/collect", methods=["GET", "POST"])
@open_to(*KEEPERS)
def collect_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), CollectAshesForm()
    return carried_out(
        portion,
        form,
        lambda: operations.collect_ashes(
            portion_id=portion.id,
            **form.collector(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("骨灰领取"),
        _("领取已登记，可以打印领取凭证。"),
    )


@ashes.route("/portions/take-in", methods=["GET", "POST"])
@open_to(*KEEPERS)
def take_in_ashes() -> ResponseReturnValue:
    """By the certificate in hand, since the case may be another home's."""
    form = TakeInAshesForm(letter=request.args.get("letter", ""))

    def act() -> AshEvent:
        number = form.certificate_number.data or ""
        return operations.take_in_ashes(
            portion_id=_portion_of(form).id,
            certificate_number=number,
            brought_by=form.brought_by.data or "",
            place=form.place.data or "",
            institution_id=home_id(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )

    taken = form.carry_out(act)
    if taken:
        flash(_("已登记交回，现在由本单位保管。"))
        return redirect(url_for("ashes.get_portion", portion_id=taken.portion_id))
    return _alone(form, _("接收交回的骨灰"))


@ashes.route("/portions/receive-foreign", methods=["GET", "POST"])
@open_to(*KEEPERS)
def receive_foreign_ashes() -> ResponseReturnValue:
    form = ReceiveForeignAshesForm()
    received = form.carry_out(
        lambda: operations.receive_foreign_ashes(
            institution_id=home_id(),
            issuer=form.issuer.data or "",
            certificate_number=form.certificate_number.data or "",
            # The form has asked for it.
            cremated_on=cast("date", form.cremated_on.data),
            deceased_name=form.deceased_name.data or "",
            identity_number=form.identity_number.data or "",
            died_on=form.died_on.data,
            brought_by=form.brought_by.data or "",
            place=form.place.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if received:
        flash(_("外地骨灰已登记，现在由本单位保管。"))
        return redirect(url_for("ashes.get_portion", portion_id=received.id))
    return _alone(form, _("接收外地骨灰"))


def _portion_of(form: TakeInAshesForm) -> AshPortion:
    """By our certificate or, with its issuer where that is needed, a foreign one."""
    number, issuer = form.certificate_number.data or "", form.issuer.data or ""
    with seeing(None):
        ours = None if issuer.strip() else known(get_certificate, number)
        ashes_id = ours.case_id if ours else queries.get_foreign_certificate(number, issuer).id
        try:
            return queries.get_only_portion(ashes_id, (form.letter.data or "").upper())
        except AshesUnknown as refusal:
            refusal.field = "letter"
            raise


def _alone(form: Form, title: str) -> str:
    """An act that begins with no portion yet."""
    return render_template(
        "ashes/_act.html",
        chooser=None,
        form=form,
        title=title,
        name="",
        number="",
        now="",
        back_to=url_for("ashes.list_portions"),
        back_label=_("骨灰去向"),
    )
