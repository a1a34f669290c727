"""What a draft would have cost: asked, watched while it runs, read, and taken away as files."""

import uuid
from datetime import date, timedelta

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing import operations
from billing.forms import StartWhatIfForm
from billing.models import WhatIf
from billing.policy import Policy
from billing.policy_drafts import read_waiver_draft
from billing.queries import policies, what_ifs
from billing.succession import region_of
from billing.views.asked import asked_page
from billing.views.blueprint import billing
from billing.views.files import as_file, xlsx
from billing.what_if import KINDS, Case, Prices, Replayed, Totals, as_if_in_force, replay_case
from billing.what_if.files import KIND_WORDS, say_key, what_if_sheets, write_cases
from billing.what_if.states import WhatIfState, topic_of
from kernel import clock, regions
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.live import ears
from kernel.people.actors import Role
from kernel.people.staff import say_who, staff_names
from kernel.web import Form, asker, open_to

MONTHS_OFFERED = 36


@billing.route("/policies/drafts/<uuid:draft_id>/what-if", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def start_what_if(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Of the text as it was saved last."""
    draft = policies.get_policy_draft(draft_id, region_of(asker()))
    form = StartWhatIfForm()
    months = _months()
    form.period_from.choices = form.period_to.choices = [
        SelectChoice(month, month) for month in months
    ]
    if not form.is_submitted():
        form.period_from.data, form.period_to.data = months[min(12, len(months) - 1)], months[0]
    what_if = form.carry_out(
        lambda: operations.start_what_if(
            draft_id=draft.id,
            period_from=date.fromisoformat(f"{form.period_from.data}-01"),
            period_to=_last_of(form.period_to.data or ""),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if what_if:
        return redirect(url_for("billing.get_what_if", what_if_id=what_if.id))
    return render_template("billing/start_what_if.html", form=form, draft=draft)


@billing.get("/policies/what-ifs/<uuid:what_if_id>")
@open_to(Role.OFFICER)
def get_what_if(what_if_id: uuid.UUID) -> ResponseReturnValue:
    what_if = _asked(what_if_id)
    totals = Totals.from_json(what_if.totals)
    return render_template(
        "billing/get_what_if.html",
        what_if=what_if,
        state=WhatIfState(what_if.state),
        totals=totals,
        tables=[(kind, KIND_WORDS[kind], totals.listed(kind)) for kind in KINDS],
        say_key=say_key,
        place=regions.full_name(what_if.region_code),
        who=say_who(what_if.asked_by, staff_names({what_if.asked_by})),
        form=Form(),
    )


@billing.get("/policies/what-ifs/<uuid:what_if_id>/changes")
@open_to(Role.OFFICER)
def what_if_changes(what_if_id: uuid.UUID) -> ResponseReturnValue:
    what_if = _asked(what_if_id)
    stream = ears().stream([topic_of(what_if.id)], request.headers.get("Last-Event-ID", ""))
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


@billing.post("/policies/what-ifs/<uuid:what_if_id>/cancel")
@open_to(Role.OFFICER)
def cancel_what_if(what_if_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        operations.cancel_what_if(
            what_if_id=what_if_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("测算已停止，已经算过的部分留在页面上。"))
    return redirect(url_for("billing.get_what_if", what_if_id=what_if_id))


@billing.get("/policies/what-ifs/<uuid:what_if_id>/cases")
@open_to(Role.OFFICER)
def list_what_if_cases(what_if_id: uuid.UUID) -> ResponseReturnValue:
    """The bills behind a number, worked out again for the page that is shown."""
    what_if = _asked(what_if_id)
    kind, key = _asked_part(what_if)
    span = what_ifs.span_of(what_if)
    page, cases = what_ifs.list_cases(
        span,
        kind,
        key,
        **asked_page(),
    )
    policy, prices = _policy_of(what_if, span)
    sums = Totals.from_json(what_if.totals).by.get(kind, {}).get(key)
    return render_template(
        "billing/list_what_if_cases.html",
        what_if=what_if,
        kind=kind,
        name=say_key(kind, key, sums) if sums else key,
        page=page,
        rows=[(cases[bill.id], _replayed(policy, cases[bill.id], prices)) for bill in page.items],
        item=key if kind == "item" else "",
        is_refusal=lambda found: isinstance(found, Refusal),
    )


@billing.get("/policies/what-ifs/<uuid:what_if_id>/figures.xlsx")
@open_to(Role.OFFICER)
def download_what_if(what_if_id: uuid.UUID) -> ResponseReturnValue:
    what_if = _asked(what_if_id)
    return xlsx(_filename(what_if), what_if_sheets(Totals.from_json(what_if.totals)))


@billing.get("/policies/what-ifs/<uuid:what_if_id>/cases.csv")
@open_to(Role.OFFICER)
def download_what_if_cases(what_if_id: uuid.UUID) -> ResponseReturnValue:
    what_if = _asked(what_if_id)
    kind, key = _asked_part(what_if)
    span = what_ifs.span_of(what_if)
    policy, prices = _policy_of(what_if, span)
    rows = write_cases(policy, what_ifs.read_cases_behind(span, kind, key), prices)
    content = Response(stream_with_context(rows), mimetype="text/csv; charset=utf-8")
    return as_file(content, f"{_filename(what_if)}.csv")


def _asked(what_if_id: uuid.UUID) -> WhatIf:
    return what_ifs.get_what_if(what_if_id, region_of(asker()))


def _asked_part(what_if: WhatIf) -> tuple[str, str]:
    """Which number was followed; all cases where the address names none. Raises NotFound."""
    kind = next((kind for kind in KINDS if kind in request.args), "")
    key = request.args.get(kind, "") if kind else ""
    if kind and key not in Totals.from_json(what_if.totals).by[kind]:
        raise NotFound
    return kind, key


def _policy_of(what_if: WhatIf, span: what_ifs.Span) -> tuple[Policy, Prices]:
    policy = as_if_in_force(read_waiver_draft(what_if.source, ""))
    return policy, what_ifs.read_prices(span, policy)


def _replayed(policy: Policy, case: Case, prices: Prices) -> Replayed | Refusal:
    try:
        return replay_case(policy, case, prices)
    except Refusal as refusal:
        return refusal


def _filename(what_if: WhatIf) -> str:
    return f"what-if-{what_if.period_from:%Y-%m}-{what_if.period_to:%Y-%m}"


def _months() -> list[str]:
    """This one first."""
    first = clock.today().replace(day=1)
    return [f"{clock.add_months(first, -back):%Y-%m}" for back in range(MONTHS_OFFERED)]


def _last_of(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return clock.add_months(first, 1) - timedelta(days=1)
