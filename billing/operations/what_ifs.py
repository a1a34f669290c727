"""What a draft would have cost: asked for, gone over chunk by chunk, stopped."""

import hashlib
import uuid
from datetime import date
from functools import lru_cache

from billing.errors import PeriodWrong
from billing.models import WhatIf
from billing.policy import Policy
from billing.policy_drafts import read_waiver_draft
from billing.queries import policies, what_ifs
from billing.succession import region_of
from billing.what_if import Totals, as_if_in_force, jobs
from billing.what_if.states import WhatIfState, topic_of
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.jobs import enqueue
from kernel.live import announce
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("测算政策草稿"))
def start_what_if(
    *,
    draft_id: uuid.UUID,
    period_from: date,
    period_to: date,
    by: Actor,
    idempotency_key: str | None = None,
) -> WhatIf:
    """The draft as it is now over the bills made on these days. Raises PeriodWrong,
    PolicyError.
    """
    own = region_of(by)
    draft = policies.get_policy_draft(draft_id, own)
    policy = read_waiver_draft(draft.source, own)
    if period_from > period_to or period_from > clock.today():
        raise PeriodWrong
    what_if = WhatIf(
        region_code=policy.region,
        policy_draft_id=draft.id,
        code=policy.code,
        version=policy.version,
        title=policy.title,
        source=draft.source,
        source_hash=hashlib.sha256(draft.source.encode()).hexdigest(),
        period_from=period_from,
        period_to=period_to,
        state=WhatIfState.WAITING,
        done=0,
        total=0,
        totals={},
        asked_at=clock.now(),
        asked_by=str(by),
    )
    db.session.add(what_if)
    db.session.flush()
    enqueue(
        jobs.run_what_if,
        lock=topic_of(what_if.id),
        what_if_id=str(what_if.id),
    )
    return what_if


@operation(_("推进政策测算"))
def advance_what_if(*, what_if_id: uuid.UUID, by: Actor) -> WhatIf:
    """The next chunk, with its place and its sums in one transaction; the first step only counts.

    Killed between two chunks, it goes on where it was. Nothing happens once it has ended.
    """
    what_if = what_ifs.lock_what_if(what_if_id)
    if WhatIfState(what_if.state).has_ended:
        return what_if
    announce(topic_of(what_if_id))
    span = what_ifs.span_of(what_if)
    if what_if.state == WhatIfState.WAITING:
        what_if.state, what_if.started_at = WhatIfState.RUNNING, clock.now()
        what_if.total = what_ifs.count_bills(span)
        return what_if
    policy = _policy_of(what_if.source)
    totals = Totals.from_json(what_if.totals)
    cases = what_ifs.read_cases(span, what_if.last_bill_id)
    what_if.done += totals.add_all(policy, cases, what_ifs.read_prices(span, policy))
    what_if.totals = totals.as_json()
    if cases:
        what_if.last_bill_id = cases[-1].bill_id
    if len(cases) < what_ifs.CHUNK:
        what_if.state, what_if.finished_at = WhatIfState.DONE, clock.now()
    return what_if


@operation(_("停止政策测算"))
def cancel_what_if(
    *, what_if_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> WhatIf:
    """What was counted until now stays. Nothing changes once it has ended."""
    what_if = what_ifs.lock_what_if(what_if_id, region_of(by))
    if not WhatIfState(what_if.state).has_ended:
        what_if.state, what_if.finished_at = WhatIfState.CANCELLED, clock.now()
        announce(topic_of(what_if_id))
    return what_if


@operation(_("记下测算的中断"))
def fail_what_if(*, what_if_id: uuid.UUID, trouble: str, by: Actor) -> WhatIf:
    """A mistake of ours, not of a single case: those are counted and passed over."""
    what_if = what_ifs.lock_what_if(what_if_id)
    if not WhatIfState(what_if.state).has_ended:
        what_if.state, what_if.finished_at = WhatIfState.FAILED, clock.now()
        what_if.trouble = trouble
        announce(topic_of(what_if_id))
    return what_if


@lru_cache(maxsize=8)
def _policy_of(source: str) -> Policy:
    return as_if_in_force(read_waiver_draft(source, ""))
