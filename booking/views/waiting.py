"""候补: joining the waiting list, its page, and the desk that telephones."""

import secrets
import uuid
from datetime import date, time, timedelta
from hmac import compare_digest

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from booking import operations, queries
from booking.answers import Answers
from booking.errors import DraftLost, NotTheFamily
from booking.forms import AnswerOfferForm, JoinWaitingListForm
from booking.models import Draft, WaitingEntry
from booking.views.blueprint import booking
from booking.views.steps import (
    MOST_OPENED,
    STAFF,
    TOKEN,
    WAITS,
    asking,
    current_draft,
    question,
    show,
)
from funeral.kinds import CrematorType, HallClass
from funeral.queries.plans import get_plan, list_plans
from funeral.queries.schedule import (
    begin_of,
    cremation_of,
    list_cremator_types,
    list_hall_choices,
)
from funeral.queries.terms import last_day, terms_of
from kernel import attempts, clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Actor, family
from kernel.people.phones import last4 as last4_of
from kernel.people.phones import masked_phone, normalise_phone
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, asker, open_to, reader

HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


@booking.route("/book/wait", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("choose_day")
def join_waiting_list(draft: Draft, answers: Answers) -> ResponseReturnValue:
    form = JoinWaitingListForm(
        day=answers.day, hall_class=answers.hall_class, cremator_type=answers.cremator_type
    )
    _offer_choices(form, draft)
    if form.validate_on_submit():
        try:
            entry = operations.join_waiting_list(
                draft_id=draft.id,
                day=date.fromisoformat(form.day.data),
                hall_class=HallClass(form.hall_class.data),
                cremator_type=CrematorType(form.cremator_type.data),
                from_time=_time(form.from_time.data),
                to_time=_time(form.to_time.data),
                by=asking(draft),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            _remember(entry.token)
            return redirect(url_for("booking.show_waiting", token=entry.token))
    return show("choose_day", "join_waiting_list", form=form, rules=_rules(draft.institution_id))


@booking.get("/wait/<token>")
@open_to(PUBLIC)
def show_waiting(token: str) -> ResponseReturnValue:
    """Whoever has the link may see the place in the queue; it names nobody."""
    return _show(token)


@booking.post("/wait/<token>/accept")
@open_to(PUBLIC)
def accept_offer(token: str) -> ResponseReturnValue:
    """From any browser that has the link and knows the telephone: it goes on with the draft."""
    entry = queries.get_entry(token)
    form = _answer(entry)
    if form.validate_on_submit():
        draft_token = None if _is_own(entry) else secrets.token_urlsafe(32)
        try:
            if "last4" in form:
                with attempts.counted("wait", token):
                    _ensure_family(entry, form.last4.data or "")
            operations.accept_offer(token=token, draft_token=draft_token, by=_by(entry))
        except Refusal as refusal:
            form.show(refusal)
        else:
            if draft_token:
                session[TOKEN] = draft_token
            return redirect(url_for("booking.confirm_booking"))
    return _show(token, form)


@booking.post("/wait/<token>/decline")
@open_to(PUBLIC)
def decline_offer(token: str) -> ResponseReturnValue:
    form = _answer(queries.get_entry(token))
    if form.validate_on_submit():
        try:
            operations.decline_offer(token=token, by=_by(queries.get_entry(token)))
        except Refusal as refusal:
            form.show(refusal)
    return _show(token, form)


@booking.post("/wait/<token>/leave")
@open_to(PUBLIC)
def leave_waiting_list(token: str) -> ResponseReturnValue:
    form = _answer(queries.get_entry(token))
    if form.validate_on_submit():
        try:
            operations.leave_waiting_list(token=token, by=_by(queries.get_entry(token)))
        except Refusal as refusal:
            form.show(refusal)
    return _show(token, form)


@booking.get("/desk/waiting")
@open_to(*STAFF)
def list_waiting() -> ResponseReturnValue:
    """Who has been offered a time and is to be telephoned, then everybody else in order."""
    entries = queries.list_queue()
    offered = {each.offered_plan_id for each in entries if each.offered_plan_id}
    return render_template(
        "booking/list_waiting.html",
        entries=entries,
        plans=list_plans(offered),
        begin_of=begin_of,
        place_of=queries.place_of,
        answers_of=lambda each: Answers.from_json(each.draft.answers if each.draft else {}),
        hall_of=lambda each: HallClass(each.hall_class).label,
        cremator_of=lambda each: CrematorType(each.cremator_type).label,
        now=clock.now(),
        masked_phone=lambda phone: masked_phone(normalise_phone(phone)),
        new_form=Form,
    )


@booking.post("/desk/waiting/<token>/tell")
@open_to(*STAFF)
def tell_offer(token: str) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.tell_offer(token=token, by=asker()),
        url_for("booking.list_waiting"),
    )


def _show(token: str, form: Form | None = None) -> str:
    entry = queries.get_entry(token)
    plan = get_plan(entry.offered_plan_id) if entry.offered_plan_id else None
    is_live = entry.offered_until is not None and entry.offered_until > clock.now()
    return render_template(
        "booking/show_waiting.html",
        form=form or _answer(entry),
        entry=entry,
        hall=HallClass(entry.hall_class).label,
        cremator=CrematorType(entry.cremator_type).label,
        begin=begin_of(plan) if plan and is_live and not entry.settled_at else None,
        cremation=cremation_of(plan) if plan else None,
        place=queries.place_of(entry),
        rules=_rules(entry.institution_id),
        home=get_institution(entry.institution_id),
    )


def _offer_choices(form: JoinWaitingListForm, draft: Draft) -> None:
    ahead = (last_day(draft.institution_id) - clock.today()).days
    days = [clock.today() + timedelta(days=each) for each in range(ahead + 1)]
    form.day.choices = [SelectChoice(day.isoformat(), clock.say_day(day)) for day in days]
    form.hall_class.choices = [
        SelectChoice(each.hall_class.value, each.hall_class.label)
        for each in list_hall_choices(draft.institution_id)
    ]
    form.cremator_type.choices = [
        SelectChoice(each.value, each.label) for each in list_cremator_types(draft.institution_id)
    ]
    times = [SelectChoice(f"{at:%H:%M}", clock.say_time(at)) for at in HALF_HOURS]
    for field in (form.from_time, form.to_time):
        field.choices = [SelectChoice("", _("不限")), *times]


def _rules(institution_id: uuid.UUID) -> dict[str, int]:
    return {"offer": terms_of(institution_id).offer // timedelta(minutes=1)}


def _time(typed: str | None) -> time | None:
    return time.fromisoformat(typed) if typed else None


def _answer(entry: WaitingEntry) -> AnswerOfferForm:
    """The link alone opens nothing; the home's desk has the number before it anyway."""
    form, signed_in = AnswerOfferForm(), reader()
    at_desk = (
        signed_in is not None
        and signed_in.role in STAFF
        and signed_in.institution_id == entry.institution_id
    )
    if at_desk or _is_own(entry):
        del form.last4
    return form


def _ensure_family(entry: WaitingEntry, last4: str) -> None:
    """Raises NotTheFamily."""
    answers = Answers.from_json(entry.draft.answers if entry.draft else {})
    known = last4_of(normalise_phone(answers.phone)) if answers.phone else ""
    if not known or not compare_digest(known.encode(), last4.strip().encode()):
        raise NotTheFamily


def _is_own(entry: WaitingEntry) -> bool:
    try:
        return current_draft().id == entry.draft_id
    except DraftLost:
        return False


def _by(entry: WaitingEntry) -> Actor:
    return asking(entry.draft) if entry.draft else family(str(entry.id))


def _remember(token: str) -> None:
    """This browser finds its place in the queue on the first page."""
    session[WAITS] = [*session.get(WAITS, []), token][-MOST_OPENED:]
