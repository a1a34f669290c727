"""Applications for the eco-burial reward at the window, and the office's decision on them."""

from collections.abc import Callable
from typing import Any, Protocol

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from billing import operations
from billing.classes import WaiverClass
from billing.facts import Facts
from billing.forms import (
    NoteRewardEvidenceForm,
    RefuseRewardForm,
    ReturnRewardForm,
)
from billing.models import RewardApplication
from billing.queries import rewards as queries
from billing.rewards import Burial, Recipient, RewardFacts, RewardPolicy
from billing.rewards.kinds import EvidenceMet, PayoutOutcome, RewardState
from billing.views.asked import asked_page
from billing.views.blueprint import RECEIVERS, billing, home_id
from kernel import regions
from kernel.errors import NotFound
from kernel.history import list_entries_about
from kernel.i18n import _
from kernel.operations import say_operation
from kernel.people.actors import Role
from kernel.people.claimants import Relation
from kernel.people.finding import veiled
from kernel.people.staff import say_who, staff_names
from kernel.places import get_institution
from kernel.web import Form, asker, open_to, reader

NO_DAYS = Facts(None, WaiverClass.RESIDENT, None)


@billing.route("/rewards", methods=["GET", "POST"])
@open_to(*RECEIVERS)
def list_rewards() -> ResponseReturnValue:
    state = request.args.get("state", "")
    if request.method == "POST":
        search = veiled(request.form.get("search", "").strip())
        state = request.form.get("state", "")
        return redirect(url_for("billing.list_rewards", search=search, state=state))
    search = request.args.get("search", "")
    page = queries.list_applications(
        search=search,
        state=state,
        **asked_page(),
    )
    return render_template(
        "billing/list_rewards.html",
        page=page,
        search=search,
        state=state,
        policy=policy_today(region_here()),
        **_words(),
    )


@billing.get("/rewards/<number>")
@open_to(*RECEIVERS)
def get_reward(number: str) -> ResponseReturnValue:
    return _show(queries.get_application(number), Form())


@billing.route("/rewards/<number>/evidence", methods=["GET", "POST"])
@open_to(*RECEIVERS)
def note_reward_evidence(number: str) -> ResponseReturnValue:
    application = queries.get_application(number)
    paper = request.args.get("asked", "")
    asked = next((a for a in queries.list_asked(application) if a.evidence.paper == paper), None)
    if asked is None:
        raise NotFound
    form = NoteRewardEvidenceForm(met=EvidenceMet.PAPER)
    if not asked.evidence.data_match:
        form.met.choices = [
            choice for choice in form.met.choices or [] if choice.value != EvidenceMet.DATA_MATCH
        ]
    noted = form.carry_out(
        lambda: operations.note_reward_evidence(
            number=application.number,
            asked=paper,
            met=EvidenceMet(form.met.data),
            reference=form.reference.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if noted:
        flash(_("材料已登记。"))
        return redirect(url_for("billing.get_reward", number=application.number))
    return render_template(
        "billing/note_reward_evidence.html", form=form, application=application, asked=asked
    )


@billing.post("/rewards/<number>/approve")
@open_to(Role.OFFICER)
def approve_reward(number: str) -> ResponseReturnValue:
    form = Form()
    approved = form.carry_out(
        lambda: operations.approve_reward(
            number=number, by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    if approved:
        flash(_("奖补已批准，列入下一份发放名单。"))
        return redirect(url_for("billing.get_reward", number=approved.number))
    return _show(queries.get_application(number), form)


@billing.route("/rewards/<number>/return", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def return_reward(number: str) -> ResponseReturnValue:
    return _decide(operations.return_reward, number, ReturnRewardForm(), _("申请已退回补正。"))


@billing.route("/rewards/<number>/refuse", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def refuse_reward(number: str) -> ResponseReturnValue:
    form = RefuseRewardForm()
    if not form.is_submitted():
        assessment = queries.assessment_of(queries.get_application(number))
        form.reason.data = "" if assessment.eligible else "".join(map(str, assessment.reasons))
    return _decide(operations.refuse_reward, number, form, _("已决定不予奖补，请告知申请人原因。"))


class CaseOnPage(Protocol):
    """What our panel needs of a case, which belongs to another package."""

    id: Any
    number: str
    institution_id: Any


def reward_panel(case: CaseOnPage) -> Markup:
    """节地生态安葬奖补 on the case page: its applications, or the way to apply."""
    signed_in = reader()
    policy = policy_today(get_institution(case.institution_id).region_code)
    return Markup(  # noqa: S704 - our own template, escaped as every page is
        render_template(
            "billing/_reward_panel.html",
            case=case,
            policy=policy,
            applications=queries.list_applications_of_case(case.id),
            may_apply=signed_in is not None and signed_in.role in RECEIVERS,
            **_words(),
        )
    )


def region_here() -> str:
    return get_institution(home_id()).region_code


def policy_today(region_code: str) -> RewardPolicy | None:
    return queries.find_policy_of_burial(region_code, RewardFacts(NO_DAYS, Burial.SEA))


def _decide(
    operation: Callable[..., RewardApplication],
    number: str,
    form: ReturnRewardForm | RefuseRewardForm,
    said: str,
) -> ResponseReturnValue:
    decided = form.carry_out(
        lambda: operation(
            number=number,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if decided:
        flash(said)
        return redirect(url_for("billing.get_reward", number=decided.number))
    return render_template(
        f"billing/{operation.__name__}.html",
        form=form,
        application=queries.get_application(number),
    )


def _show(application: RewardApplication, form: Form) -> ResponseReturnValue:
    history = list_entries_about(
        [application],
        named=("application_id", application.id),
        page=request.args.get("page", 1, int),
    )
    by = {entry.by for entry in history.items} | {application.accepted_by}
    names = staff_names(by | {application.decided_by or ""})
    assessment = queries.assessment_of(application)
    role = asker().role
    return render_template(
        "billing/get_reward.html",
        application=application,
        policy=queries.policy_of(application),
        assessment=assessment,
        facts=assessment.facts,
        asked=queries.list_asked(application),
        history=history,
        replaced={entry.replaces_id for entry in application.entries},
        who={entry.id: say_who(entry.by, names) for entry in history.items},
        names=names,
        form=form,
        is_officer=role is Role.OFFICER,
        received_by_reader=application.accepted_by == str(asker()),
        say_operation=say_operation,
        institution=get_institution(application.institution_id),
        full_name=regions.full_name,
        relation=Relation(application.relation).label,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "states": RewardState,
        "burial_of": Burial,
        "met_of": EvidenceMet,
        "recipient": Recipient,
        "outcome_of": PayoutOutcome,
    }
