"""When a cremator fails: mark it, see who would move and why, apply it, tell the families."""

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.drafting import Drafted, work_out
from funeral.errors import ClosureTimesWrong, NotACremator
from funeral.forms import DecideReplanForm, ReplanBreakdownForm, TryReplanForm
from funeral.kinds import ResourceKind
from funeral.models import Closure, Replan
from funeral.notices import told_sentence
from funeral.panels import expected_families
from funeral.queries import replans as queries
from funeral.queries.closures import get_closure
from funeral.queries.plans import list_plans
from funeral.queries.replans import Assumed
from funeral.queries.schedule import cremation_of, get_resource, list_resources
from funeral.replan_words import objective_sentences, say_stuck, say_why
from funeral.steps import DESK, FLOOR
from funeral.views.blueprint import funeral, home_id
from kernel import clock
from kernel.errors import KeyReused, Refusal
from kernel.i18n import _
from kernel.idempotency import find_answer
from kernel.people.staff import staff_names
from kernel.web import Form, asker, open_to

END_OF_DAY = time(23, 59)
# A closure that lasts for weeks is planned for day by day, not all at once.
DAYS_OFFERED = 7
DRAFTING = "funeral.draft_replan"


@funeral.route("/board/breakdown", methods=["GET", "POST"])
@open_to(*FLOOR)
def replan_breakdown() -> ResponseReturnValue:
    """Out of use at once; then the proposal, whose five seconds no transaction waits for."""
    form = ReplanBreakdownForm()
    _offer(form)
    if form.validate_on_submit():
        try:
            _ensure_cremator(form)
            starts_at, ends_at = form.times()
            closure = operations.report_breakdown(
                resource_id=uuid.UUID(form.resource_id.data),
                starts_at=starts_at,
                ends_at=ends_at,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
            return _shown(_draft_for(closure, _first_day(closure), form.limit(), form))
        except Refusal as refusal:
            form.show(refusal)
    return render_template("funeral/replan_breakdown.html", form=form)


@funeral.route("/board/what-if", methods=["GET", "POST"])
@open_to(*FLOOR)
def try_replan() -> ResponseReturnValue:
    form = TryReplanForm()
    _offer(form)
    if form.validate_on_submit():
        try:
            _ensure_cremator(form)
            starts_at, ends_at = form.times()
            if not starts_at < ends_at or ends_at <= clock.now():
                raise ClosureTimesWrong
            assumed = Assumed(uuid.UUID(form.resource_id.data), starts_at, ends_at)
            day = max(clock.today(), clock.day_of(starts_at))
            return _shown(_draft_assumed(assumed, day, form.limit(), form))
        except Refusal as refusal:
            form.show(refusal)
    return render_template("funeral/try_replan.html", form=form)


@funeral.post("/closures/<uuid:closure_id>/replan")
@open_to(*FLOOR)
def replan_closure(closure_id: uuid.UUID) -> ResponseReturnValue:
    """For a closure that stands already; `day`: one of its days, else the first to come."""
    closure = get_closure(closure_id)
    form = DecideReplanForm()
    if not form.validate_on_submit():
        return redirect(url_for("funeral.get_closure", closure_id=closure_id))
    day = _first_day(closure)
    if asked := request.args.get("day"):
        day = min(max(_day(asked, day), day), clock.day_of(closure.ends_at))
    return _shown(_draft_for(closure, day, None, form))


@funeral.get("/replans/<uuid:replan_id>")
@open_to(*FLOOR)
def get_replan(replan_id: uuid.UUID) -> ResponseReturnValue:
    """Whom to call, with telephone numbers: for those who plan and tell, nobody else."""
    return _show(queries.get_replan(replan_id), DecideReplanForm())


@funeral.post("/replans/<uuid:replan_id>/apply")
@open_to(*DESK)
def apply_replan(replan_id: uuid.UUID) -> ResponseReturnValue:
    form = DecideReplanForm()
    if form.validate_on_submit():
        try:
            operations.apply_replan(replan_id=replan_id, by=asker())
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("新的日程已采用。请按下面的名单通知家属。"))
            return redirect(url_for("funeral.get_replan", replan_id=replan_id))
    return _show(queries.get_replan(replan_id), form)


@funeral.post("/replans/<uuid:replan_id>/discard")
@open_to(*FLOOR)
def discard_replan(replan_id: uuid.UUID) -> ResponseReturnValue:
    form = DecideReplanForm()
    if form.validate_on_submit():
        try:
            replan = operations.discard_replan(replan_id=replan_id, by=asker())
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("这份方案已放弃，日程没有变动。"))
            return redirect(url_for("funeral.board", day=replan.day.isoformat()))
    return _show(queries.get_replan(replan_id), form)


