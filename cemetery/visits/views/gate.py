"""The gate: by form where there is a network, by itself where there is none (static/gate.js)."""

import base64
import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.models import Site
from cemetery.visits import operations
from cemetery.visits.errors import NoVisitTerms, PassRefused
from cemetery.visits.forms import GateForm
from cemetery.visits.kinds import Direction
from cemetery.visits.models import VisitEntry
from cemetery.visits.passes import public_key
from cemetery.visits.queries.entries import (
    closed_passes,
    count_slots,
    inside_by_code,
    list_conflicts,
    void_passes,
)
from cemetery.visits.queries.terms import get_site, terms_of
from cemetery.visits.terms import Terms
from cemetery.visits.views.blueprint import STAFF, STATIC, visits
from cemetery.visits.words import say_conflict
from kernel import clock
from kernel.errors import NotReadable, Refusal
from kernel.i18n import _
from kernel.web import Form, asker, open_to

# Told at once by one gate; more stay with it for its next try.
MOST_TOLD = 200
MOST_NAME = 40


@visits.route("/visits/<uuid:site_id>/gate", methods=["GET", "POST"])
@open_to(*STAFF)
def gate(site_id: uuid.UUID) -> ResponseReturnValue:
    site = get_site(site_id)
    form = GateForm()
    entry = form.carry_out(lambda: _record(site, form))
    if entry:
        flash(
            _("%(direction)s %(persons)s 人，已登记。")
            % {"direction": Direction(entry.direction).label, "persons": entry.persons}
        )
        return redirect(url_for("visits.gate", site_id=site.id, direction=entry.direction))
    if not form.is_submitted():
        form.direction.data = Direction(_asked_direction()).value
    return render_template(
        "visits/gate.html",
        form=form,
        site=site,
        counts=count_slots(site.id, clock.today()),
        conflicts=list_conflicts(site.id),
        say_conflict=say_conflict,
        settle_form=Form,
        known=_known(site),
    )


@visits.get("/visits/<uuid:site_id>/gate/worker.js")
@open_to(*STAFF)
def gate_worker(site_id: uuid.UUID) -> ResponseReturnValue:
    """The service worker, here so that it may serve this gate's page and no other."""
    get_site(site_id)
    script = (STATIC / "gate-worker.js").read_text(encoding="utf-8")
    headers = {
        "Cache-Control": "no-cache",
        # The page stands beside the worker's folder, not in it.
        "Service-Worker-Allowed": url_for("visits.gate", site_id=site_id),
    }
    return Response(script, mimetype="text/javascript", headers=headers)


@visits.post("/visits/<uuid:site_id>/gate/sync")
@open_to(*STAFF)
def sync_gate(site_id: uuid.UUID) -> ResponseReturnValue:
    """{"entries": [{id, pass, direction, persons, at, gate, now}]} → what became of each, and what
    the gate must know from now on. `now`: they stand at the gate and wait for the answer; else it
    has happened. An entry without an answer is to be told again."""
    site = get_site(site_id)
    told = request.get_json(silent=True)
    entries = told.get("entries") if isinstance(told, dict) else None
    if not isinstance(entries, list):
        raise NotReadable
    answers = {}
    for each in entries[:MOST_TOLD]:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            answers[each["id"]] = _sync(site, each)
    return _known(site) | {"answers": answers}


@visits.post("/visits/<uuid:site_id>/gate/conflicts/<uuid:entry_id>")
@open_to(*STAFF)
def settle_conflict(site_id: uuid.UUID, entry_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        operations.settle_conflict(
            site_id=site_id,
            entry_id=entry_id,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
        flash(_("已标记为核对过。"))
    return redirect(url_for("visits.gate", site_id=site_id))


def _record(site: Site, form: GateForm) -> VisitEntry:
    try:
        direction = Direction(form.direction.data)
    except ValueError:
        raise PassRefused from None
    return operations.record_entry(
        site_id=site.id,
        scanned=form.scanned.data or "",
        direction=direction,
        persons=form.persons.data,
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _sync(site: Site, told: dict[str, Any]) -> dict[str, object]:
    """`state`: noted, conflict or refused, with a sentence."""
    try:
        entry = _told(site, told)
    except Refusal as refusal:
        return {"state": "refused", "sentence": str(refusal)}
    except (KeyError, TypeError, ValueError, OverflowError):
        return {"state": "refused", "sentence": str(NotReadable())}
    if entry.conflict:
        return {"state": "conflict", "sentence": say_conflict(entry.conflict)}
    return {"state": "noted", "sentence": "", "persons": entry.persons}


def _told(site: Site, told: dict[str, Any]) -> VisitEntry:
    entry_id, direction = uuid.UUID(told["id"]), Direction(told["direction"])
    scanned, gate_name = str(told["pass"]), str(told.get("gate", ""))[:MOST_NAME]
    if "\0" in scanned + gate_name:  # as kernel.web refuses it in forms
        raise NotReadable
    if told.get("now") is True:
        return operations.record_entry(
            site_id=site.id,
            scanned=scanned,
            direction=direction,
            persons=int(told["persons"]) or None,
            gate=gate_name,
            entry_id=entry_id,
            by=asker(),
            idempotency_key=str(entry_id),
        )
    return operations.sync_entry(
        site_id=site.id,
        entry_id=entry_id,
        scanned=scanned,
        direction=direction,
        persons=int(told["persons"]),
        happened_at=clock.parse_moment(str(told["at"])),
        gate=gate_name,
        by=asker(),
    )


def _known(site: Site) -> dict[str, Any]:
    """All a gate needs to judge the passes of today by itself. `early`, `late`: minutes."""
    today = clock.today()
    try:
        terms = terms_of(site.id)
    except NoVisitTerms:
        terms = Terms()
    return {
        "site": site.id.hex,
        "key": base64.b64encode(public_key()).decode(),
        "day": today.isoformat(),
        "early": terms.early,
        "late": terms.late,
        "void": void_passes(site.id, today),
        "inside": inside_by_code(site.id, today),
        "closed": closed_passes(site.id, today),
        "at": clock.now().isoformat(),
    }


def _asked_direction() -> str:
    asked = request.args.get("direction", "")
    return asked if asked in set(Direction) else Direction.IN.value
