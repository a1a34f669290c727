"""The county's policies: as published, as drafts being written, and the review before the day."""

import uuid
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing import operations
from billing.errors import DraftChanged, OnlyWaiversAreTried, PolicyError
from billing.forms import (
    PublishPolicyDraftForm,
    ReturnPolicyDraftForm,
    SavePolicyDraftForm,
    StartPolicyDraftForm,
)
from billing.models import PolicyDraft, WaiverPolicy
from billing.policy import CountyPolicy, Policy
from billing.policy_drafts import compare, plain_text, read_draft
from billing.policy_sample import Tried, try_sample
from billing.policy_words import Reading, read_aloud
from billing.queries import policies as queries
from billing.queries.what_ifs import list_what_ifs
from billing.succession import region_of
from billing.views.asked import asked_page
from billing.views.blueprint import billing
from billing.what_if.states import WhatIfState
from kernel import clock, regions
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to


@billing.get("/policies")
@open_to(Role.OFFICER)
def list_policies() -> ResponseReturnValue:
    region = region_of(asker())
    page = queries.list_policies(
        region,
        **asked_page(),
    )
    drafts = queries.list_policy_drafts(region, page=request.args.get("drafts", 1, type=int))
    origins = queries.drafts_of({policy.id for policy in page.items})
    return render_template(
        "billing/list_policies.html",
        page=page,
        drafts=drafts,
        origins=origins,
        who=_who(*drafts.items, *origins.values()),
        full_name=regions.full_name,
        holds=holds,
    )


@billing.get("/policies/<code>/<int:version>")
@open_to(Role.OFFICER)
def get_policy(code: str, version: int) -> ResponseReturnValue:
    policy = queries.get_policy(region_of(asker()), code, version)
    origin = queries.find_draft_of(policy.id)
    return render_template(
        "billing/get_policy.html",
        policy=policy,
        reading=_reading(queries.read_published(policy.source, policy.code)),
        versions=queries.list_versions(code, policy.region_code),
        origin=origin,
        who=_who(*([origin] if origin else [])),
        holds=holds,
    )