@funeral.post("/replans/<uuid:replan_id>/again")
@open_to(*FLOOR)
def redraft_replan(replan_id: uuid.UUID) -> ResponseReturnValue:
    """The same question on the day as it is now; the old proposal stays as it was."""
    replan = queries.get_replan(replan_id)
    form = DecideReplanForm()
    if not form.validate_on_submit():
        return _show(replan, form)
    if replan.closure:
        return _shown(_draft_for(replan.closure, replan.day, replan.runs_at_once, form))
    assumed = Assumed(replan.resource_id, replan.closed_from, replan.closed_to)
    return _shown(_draft_assumed(assumed, replan.day, replan.runs_at_once, form))


def _draft_for(closure: Closure, day: date, limit: int | None, form: Form) -> Replan:
    return _drafted(
        _key_of(form, closure.id, day, limit),
        lambda: work_out(home_id(), day, runs_at_once=limit),
        closure=closure,
        runs_at_once=limit,
    )


def _draft_assumed(assumed: Assumed, day: date, limit: int | None, form: Form) -> Replan:
    return _drafted(
        _key_of(form, assumed, day, limit),
        lambda: work_out(home_id(), day, assumed=assumed, runs_at_once=limit),
        assumed=assumed,
        runs_at_once=limit,
    )


def _key_of(form: Form, *asked: object) -> str | None:
    """Several buttons of a page share its key, so the question belongs to it."""
    key = form.idempotency_key.data
    return " ".join(str(part) for part in (key, *asked)) if key else None


def _drafted(key: str | None, work: Callable[[], Drafted], **kept: Any) -> Replan:
    """A form sent again is not worked out again; sent twice at once, one proposal is kept."""
    known = find_answer(DRAFTING, key)
    if known is None:
        drafted = work()
        try:
            return operations.draft_replan(
                institution_id=home_id(), drafted=drafted, by=asker(), idempotency_key=key, **kept
            )
        except KeyReused:
            known = find_answer(DRAFTING, key)
    return cast(Replan, known)


def _offer(form: ReplanBreakdownForm) -> None:
    """The cremators, and from now to the end of the day."""
    cremators = list_resources(home_id(), ResourceKind.CREMATOR)
    form.resource_id.choices = [SelectChoice(str(each.id), each.name) for each in cremators]
    form.runs_at_once.choices = [
        SelectChoice("", _("不限")),
        *(SelectChoice(str(n), str(n)) for n in range(1, len(cremators) + 1)),
    ]
    if not form.is_submitted():
        form.resource_id.data = request.args.get("resource")
        form.starts_on.data = form.ends_on.data = clock.today()
        form.starts_at.data = clock.local(clock.now()).time()
        form.ends_at.data = END_OF_DAY


def _ensure_cremator(form: ReplanBreakdownForm) -> None:
    resource = get_resource(uuid.UUID(form.resource_id.data))
    if resource.kind != ResourceKind.CREMATOR:
        raise NotACremator


def _first_day(closure: Closure) -> date:
    return max(clock.today(), clock.day_of(closure.starts_at))


def _shown(replan: Replan) -> ResponseReturnValue:
    return redirect(url_for("funeral.get_replan", replan_id=replan.id))


def _show(replan: Replan, form: Form) -> ResponseReturnValue:
    moves = [cast(dict[str, Any], move) for move in replan.proposal]
    ids = {uuid.UUID(move["plan"]) for move in moves}
    plans = {str(key): plan for key, plan in list_plans(ids).items()}
    families = {str(key): case for key, case in queries.list_families(ids).items()}
    to_tell = [move for move in moves if move["must_tell"] and move["plan"] in plans]
    resources = list_resources(replan.institution_id)
    return render_template(
        "funeral/get_replan.html",
        replan=replan,
        moves=[move for move in moves if move["stuck"] is None],
        stuck=[move for move in moves if move["stuck"]],
        families=families,
        expected={
            str(key): family
            for key, family in expected_families(ids - {uuid.UUID(k) for k in families}).items()
        },
        plans=plans,
        names={str(each.id): each.name for each in resources}
        | {str(replan.resource_id): replan.resource.name},
        objective=objective_sentences(replan.objective),
        to_tell=to_tell if replan.applied_at else [],
        told={move["plan"]: told_sentence(plans[move["plan"]]) for move in to_tell}
        if replan.applied_at
        else {},
        moment=clock.parse_moment,
        say_why=say_why,
        say_stuck=say_stuck,
        live_cremation=cremation_of,
        other_days=_other_days(replan),
        staff=staff_names(
            {who for who in (replan.asked_by, replan.applied_by, replan.discarded_by) if who}
        ),
        may_draft=asker().role in FLOOR,
        may_apply=asker().role in DESK,
        form=form,
    )


def _other_days(replan: Replan) -> list[date]:
    """The closure's days to come but for this one."""
    if replan.closure is None:
        return []
    first, last = _first_day(replan.closure), clock.day_of(replan.closure.ends_at)
    days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, DAYS_OFFERED))]
    return [day for day in days if day != replan.day]


def _day(written: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise
