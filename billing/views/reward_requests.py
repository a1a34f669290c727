"""An application is received or amended: first the burial, then what the policy asks of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import operations
from billing.forms import RewardForm, form_of
from billing.known_burials import KnownBurial, find_known_burial
from billing.known_cases import KnownCase, get_known_case
from billing.models import RewardApplication
from billing.queries import rewards as queries
from billing.rewards import Burial, Recipient, RewardFacts, RewardPolicy
from billing.rewards.answers import answers_of
from billing.rewards.assessment import RewardAssessment, assess_reward
from billing.rewards.questions import costs_of, evidence_of, most_fen
from billing.rewards.requests import BankAccount, RewardRequest, check_request
from billing.units import Unit
from billing.views.blueprint import RECEIVERS, billing, home_id
from billing.views.rewards import policy_today, region_here
from kernel import regions
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.deceased import identity_index
from kernel.web import asker, open_to


@billing.route("/rewards/new", methods=["GET", "POST"])
@open_to(*RECEIVERS)
def apply_for_reward() -> ResponseReturnValue:
    number = request.args.get("case", "").strip()
    known = get_known_case(number) if number else None
    policy = policy_today(region_here())
    rests = find_known_burial(known.case_id) if known else None
    # Where the ashes lie says how; who asks for another way is asked.
    burial = rests.burial if rests and "burial" not in request.args else _asked_burial()
    if policy is None or burial is None:
        return _choose_burial("apply_for_reward", policy, known)
    answers = _prefilled(known, policy, burial)
    form, policy = _form(policy, burial, (known, rests), region_here(), answers)

    def act(told: RewardRequest) -> RewardApplication:
        return operations.apply_for_reward(
            institution_id=home_id(),
            request=told,
            case_id=known.case_id if known else None,
            case_number=known.number if known else None,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )

    return _send("apply_for_reward", (form, policy), known, act)


@billing.route("/rewards/<number>/amend", methods=["GET", "POST"])
@open_to(*RECEIVERS)
def amend_reward(number: str) -> ResponseReturnValue:
    application = queries.get_application(number)
    known = get_known_case(application.case_number) if application.case_number else None
    policy = policy_today(application.region_code)
    burial = _asked_burial() or Burial(application.burial)
    if policy is None or request.args.get("burial") == "":
        return _choose_burial("amend_reward", policy, known, application)
    rests = find_known_burial(known.case_id) if known else None
    answers = answers_of(application)
    form, policy = _form(policy, burial, (known, rests), application.region_code, answers)

    def act(told: RewardRequest) -> RewardApplication:
        return operations.amend_reward(
            number=application.number,
            request=told,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )

    return _send("amend_reward", (form, policy), known, act, application)


def _choose_burial(
    page: str,
    policy: RewardPolicy | None,
    known: KnownCase | None,
    application: RewardApplication | None = None,
) -> ResponseReturnValue:
    burials = [(burial, most_fen(policy, burial)) for burial in Burial] if policy else []
    return render_template(
        f"billing/{page}.html",
        policy=policy,
        known=known,
        application=application,
        burials=sorted(burials, key=lambda each: not each[1]),
        form=None,
        full_name=regions.full_name,
        region=application.region_code if application else region_here(),
    )


def _prefilled(known: KnownCase | None, policy: RewardPolicy, burial: Burial) -> dict[str, Any]:
    """`persons` in the address: how many sailed along, where the burial's record knows."""
    if known is None:
        return {}
    persons = request.args.get("persons", None, int)
    counted = [cost for cost in costs_of(policy, burial) if cost.unit is Unit.PERSON]
    return {
        **{f"count_{cost.code}": persons for cost in counted},
        "applicant_name": known.claimant_name,
        "relation": known.relation,
        "phone": known.phone,
        "account_holder": known.claimant_name,
    }


def _form(
    policy: RewardPolicy,
    burial: Burial,
    recorded: tuple[KnownCase | None, KnownBurial | None],
    region: str,
    answers: dict[str, Any],
) -> tuple[RewardForm, RewardPolicy]:
    """The questions of the policy of the days that were told, which may not be today's."""
    known, rests = recorded
    rests = rests if rests and rests.burial is burial else None
    form = form_of(policy, burial, known, answers, rests)
    if not form.is_submitted() and known is None and not answers:
        return form, policy
    facts = RewardFacts(form.days(known), burial)
    then = queries.find_policy_of_burial(region, facts) or policy
    return (form if then is policy else form_of(then, burial, known, answers, rests)), then


def _send(
    page: str,
    asked: tuple[RewardForm, RewardPolicy],
    known: KnownCase | None,
    act: Callable[[RewardRequest], RewardApplication],
    application: RewardApplication | None = None,
) -> ResponseReturnValue:
    form, policy = asked
    assessment: RewardAssessment | None = None
    if form.validate_on_submit():
        told = form.told(known, *_accounts(application))
        try:
            if request.form.get("step") != "look":
                sent = act(told)
                flash(_("奖补申请已受理，请核对材料。"))
                return redirect(url_for("billing.get_reward", number=sent.number))
            assessment = _look(policy, told, application)
        except Refusal as refusal:
            form.show(refusal)
    return render_template(
        f"billing/{page}.html",
        form=form,
        policy=policy,
        known=known,
        application=application,
        assessment=assessment,
        evidence=evidence_of(policy, assessment.facts) if assessment else [],
        full_name=regions.full_name,
        recipient=Recipient,
    )


def _look(
    policy: RewardPolicy, told: RewardRequest, application: RewardApplication | None
) -> RewardAssessment:
    """What would be paid, before anything is written down."""
    number = check_request(told)["identity_number"]
    besides = application.id if application else None
    elsewhere = bool(number) and queries.is_rewarded(identity_index(number), besides)
    facts = replace(told.facts, rewarded_elsewhere=told.facts.rewarded_elsewhere or elsewhere)
    return assess_reward(policy, facts, told.lines)


def _accounts(
    application: RewardApplication | None,
) -> tuple[BankAccount | None, BankAccount | None]:
    if application is None:
        return None, None
    family = BankAccount(application.account_holder, application.bank, application.account)
    if not application.operator_account:
        return family, None
    return family, BankAccount(
        application.operator_name or "",
        application.operator_bank or "",
        application.operator_account,
    )


def _asked_burial() -> Burial | None:
    asked = request.args.get("burial", "")
    return Burial(asked) if asked in set(Burial) else None
