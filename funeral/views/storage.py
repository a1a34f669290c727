"""The storage page, overdue remains, longer storage, the ladder of the unclaimed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.forms.storage import (
    EndUnclaimedForm,
    ExtendStorageForm,
    RecordUnclaimedStepForm,
    RegisterUnclaimedForm,
    SignUnclaimedStepForm,
)
from funeral.kinds import AskingParty, UnclaimedKind
from funeral.ladder import Ladder, RungState
from funeral.models import Belonging, FuneralCase, IdentityPhoto
from funeral.queries import belongings, cases, storage, trips, unclaimed
from funeral.steps import DESK
from funeral.storage import Stay
from funeral.views.blueprint import funeral, home_id
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.staff import staff_names
from kernel.web import asker, open_to


@dataclass(frozen=True)
class Keeping:
    """What the case page says about storage; `stay` None outside the house."""

    now: datetime
    stay: Stay | None
    hold: str | None
    belongings: list[Belonging]
    photo: IdentityPhoto | None


@funeral.context_processor
def panel_words() -> dict[str, Any]:
    """What _storage_panel.html and _trip_panel.html ask for when the case page includes them."""
    return {
        "state_of": trips.state_of,
        "storage_of": _keeping_of,
        "trips_of": lambda case: trips.list_trips_of_case(case.id),
    }


@funeral.get("/storage")
@open_to(*DESK)
def show_storage() -> ResponseReturnValue:
    outside = storage.list_cases_without_cabinet(home_id())
    return render_template(
        "funeral/show_storage.html",
        places=storage.list_places(home_id()),
        outside=outside,
        stays=storage.stays_of(case.id for case in outside),
        rule=storage.storage_rule(home_id()),
        now=clock.now(),
    )


@funeral.get("/storage/overdue")
@open_to(*DESK)
def list_overdue() -> ResponseReturnValue:
    page = storage.list_overdue(
        home_id(),
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    ids = [case.id for case in page.items]
    return render_template(
        "funeral/list_overdue.html",
        page=page,
        stays=storage.stays_of(ids),
        ladders=unclaimed.ladders_of_cases(home_id(), ids),
        rule=storage.storage_rule(home_id()),
        now=clock.now(),
    )


@funeral.route("/cases/<number>/extension", methods=["GET", "POST"])
@open_to(*DESK)
def extend_storage(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = ExtendStorageForm()
    if form.validate_on_submit():
        try:
            extension = operations.extend_storage(
                number=case.number,
                until_on=cast(date, form.until_on.data),
                reason=form.reason.data or "",
                asked_by=form.asked_by.data or "",
                party=AskingParty(form.party.data),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            until = clock.say_date(extension.until_on)
            flash(str(_("已办理延期，可以存放到 %(until)s。")) % {"until": until})
            return redirect(url_for("funeral.get_case", number=case.number))
    extensions = storage.list_extensions(case.id)
    return render_template(
        "funeral/extend_storage.html",
        case=case,
        form=form,
        stay=storage.find_stay(case.id),
        rule=storage.storage_rule(case.institution_id),
        extensions=extensions,
        names=staff_names({each.recorded_by for each in extensions}),
        party_of=AskingParty,
        now=clock.now(),
    )


@funeral.get("/cases/<number>/unclaimed")
@open_to(*DESK)
def show_ladder(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    found = unclaimed.find_unclaimed(case.id)
    names = {step.recorded_by for step in found.steps} | {found.recorded_by} if found else set()
    return render_template(
        "funeral/show_ladder.html",
        case=case,
        unclaimed=found,
        kind=UnclaimedKind(found.unclaimed_kind).label if found else "",
        ladder=unclaimed.ladder_of(found) if found else Ladder(()),
        steps={step.id: step for step in found.steps} if found else {},
        stay=storage.find_stay(case.id),
        names=staff_names(names),
        states=RungState,
        now=clock.now(),
    )


@funeral.route("/cases/<number>/unclaimed/register", methods=["GET", "POST"])
@open_to(*DESK)
def register_unclaimed(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = RegisterUnclaimedForm()
    if form.validate_on_submit():
        try:
            operations.register_unclaimed(
                number=case.number,
                kind=UnclaimedKind(form.kind.data),
                sent_by=form.sent_by.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _to_ladder(case, _("已登记为无人认领，程序完成之前不能处置。"))
    return render_template("funeral/register_unclaimed.html", case=case, form=form)


@funeral.route("/cases/<number>/unclaimed/step", methods=["GET", "POST"])
@open_to(*DESK)
def record_unclaimed_step(number: str) -> ResponseReturnValue:
    """The next rung; which one it is, the ladder says."""
    case = cases.get_case(number)
    found = unclaimed.find_unclaimed(case.id)
    rung = unclaimed.ladder_of(found).next if found else None
    form = RecordUnclaimedStepForm()
    if not form.is_submitted():
        form.done_on.data = clock.today()
        form.rung_id.data = str(rung.asked.rung_id) if rung else ""
    if form.validate_on_submit():
        try:
            operations.record_unclaimed_step(
                number=case.number,
                rung_id=_uuid(form.rung_id.data),
                done_on=cast(date, form.done_on.data),
                media=form.media.data or "",
                reference=form.reference.data or "",
                police_case_number=form.police_case_number.data or "",
                dna_reference=form.dna_reference.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _to_ladder(case, _("已登记。"))
    return render_template("funeral/record_unclaimed_step.html", case=case, form=form, rung=rung)


@funeral.route("/cases/<number>/unclaimed/sign/<uuid:step_id>", methods=["GET", "POST"])
@open_to(*DESK)
def sign_unclaimed_step(number: str, step_id: uuid.UUID) -> ResponseReturnValue:
    case, step = cases.get_case(number), unclaimed.get_step(step_id)
    signed = {sign.office for sign in step.sign_offs}
    form = SignUnclaimedStepForm()
    form.office.choices = [
        SelectChoice(office, office) for office in step.rung.offices if office not in signed
    ]
    if not form.is_submitted():
        form.signed_on.data = clock.today()
    if form.validate_on_submit():
        try:
            operations.sign_unclaimed_step(
                number=case.number,
                step_id=step.id,
                office=form.office.data or "",
                signed_by=form.signed_by.data or "",
                signed_on=cast(date, form.signed_on.data),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _to_ladder(case, _("部门意见已登记。"))
    return render_template("funeral/sign_unclaimed_step.html", case=case, form=form, step=step)


@funeral.route("/cases/<number>/unclaimed/end", methods=["GET", "POST"])
@open_to(*DESK)
def end_unclaimed(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = EndUnclaimedForm()
    if form.validate_on_submit():
        try:
            operations.end_unclaimed(
                number=case.number,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已结束无人认领的程序。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template("funeral/end_unclaimed.html", case=case, form=form)


def _to_ladder(case: FuneralCase, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("funeral.show_ladder", number=case.number))


def _keeping_of(case: FuneralCase) -> Keeping:
    return Keeping(
        now=clock.now(),
        stay=storage.find_stay(case.id),
        hold=storage.unclaimed_hold(case.id),
        belongings=belongings.list_belongings(case.id),
        photo=belongings.find_photo(case.id),
    )


def _uuid(typed: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        raise NotFound from None
