"""What the policy pages show: a draft with a mistake, one waiting for review, and a what-if."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from billing.operations import (
    save_policy_draft,
    start_policy_draft,
    start_what_if,
    submit_policy_draft,
)
from billing.what_if.jobs import run_what_if
from kernel import clock
from kernel.people.actors import Actor, Role
from kernel.people.staff import Staff
from tests import world


@dataclass(frozen=True)
class Policies:
    """`submitted`: by a colleague of the officer, who may publish it."""

    wrong: uuid.UUID
    submitted: uuid.UUID
    what_if: uuid.UUID
    waiting: uuid.UUID


def make_policies(officer: Staff) -> Policies:
    colleague = world.make_staff("mz-colleague", Role.OFFICER, officer.institution_id)
    begins = f"{clock.today().year + 1}-01-01"
    submitted = _draft(colleague.actor(), "from: 2025-09-15", f"from: {begins}")
    submit_policy_draft(draft_id=submitted, by=colleague.actor())
    wrong = _draft(officer.actor(), "quantity: 48", "quantity: -5")
    done, waiting = (_ask(submitted, officer.actor()) for _turn in range(2))
    run_what_if(str(done))
    return Policies(wrong, submitted, done, waiting)


def _draft(by: Actor, old: str, new: str) -> uuid.UUID:
    draft = start_policy_draft(code="jiayu-2025", version=1, by=by)
    source = draft.source.replace("quantity: 72", "quantity: 48").replace(old, new)
    saved = save_policy_draft(
        draft_id=draft.id, revision=1, source=source, note="冷藏免费时间改为48小时", by=by
    )
    return saved.id


def _ask(draft_id: uuid.UUID, by: Actor) -> uuid.UUID:
    first = (clock.today() - timedelta(days=40)).replace(day=1)
    asked = start_what_if(draft_id=draft_id, period_from=first, period_to=clock.today(), by=by)
    return asked.id