@billing.route("/policies/drafts/new", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def start_policy_draft() -> ResponseReturnValue:
    region = region_of(asker())
    form = StartPolicyDraftForm()
    if not form.is_submitted():
        form.code.data = request.args.get("code", "")
        form.version.data = request.args.get("version", "")
        form.region.data = region
    places = [region, *(child.code for child in regions.list_children(region))]
    form.region.choices = [SelectChoice(place, regions.full_name(place)) for place in places]
    version = int(form.version.data) if (form.version.data or "").isdecimal() else 0
    before = queries.get_policy(region, form.code.data, version) if form.code.data else None
    draft = form.carry_out(
        lambda: operations.start_policy_draft(
            code=before.code if before else "",
            version=version,
            region_code=form.region.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if draft:
        return redirect(url_for("billing.get_policy_draft", draft_id=draft.id))
    return render_template(
        "billing/start_policy_draft.html", form=form, before=before, places=places
    )


@billing.post("/policies/drafts/check")
@open_to(Role.OFFICER)
def check_policy_draft() -> ResponseReturnValue:
    """While somebody types: the line and the reason, or what the text means as a piece of page."""
    source = plain_text(request.form.get("source", ""))
    try:
        policy = read_draft(source, region_of(asker()))
    except PolicyError as error:
        return jsonify(line=error.facts["line"], reason=str(error.facts["reason"]), html="")
    html = render_template("billing/_policy_reading.html", reading=_reading(policy))
    return jsonify(line=None, reason="", html=html)


@billing.get("/policies/drafts/<uuid:draft_id>")
@open_to(Role.OFFICER)
def get_policy_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    draft = queries.get_policy_draft(draft_id, region_of(asker()))
    return _show(draft, SavePolicyDraftForm(obj=draft))


@billing.post("/policies/drafts/<uuid:draft_id>")
@open_to(Role.OFFICER)
def save_policy_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Sent by 检查 or 试算, nothing is saved: the page shows what the text means."""
    form = SavePolicyDraftForm()
    draft = queries.get_policy_draft(draft_id, region_of(asker()))
    if not form.validate_on_submit():
        return _show(draft, form)
    if "check" in request.form or "try" in request.form:
        return _show(draft, form, tries="try" in request.form)
    try:
        _save(draft_id, form)
    except Refusal as refusal:
        return _show_refused(draft_id, form, refusal)
    flash(_("草稿已保存。"))
    return redirect(url_for("billing.get_policy_draft", draft_id=draft_id))


@billing.post("/policies/drafts/<uuid:draft_id>/submit")
@open_to(Role.OFFICER)
def submit_policy_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """What stands in the field is saved first, so that it is what gets reviewed."""
    form = SavePolicyDraftForm()
    if not form.validate_on_submit():
        return _show(queries.get_policy_draft(draft_id, region_of(asker())), form)
    try:
        _save(draft_id, form)
        operations.submit_policy_draft(
            draft_id=draft_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    except Refusal as refusal:
        return _show_refused(draft_id, form, refusal)
    flash(_("草稿已提交，请另一位监管人员审核后公布。"))
    return redirect(url_for("billing.get_policy_draft", draft_id=draft_id))


@billing.post("/policies/drafts/<uuid:draft_id>/return")
@open_to(Role.OFFICER)
def return_policy_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    form = ReturnPolicyDraftForm()
    returned = form.carry_out(
        lambda: operations.return_policy_draft(
            draft_id=draft_id,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if returned:
        flash(_("草稿已退回起草人。"))
        return redirect(url_for("billing.get_policy_draft", draft_id=draft_id))
    draft = queries.get_policy_draft(draft_id, region_of(asker()))
    return _show(draft, SavePolicyDraftForm(formdata=None, obj=draft), returning=form)


@billing.post("/policies/drafts/<uuid:draft_id>/publish")
@open_to(Role.OFFICER)
def publish_policy_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    form = PublishPolicyDraftForm()
    published = form.carry_out(
        lambda: operations.publish_policy_draft(
            draft_id=draft_id,
            early_reason=form.early_reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if published:
        flash(_("政策已公布，从生效日起用于新的账单。"))
        return redirect(
            url_for("billing.get_policy", code=published.code, version=published.version)
        )
    draft = queries.get_policy_draft(draft_id, region_of(asker()))
    return _show(draft, SavePolicyDraftForm(formdata=None, obj=draft), publishing=form)


def _save(draft_id: uuid.UUID, form: SavePolicyDraftForm) -> None:
    revision = form.revision.data or ""
    operations.save_policy_draft(
        draft_id=draft_id,
        revision=int(revision) if revision.isdecimal() else 0,
        source=form.source.data or "",
        note=form.note.data or "",
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _show_refused(
    draft_id: uuid.UUID, form: SavePolicyDraftForm, refusal: Refusal
) -> ResponseReturnValue:
    """With what was typed, and ready to be saved over what somebody else saved meanwhile."""
    draft = queries.get_policy_draft(draft_id, region_of(asker()))
    if not isinstance(refusal, PolicyError):  # said beside its line anyway
        form.show(refusal)
    form.revision.data = str(draft.revision)
    form.idempotency_key.data = str(uuid.uuid4())
    return _show(draft, form, clashes=isinstance(refusal, DraftChanged))


def _show(
    draft: PolicyDraft,
    form: SavePolicyDraftForm,
    *,
    tries: bool = False,
    clashes: bool = False,
    returning: ReturnPolicyDraftForm | None = None,
    publishing: PublishPolicyDraftForm | None = None,
) -> ResponseReturnValue:
    source = form.source.data or ""
    policy, mistake = _read(source)
    if mistake and form.is_submitted():
        form.source.errors = (*form.source.errors, str(mistake))
    tried: Tried | Refusal | None = _try(policy, form) if tries and policy else None
    before = draft.based_on or next(
        iter(queries.list_versions(draft.code, draft.region_code)), None
    )
    is_open = not draft.submitted_at and not draft.published_id
    overlapped = queries.list_overlapped(policy) if policy and not draft.published_id else []
    runs = list_what_ifs(draft.id)
    return render_template(
        "billing/get_policy_draft.html",
        draft=draft,
        form=publishing or returning or form,
        writing=form,
        returning=returning or ReturnPolicyDraftForm(formdata=None),
        publishing=publishing or PublishPolicyDraftForm(formdata=None),
        lines=max(source.count("\n") + 1, 12),
        mistake=mistake.facts if mistake else None,
        reading=_reading(policy) if policy else None,
        tried=tried,
        refused=tried if isinstance(tried, Refusal) else None,
        before=before,
        difference=compare(before.source, source) if before else [],
        clash=compare(draft.source, source) if clashes else [],
        is_open=is_open,
        may_review=bool(draft.submitted_at)
        and not draft.published_id
        and str(asker()) not in draft.writers,
        ending=[row for row in overlapped if policy and row.first_day < policy.valid_from],
        issued=queries.count_bills_since(policy) if policy and draft.submitted_at else 0,
        what_ifs=runs,
        who=_who(draft, *runs),
        say_state=lambda run: WhatIfState(run.state).label,
    )


def _read(source: str) -> tuple[CountyPolicy | None, PolicyError | None]:
    try:
        return read_draft(source, region_of(asker())), None
    except PolicyError as error:
        return None, error


def _try(policy: CountyPolicy, form: SavePolicyDraftForm) -> Tried | Refusal:
    if not isinstance(policy, Policy):
        return OnlyWaiversAreTried()
    today = clock.today()
    items = queries.list_prices_of_region(policy.region, today)
    try:
        return try_sample(policy, items, form.sample(), today)
    except Refusal as refusal:
        return refusal


def _reading(policy: CountyPolicy) -> Reading:
    return read_aloud(policy, queries.list_item_names(policy.region))


def holds(policy: WaiverPolicy) -> bool:
    return policy.valid.contains(clock.today())


def _who(*records: Any) -> Any:
    """The names behind what the records keep of their writers, as a function for templates."""
    fields = ("written_by", "reviewed_by", "asked_by")
    actors = {by for record in records for name in fields if (by := getattr(record, name, None))}
    names = staff_names(actors)
    return lambda by: say_who(by, names) if by else ""
