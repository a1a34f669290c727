"""Day, hall and time: each page offers only what is free now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from booking import operations
from booking.answers import Answers
from booking.errors import DayFull, HallTooSmall, NothingFree
from booking.forms import ChooseDayForm, ChooseHallForm, ChooseTimeForm
from booking.models import Draft
from booking.offers import (
    HallOffer,
    Offer,
    list_cremation_offers,
    list_days,
    list_hall_offers,
    list_times_for,
    offer_of_free,
)
from booking.steps import CHECK, first_unanswered
from booking.views.blueprint import booking
from booking.views.steps import asking, current_draft, question, save, show
from funeral.errors import TimeTaken
from funeral.kinds import HallClass
from funeral.queries.terms import terms_of
from funeral.schedule import Proposal
from kernel import attempts, clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to

# A family that compares times stays far below it, and so does a hospital behind one address.
MOST_CHOICES, A_WHILE = 20, timedelta(minutes=20)
PARTS_OF_DAY = ((18, _("晚上")), (clock.NOON, _("下午")), (0, _("上午")))


@booking.route("/book/day", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("choose_day")
def choose_day(draft: Draft, answers: Answers) -> ResponseReturnValue:
    days = list_days(draft.institution_id)
    form = ChooseDayForm(day=answers.day)
    form.day.choices = [SelectChoice(day.isoformat(), clock.say_day(day)) for day, _free in days]
    if form.validate_on_submit():
        try:
            return _save_day(draft, answers, form.day.data, dict(days))
        except Refusal as refusal:
            form.show(refusal)
    return show("choose_day", form=form, answers=answers, days=days)


def _save_day(
    draft: Draft, answers: Answers, day: str, is_free: dict[date, bool]
) -> ResponseReturnValue:
    if not is_free[date.fromisoformat(day)]:
        raise DayFull
    same = day == answers.day
    return save(draft, answers, day=day, starts_at=answers.starts_at if same else None)


@booking.route("/book/hall", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("choose_hall")
def choose_hall(draft: Draft, answers: Answers) -> ResponseReturnValue:
    halls, cremations = list_hall_offers(draft), list_cremation_offers(draft)
    form = ChooseHallForm(obj=answers)
    form.hall_class.choices = [
        SelectChoice(hall.choice.hall_class.value, hall.choice.hall_class.label) for hall in halls
    ]
    form.cremator_type.choices = [
        SelectChoice(each.cremator_type.value, each.cremator_type.label) for each in cremations
    ]
    if form.validate_on_submit():
        try:
            _ensure_large_enough(halls, form)
            return _save_hall(draft, answers, form)
        except Refusal as refusal:
            form.show(refusal)
    return show("choose_hall", form=form, halls=halls, cremations=cremations, answers=answers)


def _ensure_large_enough(halls: list[HallOffer], form: ChooseHallForm) -> None:
    """Raises HallTooSmall."""
    [chosen] = [each.choice for each in halls if each.choice.hall_class == form.hall_class.data]
    if chosen.capacity and (form.party.data or 0) > chosen.capacity:
        raise HallTooSmall(most=chosen.capacity)


def _save_hall(draft: Draft, answers: Answers, form: ChooseHallForm) -> ResponseReturnValue:
    kinds = {"hall_class": form.hall_class.data, "cremator_type": form.cremator_type.data}
    chosen = replace(answers, **kinds)
    day = chosen.chosen_day
    if day is None or not list_times_for(draft, chosen, day):
        raise NothingFree
    starts_at = answers.starts_at if chosen == answers else None
    return save(draft, replace(chosen, party=form.party.data), starts_at=starts_at)


@booking.route("/book/time", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("choose_time")
def choose_time(draft: Draft, answers: Answers) -> ResponseReturnValue:
    """Also where a family goes that takes one of the times offered instead of a taken one."""
    form = ChooseTimeForm(obj=answers)
    near: tuple[datetime, ...] = ()
    if form.validate_on_submit():
        try:
            return _hold(draft, form.starts_at.data, form.idempotency_key.data)
        except TimeTaken as refusal:
            form.show(refusal)
            draft, near = current_draft(), refusal.alternatives
        except Refusal as refusal:
            form.show(refusal)
            draft = current_draft()
    proposals = list_times_for(draft, answers, day) if (day := answers.chosen_day) else []
    form.starts_at.choices = nearest_choices(near) if near else choices_of(proposals)
    if answers.hall is HallClass.NONE:
        form.starts_at.label.text = _("火化开始时间")
    return show(
        "choose_time",
        form=form,
        answers=answers,
        proposals=proposals,
        near=near,
        items=dict(described(proposals)),
        offer=_offer(draft, answers, proposals),
        home=get_institution(draft.institution_id),
        hold_minutes=terms_of(draft.institution_id).hold // timedelta(minutes=1),
    )


def choices_of(proposals: list[Proposal]) -> list[SelectChoice]:
    return [SelectChoice(p.starts_at.isoformat(), _chip(p.starts_at)) for p in proposals]


def nearest_choices(near: tuple[datetime, ...]) -> list[SelectChoice]:
    """Instead of a time that was taken; they may be of other days."""
    return [
        SelectChoice(at.isoformat(), f"{clock.say_day(clock.day_of(at))} {clock.say_time(at)}")
        for at in near
    ]


def _chip(at: datetime) -> Markup:
    """The part of the day stands over the chips, and is read aloud with each."""
    hidden = Markup('<span class="govuk-visually-hidden">{} </span>{}')
    return hidden.format(_part_of_day(at), _hour_and_minute(at))


def described(proposals: list[Proposal]) -> Iterator[tuple[str, dict[str, str]]]:
    """How many are left, when the cremation is, and a heading where another part of day begins."""
    part = ""
    for proposal in proposals:
        begins, part = part, _part_of_day(proposal.starts_at)
        cremation = _hour_and_minute(proposal.cremation.starts_at)
        yield (
            proposal.starts_at.isoformat(),
            {
                "note": str(_("余 %(left)s")) % {"left": proposal.halls_free},
                "hint": str(_("火化约 %(time)s")) % {"time": cremation}
                if proposal.farewell
                else "",
                "before": part if part != begins else "",
            },
        )


def _part_of_day(at: datetime) -> str:
    hour = clock.local(at).hour
    return next(str(word) for start, word in PARTS_OF_DAY if hour >= start)


def _hour_and_minute(at: datetime) -> str:
    shown = clock.local(at)
    return f"{shown.hour if shown.hour <= clock.NOON else shown.hour - clock.NOON}:{shown:%M}"


def _hold(draft: Draft, starts_at: str, key: str | None) -> ResponseReturnValue:
    if asking(draft).role is None:
        _brake(draft)
    operations.choose_time(
        draft_id=draft.id, starts_at=instant(starts_at), by=asking(draft), idempotency_key=key
    )
    view = first_unanswered(Answers.from_json(current_draft().answers)) or CHECK
    return redirect(url_for(f"booking.{view}"))


def _brake(draft: Draft) -> None:
    """A made-up number is enough for a hold, so one browser or address takes only so many."""
    attempts.at_most(MOST_CHOICES, A_WHILE, kind="choice", what=str(draft.id))
    attempts.at_most(MOST_CHOICES, A_WHILE, kind="holds", what=request.remote_addr or "")


def instant(text: str) -> datetime:
    """Raises TimeTaken for what no page of ours has sent."""
    try:
        return clock.parse_moment(text)
    except ValueError:
        raise TimeTaken from None


def _offer(draft: Draft, answers: Answers, proposals: list[Proposal]) -> Offer | None:
    """For the time chosen before; else for the day's last, which is the longest storage."""
    if not proposals:
        return None
    chosen = [p for p in proposals if p.starts_at == answers.chosen_start] or proposals[-1:]
    return offer_of_free(draft, chosen[0])
