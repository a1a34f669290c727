"""What of a case its waiver turns on, and what proves it."""

from dataclasses import asdict, replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing import operations as billing
from billing.eligibility import judge
from billing.errors import EvidenceNoted
from billing.facts import Facts
from billing.policy import Evidence, Policy
from billing.policy_questions import questions_of, zones_of
from billing.queries import find_claim, find_policy, list_evidence, list_missing_evidence
from funeral.forms.waivers import ASKED, NoteEvidenceForm, NoteWaiverFactsForm
from funeral.models import FuneralCase
from funeral.queries import cases
from funeral.queries.waivers import waiver_facts
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel import clock
from kernel.fields import CountyField
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/waiver", methods=["GET", "POST"])
@open_to(*DESK)
def note_waiver_facts(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    policy, facts = _judged(case)
    form = NoteWaiverFactsForm(data=_known(case))
    form.ask(questions_of(policy) if policy else frozenset(), zones_of(policy) if policy else ())
    noted = form.carry_out(
        lambda: billing.note_waiver_facts(
            institution_id=case.institution_id,
            case_id=case.id,
            case_number=case.number,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
            **form.told(),
        )
    )
    if noted:
        flash(_("减免条件已登记。"))
        return redirect(url_for("funeral.note_waiver_facts", number=case.number))
    return _show(case, policy, facts, form, _evidence_form(policy, facts, case))


@funeral.post("/cases/<number>/waiver/evidence")
@open_to(*DESK)
def note_evidence(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    policy, facts = _judged(case)
    form = _evidence_form(policy, facts, case)
    noted = form.carry_out(lambda: _note(case, policy, facts, form))
    if noted:
        flash(_("证明已登记。"))
        return redirect(url_for("funeral.note_waiver_facts", number=case.number))
    asked = NoteWaiverFactsForm(formdata=None, data=_known(case))
    asked.ask(questions_of(policy) if policy else frozenset(), zones_of(policy) if policy else ())
    return _show(case, policy, facts, asked, form)


def _note(case: FuneralCase, policy: Policy | None, facts: Facts, form: NoteEvidenceForm) -> object:
    missing = list_missing_evidence(policy, facts, case.id) if policy else []
    evidence = next((each for each in missing if each.paper == form.paper.data), None)
    if evidence is None:
        raise EvidenceNoted
    return billing.note_evidence(
        institution_id=case.institution_id,
        case_id=case.id,
        evidence=evidence,
        matched=form.matched.data == "match",
        reference=form.reference.data or "",
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _judged(case: FuneralCase) -> tuple[Policy | None, Facts]:
    """As if the cremation were today where there was none yet."""
    facts = waiver_facts(case)
    if facts.cremated_on is None:
        facts = replace(facts, cremated_on=clock.today())
    return find_policy(case.institution_id, facts), facts


def _known(case: FuneralCase) -> dict[str, object]:
    claim = find_claim(case.id)
    if claim is None:
        return {}
    known = {name: getattr(claim, name) for name in ASKED}
    for county in ("parent_registration", "place_of_death"):
        known[county] = CountyField.written(known[county])
    return known


def _evidence_form(policy: Policy | None, facts: Facts, case: FuneralCase) -> NoteEvidenceForm:
    form = NoteEvidenceForm()
    missing = list_missing_evidence(policy, facts, case.id) if policy else []
    form.paper.choices = [SelectChoice(each.paper, _said(each)) for each in missing]
    return form


def _said(evidence: Evidence) -> str:
    if not evidence.data_match:
        return evidence.paper
    return str(_("%(paper)s（可以数据比对）")) % asdict(evidence)


def _show(
    case: FuneralCase,
    policy: Policy | None,
    facts: Facts,
    form: NoteWaiverFactsForm,
    evidence_form: NoteEvidenceForm,
) -> ResponseReturnValue:
    eligible, reasons = judge(policy, facts) if policy else (False, ())
    noted = list_evidence(case.id)
    names = staff_names({each.noted_by for each in noted})
    return render_template(
        "funeral/note_waiver_facts.html",
        case=case,
        policy=policy,
        eligible=eligible,
        reasons=reasons,
        form=form,
        asked=[name for name in ASKED if name in form],
        evidence_form=evidence_form,
        noted=noted,
        who={each.id: say_who(each.noted_by, names) for each in noted},
    )
