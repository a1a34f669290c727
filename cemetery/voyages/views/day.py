"""The day of the voyage: the boarding list, who came, departed, carried out."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery.voyages import operations, queries
from cemetery.voyages.forms import BoardPortionForm, CarryOutVoyageForm, RelativesPresentForm
from cemetery.voyages.kinds import PortionState, VoyageKind, VoyageState
from cemetery.voyages.models import Voyage
from cemetery.voyages.views.blueprint import STAFF, voyages
from cemetery.voyages.words import say_times
from funeral.queries.cremation import cases_by_id
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@voyages.route("/voyages/<number>/board", methods=["GET", "POST"])
@open_to(*STAFF)
def board_portion(number: str) -> ResponseReturnValue:
    """The list of the day; what is scanned is handed over."""
    voyage, form = queries.get_voyage(number), BoardPortionForm()
    boarded = form.carry_out(
        lambda: operations.board_portion(
            number=voyage.number,
            scanned=form.scanned.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if boarded:
        flash(_("已交接：%(number)s。") % {"number": boarded.certificate_number})
        return redirect(url_for("voyages.board_portion", number=voyage.number))
    return _show(voyage, form)


@voyages.post("/voyages/<number>/present")
@open_to(*STAFF)
def note_relatives_present(number: str) -> ResponseReturnValue:
    voyage, form = queries.get_voyage(number), RelativesPresentForm()
    return form.act_and_return(
        lambda: operations.note_relatives_present(
            number=voyage.number,
            relative_ids=_ids(form.present.data),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        url_for("voyages.board_portion", number=voyage.number),
        _("到场的亲属已记下。"),
    )


@voyages.post("/voyages/<number>/depart")
@open_to(*STAFF)
def depart_voyage(number: str) -> ResponseReturnValue:
    voyage, form = queries.get_voyage(number), Form()
    return form.act_and_return(
        lambda: operations.depart_voyage(
            number=voyage.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("voyages.get_voyage", number=voyage.number),
        _("已登记出发。没有交接的骨灰记为没有撒散，可以另报航次。"),
    )


@voyages.route("/voyages/<number>/carry-out", methods=["GET", "POST"])
@open_to(*STAFF)
def carry_out_voyage(number: str) -> ResponseReturnValue:
    voyage, form = queries.get_voyage(number), CarryOutVoyageForm()
    if not form.is_submitted():
        form.position.data = voyage.waters
        form.scattered_time.data = clock.say_clock(clock.now())
    done = form.carry_out(lambda: _carry_out(voyage, form))
    if done:
        flash(_("撒散已登记，可以为每份骨灰出具证明。"))
        return redirect(url_for("voyages.get_voyage", number=voyage.number))
    families = queries.list_families(voyage)
    cases = cases_by_id({each.case_id for each in families})
    form.brought_back.choices = [
        SelectChoice(
            str(portion.id), f"{cases[each.case_id].deceased.name} {portion.certificate_number}"
        )
        for each in families
        for portion in each.portions
        if portion.state == PortionState.BOARDED
    ]
    return render_template(
        "voyages/carry_out_voyage.html",
        form=form,
        voyage=voyage,
        has_departed=voyage.state == VoyageState.DEPARTED,
    )


def _carry_out(voyage: Voyage, form: CarryOutVoyageForm) -> Voyage:
    return operations.carry_out_voyage(
        number=voyage.number,
        position=form.where(),
        scattered_at=form.at(clock.day_of(voyage.departed_at or voyage.departs_at)),
        witnesses=form.seen_by(),
        brought_back=_ids(form.brought_back.data),
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _show(voyage: Voyage, form: BoardPortionForm) -> ResponseReturnValue:
    families = queries.list_families(voyage)
    portions = [portion for each in families for portion in each.portions]
    return render_template(
        "voyages/board_portion.html",
        voyage=voyage,
        kind=VoyageKind(voyage.kind),
        when=say_times(voyage),
        form=form,
        families=families,
        cases=cases_by_id({each.case_id for each in families}),
        boarded=sum(portion.state == PortionState.BOARDED for portion in portions),
        total=len(portions),
        relatives=sum(len(each.relatives) for each in families),
        state_of=PortionState,
        may_board=voyage.is_to_come and clock.day_of(voyage.departs_at) == clock.today(),
        new_form=Form,
    )


def _ids(sent: list[str] | None) -> frozenset[uuid.UUID]:
    """Raises NotFound for what no page of ours sends."""
    try:
        return frozenset(uuid.UUID(each) for each in sent or [])
    except ValueError:
        raise NotFound from None
