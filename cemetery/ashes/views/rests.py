"""Laid to rest: one page for each way, and for putting it right."""

import uuid
from datetime import time

from flask import request
from flask.typing import ResponseReturnValue

from cemetery.ashes import operations
from cemetery.ashes.forms import (
    CorrectIntermentForm,
    DisinterAshesForm,
    InterAshesForm,
    PlaceForm,
    ScatterAshesForm,
    SwapIntermentsForm,
)
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.queries.units import get_unit_meant, get_unit_said
from cemetery.ashes.views.blueprint import KEEPERS, ashes, carried_out, choose_for
from cemetery.rights.queries import list_rights_of
from kernel import clock
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.web import asker, open_to


@ashes.route("/portions/<uuid:portion_id>/inter", methods=["GET", "POST"])
@open_to(*KEEPERS)
def inter_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion = queries.get_portion(portion_id)
    form = InterAshesForm(unit_id=_place_of_right(portion))
    if _knows_registration(portion):
        del form.household_registration
    return carried_out(
        portion,
        form,
        lambda: operations.inter_ashes(
            portion_id=portion.id,
            unit_id=_unit_meant(portion, form),
            certificate_number=form.certificate_number.data or "",
            household_registration=_registration(form),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("骨灰安葬"),
        _("安葬已登记。"),
        chooser=lambda: choose_for(portion, form),
    )


def _knows_registration(portion: AshPortion) -> bool:
    """From the case, here or where they came from; then nobody is asked."""
    return portion.deceased.household_registration is not None


def _registration(form: InterAshesForm) -> str | None:
    return form.household_registration.code if "household_registration" in form else None


def _place_of_right(portion: AshPortion) -> str | None:
    """Where the family has the right to lay them, if it is one place."""
    # Who steps through the plan looks for another.
    if request.args:
        return None
    rights = [each for each in list_rights_of(portion.ashes_id) if each.is_living]
    return str(rights[0].unit_id) if len(rights) == 1 else None


def _unit_meant(portion: AshPortion, form: PlaceForm) -> uuid.UUID:
    words = form.unit.data or ""
    return get_unit_meant(portion.institution_id, form.chosen_unit, words).id


@ashes.route("/portions/<uuid:portion_id>/correct", methods=["GET", "POST"])
@open_to(*KEEPERS)
def correct_interment(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), CorrectIntermentForm()
    return carried_out(
        portion,
        form,
        lambda: operations.correct_interment(
            portion_id=portion.id,
            unit_id=_unit_meant(portion, form),
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("更正安葬位置"),
        _("位置已更正，原来的登记仍在记录中。"),
        chooser=lambda: choose_for(portion, form),
    )


@ashes.route("/portions/<uuid:portion_id>/swap", methods=["GET", "POST"])
@open_to(*KEEPERS)
def swap_interments(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), SwapIntermentsForm()

    def act() -> AshEvent:
        unit = get_unit_said(portion.institution_id, form.unit.data or "")
        return operations.swap_interments(
            portion_id=portion.id,
            unit_id=unit.id,
            code=form.code.data or "",
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )

    return carried_out(
        portion,
        form,
        act,
        _("两份位置互换"),
        _("两份的位置已互换，原来的登记仍在记录中。"),
    )


@ashes.route("/portions/<uuid:portion_id>/disinter", methods=["GET", "POST"])
@open_to(*KEEPERS)
def disinter_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), DisinterAshesForm()
    return carried_out(
        portion,
        form,
        lambda: operations.disinter_ashes(
            portion_id=portion.id,
            applicant=form.applicant.data or "",
            basis=form.basis.data or "",
            reason=form.reason.data or "",
            place=form.place.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("骨灰起出"),
        _("起出已登记，骨灰现在由本单位保管。"),
    )


@ashes.route("/portions/<uuid:portion_id>/scatter", methods=["GET", "POST"])
@open_to(*KEEPERS)
def scatter_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), ScatterAshesForm()
    return carried_out(
        portion,
        form,
        lambda: operations.scatter_ashes(
            portion_id=portion.id,
            certificate_number=form.certificate_number.data or "",
            asked_by=form.asked_by.data or "",
            relation=Relation(form.relation.data),
            authorisation=form.authorisation.data or "",
            place=form.place.data or "",
            scattered_at=clock.at(
                form.scattered_on.data or clock.today(), form.scattered_time.data or time()
            ),
            witnesses=(form.witnesses.data or "").splitlines(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("骨灰撒散"),
        _("撒散已登记。"),
    )
