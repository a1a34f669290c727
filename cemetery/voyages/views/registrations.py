"""A family on a voyage: registered from the case page, changed, withdrawn, its papers."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from cemetery.ashes.queries.portions import list_portions_of
from cemetery.queries import list_deposits_of_case
from cemetery.voyages import operations, queries
from cemetery.voyages.forms import ChangeVoyageForm, RegisterForVoyageForm, WithdrawForm
from cemetery.voyages.kinds import Channel, PortionState, VoyageKind, VoyageState
from cemetery.voyages.models import VoyageRegistration
from cemetery.voyages.queries.papers import list_certificates, list_slips
from cemetery.voyages.queries.registrations import find_registration_number
from cemetery.voyages.scattering import can_sail
from cemetery.voyages.scattering_papers import certificate_of, say_position
from cemetery.voyages.views.blueprint import (
    STAFF,
    voyage_choice,
    voyage_hints,
    voyages,
)
from cemetery.voyages.words import CONSENT, say_times, told_sentence
from funeral.queries.cases import get_case, get_case_by_id
from funeral.queries.certificates import find_certificate
from hardware.releasing import release
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from funeral.models import FuneralCase


@voyages.route("/cases/<number>/voyage", methods=["GET", "POST"])
@open_to(*STAFF)
def register_for_voyage(number: str) -> ResponseReturnValue:
    case = get_case(number)
    certificate = find_certificate(case.id)
    form = RegisterForVoyageForm(
        certificate_number=certificate.number if certificate else "",
        contact=case.claimant.name,
        phone=case.claimant.phone,
    )
    registered = form.carry_out(lambda: _register(case, form))
    if registered:
        flash(_("已登记，请打印登记单交给家属。"))
        return redirect(url_for("voyages.get_registration", number=registered.number))
    # Read after the attempt: whoever was refused sees what is left elsewhere.
    coming = queries.list_open()
    form.voyage.choices = [voyage_choice(voyage) for voyage in coming]
    return render_template(
        "voyages/register_for_voyage.html",
        form=form,
        case=case,
        certificate=certificate,
        coming=coming,
        items=voyage_hints(coming),
        consent=CONSENT,
        resting=[each for each in list_deposits_of_case(case.id) if each.collected_at is None],
    )


def _register(case: "FuneralCase", form: RegisterForVoyageForm) -> VoyageRegistration:
    return operations.register_for_voyage(
        case_number=case.number,
        certificate_number=form.certificate_number.data or "",
        voyage_number=form.voyage.data or "",
        party=form.party(),
        channel=Channel(form.channel.data),
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


@voyages.get("/voyages/registered/<number>")
@open_to(*STAFF)
def get_registration(number: str) -> ResponseReturnValue:
    return _show(queries.get_registration(number), WithdrawForm())


@voyages.post("/voyages/registered/<number>/withdraw")
@open_to(*STAFF)
def withdraw_from_voyage(number: str) -> ResponseReturnValue:
    registration, form = queries.get_registration(number), WithdrawForm()
    said = _("登记已取消，名额已放开。费用已经结账的，请到收款窗口办理退费。")
    if registration.voyage.departed_at:
        said = _("登记已取消。费用已经结账的，请到收款窗口办理退费。")
    gone = form.carry_out_and_return(
        lambda: operations.withdraw_from_voyage(
            number=registration.number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        url_for("voyages.get_registration", number=registration.number),
        said,
    )
    return gone or _show(registration, form)


@voyages.route("/voyages/registered/<number>/change", methods=["GET", "POST"])
@open_to(*STAFF)
def change_voyage(number: str) -> ResponseReturnValue:
    registration, form = queries.get_registration(number), ChangeVoyageForm()
    changed = form.carry_out(
        lambda: operations.change_voyage(
            number=registration.number,
            voyage_number=form.voyage.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if changed:
        flash(_("已改航次，请打印新的登记单交给家属。"))
        return redirect(url_for("voyages.get_registration", number=changed.number))
    others = [each for each in queries.list_open() if each.id != registration.voyage_id]
    form.voyage.choices = [voyage_choice(voyage) for voyage in others]
    return render_template(
        "voyages/change_voyage.html",
        form=form,
        registration=registration,
        when=say_times(registration.voyage),
        others=others,
        items=voyage_hints(others),
    )


@voyages.post("/voyages/registered/<number>/told")
@open_to(*STAFF)
def note_family_told(number: str) -> ResponseReturnValue:
    registration, form = queries.get_registration(number), Form()
    return form.act_and_return(
        lambda: operations.note_family_told(
            number=registration.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("voyages.get_voyage", number=registration.voyage.number, _anchor="untold"),
        _("已记下告知时间。"),
    )


@voyages.post("/voyages/registered/<number>/slip")
@open_to(*STAFF)
def print_voyage_slip(number: str) -> ResponseReturnValue:
    registration, form = queries.get_registration(number), Form()
    return form.act_and_return(
        lambda: operations.print_voyage_slip(
            number=registration.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("voyages.get_registration", number=registration.number),
        _("登记单已交给打印机。"),
    )


@voyages.post("/voyages/registered/<number>/certificate/<letter>")
@open_to(*STAFF)
def release_scattering_certificate(number: str, letter: str) -> ResponseReturnValue:
    registration, form = queries.get_registration(number), Form()
    portion = next((each for each in registration.portions if each.letter == letter), None)
    if portion is None:
        raise NotFound
    institution_id = registration.institution_id
    return form.act_and_return(
        lambda: release(lambda: certificate_of(portion), institution_id=institution_id, by=asker()),
        url_for("voyages.get_registration", number=registration.number, _anchor="documents"),
        _("PDF 已生成，可以打开。"),
    )


def _show(registration: VoyageRegistration, form: WithdrawForm) -> ResponseReturnValue:
    voyage = registration.voyage
    return render_template(
        "voyages/get_registration.html",
        registration=registration,
        voyage=voyage,
        kind=VoyageKind(voyage.kind),
        case=get_case_by_id(registration.case_id),
        channel=Channel(registration.channel),
        when=say_times(voyage),
        told=told_sentence(registration),
        state_of=PortionState,
        is_open=registration.may_choose_again,
        is_cancelled=voyage.state == VoyageState.CANCELLED,
        position=say_position(voyage),
        slips=list_slips(registration),
        documents=list_certificates(registration),
        reward=_of_reward(registration),
        form=form,
        new_form=Form,
    )


def _of_reward(registration: VoyageRegistration) -> dict[str, Any]:
    """What the reward's form need not ask. It has no word for a garden: there the clerk chooses."""
    kind = VoyageKind(registration.voyage.kind)
    sailed = sum(bool(each.present) for each in registration.relatives)
    return {"burial": kind.value, "persons": sailed} if kind.needs_ship else {}


def voyages_panel(case: "FuneralCase") -> Markup:
    """On the case page: what is registered, or the way to register."""
    portions = list_portions_of(case.id)
    return Markup(  # noqa: S704 - our own template, escaped as every page is
        render_template(
            "voyages/_voyages_panel.html",
            case=case,
            certificate=find_certificate(case.id),
            can_sail=not portions or any(can_sail(each.stands) for each in portions),
            registrations=queries.list_registrations_of_case(case.id),
            kind_of=VoyageKind,
            state_of=PortionState,
            may_register=getattr(current_user, "role", None) in STAFF,
        )
    )


def registration_link(registration_id: uuid.UUID) -> str | None:
    """Where the registration behind a charge is shown (billing.fact_links)."""
    number = find_registration_number(registration_id)
    return number and url_for("voyages.get_registration", number=number)
